import { html, type TemplateResult } from "lit-html";
import type { Definition } from "../../measures/definitions/definition.ts";
import type { MeasureId } from "../../measures/ids.ts";
import type { ViewTools } from "../region.ts";

/** A measure as it is explained in one place. */
export interface Explained {
  readonly id: MeasureId;
  /** Keeps the explanations apart when one measure is explained in two places. */
  readonly place: string;
  readonly name: string;
  /** null: on its way; the button is there already, and its explanation says the name alone. */
  readonly definition: Definition | null;
}

/** The "?" and what it opens. */
export function whatButton(
  { id, place, name, definition }: Explained,
  { t, language }: Pick<ViewTools, "t" | "language">,
): TemplateResult {
  const target = `definition-${place}-${id}`;
  return html`<button type="button" class="what" popovertarget=${target}>
      <span aria-hidden="true">?</span><span class="out-of-sight">${t("measure.what", { name })}</span>
    </button>
    <div class="definition" id=${target} popover>
      <h4>${name}</h4>
      <p>${definition?.meaning[language]}</p>
      <p class="formula">${definition?.formula}</p>
      <p><code>${id}</code></p>
    </div>`;
}
