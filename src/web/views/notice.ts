import { html, type TemplateResult } from "lit-html";
import type { Region, ViewTools } from "../region.ts";
import type { PageState, Trouble } from "../store.ts";

type Slice = Pick<PageState, "trouble"> & { hasResult: boolean };

/** What went wrong with the newest wish. The last good run stays below. */
export const notice: Region<Slice> = {
  select: ({ trouble, result }) => ({ trouble, hasResult: result !== null }),
  view: ({ trouble, hasResult }, tools) => {
    const { app, t } = tools;
    if (trouble === null) return html``;
    return html`<div class="trouble">
      <h2>${t(`trouble.${trouble.kind}`)}</h2>
      ${explanation(trouble, tools)} ${hasResult && isAboutWish(trouble) ? html`<p>${t("trouble.lastGood")}</p>` : null}
      <div class="buttons">
        <button type="button" class="labelled" @click=${() => app.rehearse()}>${t("trouble.retry")}</button>
        <button type="button" class="labelled" @click=${() => app.store.setState({ trouble: null })}>${t("trouble.dismiss")}</button>
      </div>
    </div>`;
  },
};

function explanation(trouble: Trouble, { t }: ViewTools): TemplateResult {
  switch (trouble.kind) {
    case "problems":
      return html`<ul>
        ${trouble.problems.map(
          ({ path, line, message, fix }) => html`<li>
            <code>${path}${line > 0 ? `:${line}` : ""}</code> ${message} <em>${fix}</em>
          </li>`,
        )}
      </ul>`;
    case "limit":
      return html`<p>${trouble.message} <code>${trouble.limit}</code></p>`;
    case "timeout":
      return html`<p>${t("trouble.timeoutText", { seconds: trouble.seconds })}</p>`;
    case "crash":
      return html`<p>${t("trouble.crashText", { seed: trouble.seed })}</p>
        <pre>${trouble.message}</pre>`;
    case "badLink":
    case "otherRun":
      return html`<p>${t(`trouble.${trouble.kind}Text`)}</p>`;
  }
}

function isAboutWish({ kind }: Trouble): boolean {
  return kind !== "badLink" && kind !== "otherRun";
}
