import { html, type TemplateResult } from "lit-html";
import type { Region, ViewTools } from "../region.ts";
import type { PageState } from "../store.ts";
import { DOWNLOADS, type Prepared } from "./downloads.ts";

type Slice = Pick<PageState, "result"> & {
  readonly prepared: Prepared | null;
  readonly copied: "link" | "command" | null;
};

/** What the dialog shows is prepared when it opens, and kept outside the page's state: nobody else needs it. */
export interface ShareState {
  prepared: Prepared | null;
  copied: "link" | "command" | null;
}

/** The inside of the share dialog: the link, the same in a terminal, and files to take away. */
export function shareView(state: ShareState, redraw: () => void): Region<Slice> {
  return {
    select: ({ result }) => ({ result, prepared: state.prepared, copied: state.copied }),
    view: ({ result, prepared }, tools) => {
      const { t } = tools;
      const copy = (what: "link" | "command", text: string): void => {
        const done = (): void => {
          state.copied = what;
          redraw();
        };
        navigator.clipboard.writeText(text).then(done, () => undefined);
      };
      return html`
        <h2 id="share-title">${t("share.title")}</h2>
        ${prepared === null || result === null ? html`<p class="hint">…</p>` : inside(prepared, { state, copy, tools })}
        <form method="dialog"><button class="labelled">${t("help.close")}</button></form>
      `;
    },
  };
}

interface Setting {
  readonly state: ShareState;
  readonly copy: (what: "link" | "command", text: string) => void;
  readonly tools: ViewTools;
}

function inside(prepared: Prepared, { state, copy, tools }: Setting): TemplateResult {
  const { t } = tools;
  const { link, command } = prepared;
  const copyButton = (what: "link" | "command", text: string): TemplateResult =>
    html`<button type="button" class="labelled" @click=${() => copy(what, text)}>
      ${t(state.copied === what ? "log.copied" : "share.copy")}
    </button>`;
  return html`
    ${
      link === null
        ? html`<p>${t("share.tooLong")}</p>`
        : html`<label class="field share-field">
              <span>${t("share.link")}</span><input type="text" readonly .value=${link} @focus=${selectAll} />
            </label>
            ${copyButton("link", link)}
            <p class="hint">${t("share.linkHolds")}</p>`
    }
    <label class="field share-field">
      <span>${t("share.command")}</span><input type="text" readonly .value=${command} @focus=${selectAll} />
    </label>
    ${copyButton("command", command)}
    <h3>${t("share.files")}</h3>
    <p class="downloads">
      ${DOWNLOADS.map(
        ({ kind, text }) =>
          html`<a class="labelled" download=${`${prepared.name}.${kind}`} href=${prepared.urls[kind]}>${t(text)}</a>`,
      )}
    </p>
  `;
}

function selectAll(event: Event): void {
  (event.currentTarget as HTMLInputElement).select();
}
