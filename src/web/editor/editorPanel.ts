import { html, nothing, type TemplateResult } from "lit-html";
import type { FieldUse } from "../../scenario/manifests/fields.ts";
import type { Problem } from "../../scenario/problem.ts";
import { ariaKeys } from "../commands.ts";
import type { Region, ViewTools } from "../region.ts";
import type { PageState } from "../store.ts";
import { closeIcon } from "../views/icons.ts";
import { openFile, useLibraryText } from "./ownText.ts";

type Slice = Pick<PageState, "result" | "trouble" | "ownText"> & {
  readonly goTo: (line: number, column: number) => void;
};

/** The frame around the editor: open a file, what is wrong with the text, what became of a manifest's fields. */
export function editorPanel(goTo: Slice["goTo"]): Region<Slice> {
  return {
    select: ({ result, trouble, ownText }) => ({ result, trouble, ownText, goTo }),
    view: (slice, tools) => {
      const { app, t } = tools;
      return html`
        <div class="why-head">
          <h2>${t("editor.title")}</h2>
          <label class="labelled file">
            ${t("editor.open")}
            <input type="file" accept=".yaml,.yml,.json" class="out-of-sight" @change=${(event: Event) => openFile(app, (event.currentTarget as HTMLInputElement).files)} />
          </label>
          <button type="button" class="labelled" aria-disabled=${slice.ownText === null} @click=${() => useLibraryText(app)}>
            ${t("editor.reset")}
          </button>
          <button type="button" class="round" aria-keyshortcuts=${ariaKeys("edit")} @click=${() => app.store.setState({ editorOpen: false })}>
            ${closeIcon}<span class="out-of-sight">${t("editor.close")}</span>
          </button>
        </div>
        <p class="hint">${t("editor.hint")}</p>
        <div id="code" class="code"></div>
        ${problemList(problemsOf(slice), slice, tools)}
        ${account(slice.result?.account.fields ?? [], tools)}
      `;
    },
  };
}

/** What the newest text is told of: why it cannot be rehearsed, or what to look out for where it can. */
export function problemsOf({ trouble, result }: Pick<PageState, "trouble" | "result">): readonly Problem[] {
  if (trouble !== null) return trouble.kind === "problems" ? trouble.problems : [];
  return result?.account.warnings ?? [];
}

function problemList(problems: readonly Problem[], { goTo }: Slice, { t }: ViewTools): TemplateResult {
  return html`<ul class="editor-problems" role="status" aria-label=${t("editor.problems")}>
    ${problems.map(
      ({ severity, code, line, column, message, fix }) => html`<li data-severity=${severity}>
        <button type="button" class="link" @click=${() => goTo(line, column)}>
          <span class="when">${line === 0 ? nothing : `${line}:${column}`}</span>
          <span><b>${code}</b> ${message}<small>${fix}</small></span>
        </button>
      </li>`,
    )}
  </ul>`;
}

/** Used, assumed, ignored: nothing that a manifest says is passed over in silence. */
function account(fields: readonly FieldUse[], { t }: ViewTools): TemplateResult | typeof nothing {
  if (fields.length === 0) return nothing;
  return html`${USES.map((use) => {
    const some = fields.filter((field) => field.use === use);
    return html`<details class="account">
      <summary>${t(`account.${use}`, { count: some.length })}</summary>
      <table class="pods">
        <tbody>
          ${some.map(({ document, path, became }) => html`<tr><th scope="row">${path === "" ? document : path}</th><td>${became}</td></tr>`)}
        </tbody>
      </table>
    </details>`;
  })}`;
}

const USES = ["used", "assumed", "ignored"] as const;
