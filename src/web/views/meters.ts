import { html, svg, type TemplateResult } from "lit-html";
import type { Definitions } from "../../measures/definitions/definition.ts";
import { formatCompact, formatMeasure } from "../format.ts";
import { ghostOf } from "../ghost.ts";
import { METER_MEASURES } from "../lanes/resultColumns.ts";
import type { Part } from "../range.ts";
import type { ViewTools } from "../region.ts";
import type { Result } from "../store.ts";
import { whatButton } from "./whatButton.ts";

/** Names of the meters, each with its definition behind a "?". */
export function meterHeads(definitions: Definitions | null, tools: ViewTools): TemplateResult {
  const { t, language } = tools;
  const what = (id: (typeof METER_MEASURES)[number]): TemplateResult => {
    const definition = definitions?.[id] ?? null;
    const name = definition?.label[language] ?? t(`meter.${id}`);
    return whatButton({ id, place: "meter", name, definition }, tools);
  };
  return html`<div class="meter-heads">
    ${METER_MEASURES.map((id) => html`<span>${t(`meter.${id}`)} ${what(id)}</span>`)}
  </div>`;
}

/** The four numbers of a lane, each with a bar as long as its share of the worst lane's. */
export function meters(
  { lanes, comparison }: Result,
  index: number,
  { ghost, part, tools }: { readonly ghost: Result | null; readonly part: Part | null; readonly tools: ViewTools },
): TemplateResult {
  const how = { currency: comparison.lanes[0]?.run.prices.currency ?? "USD", language: tools.language };
  const all = part?.byLane ?? lanes.map(({ lane }) => lane.measures);
  const values = all[index];
  const model = lanes[index];
  if (values === undefined || model === undefined) return html``;
  const before = part === null ? ghostOf(ghost, model)?.lane.measures : undefined;
  return html`<dl class="meters">
    ${METER_MEASURES.map((id) => {
      const worst = Math.max(0, ...all.map((measures) => measures[id] ?? 0));
      const value = values[id];
      const share = (amount: number | null | undefined): number =>
        worst > 0 ? Math.min(1, Math.max(0, amount ?? 0) / worst) : 0;
      return html`<div data-worst=${worst > 0 && value === worst}>
        <dt>${tools.t(`meter.${id}`)}</dt>
        <dd>
          <b>${id === "bad_requests" && value !== null ? formatCompact(value, tools.language) : formatMeasure(id, value, how)}</b>
          ${bar(share(value), before === undefined ? null : share(before[id]))}
          ${
            id === "user_weighted_s"
              ? html`<small>${tools.t("meter.zeroReady", { value: formatMeasure("zero_ready_s", values.zero_ready_s, how) })}</small>`
              : null
          }
        </dd>
      </div>`;
    })}
  </dl>`;
}

/** @param before where the bar ended before the last change; null: nothing is to be seen of it */
function bar(share: number, before: number | null): TemplateResult {
  return html`<svg class="bar" width="100%" height="4" aria-hidden="true">
    ${svg`<rect class="rail" width="100%" height="4" rx="2" />`}
    ${svg`<rect class="level" width=${`${(share * 100).toFixed(2)}%`} height="4" rx="2" />`}
    ${before === null ? null : svg`<rect class="ghost" width=${`${(before * 100).toFixed(2)}%`} height="4" rx="2" />`}
  </svg>`;
}
