import { extent, scaleLinear } from "d3";
import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { live } from "lit-html/directives/live.js";
import type { Measures } from "../../../measures/ids.ts";
import { formatCount, formatMeasure } from "../../format.ts";
import { bestBySeed } from "../../lanes/bestBySeed.ts";
import { type Choice, COST, choices, HARM, lossOf } from "../../lanes/tradeOff.ts";
import type { ViewTools } from "../../region.ts";
import type { Replication, Result } from "../../store.ts";
import { measureLabel } from "../../texts/measures.ts";
import { strategyName } from "../../texts/names.ts";

const SIZE = { width: 560, height: 260, left: 64, right: 96, top: 12, bottom: 34 } as const;
const LABEL_HEIGHT = 14;

/** Extra cost against harm, a cloud of seeds per strategy, and which is best for whom. */
export function chooser(
  result: Result,
  { byLane }: Replication,
  { harmWeight, tools }: { readonly harmWeight: number; readonly tools: ViewTools },
): TemplateResult {
  const { app, t } = tools;
  const middles = choices(byLane);
  const percent = Math.round(harmWeight * 100);
  return html`<section class="tradeoff" aria-labelledby="chooser-title">
    <h3 id="chooser-title">${t("chooser.title")}</h3>
    <div class="tradeoff-parts">
      ${guard([byLane, tools.language], () => picture(result, byLane, { middles, tools }))}
      <div>
        <label for="harm-weight">${t("chooser.weight")}</label>
        <div class="weight">
          <small>${t("chooser.cost")}</small>
          <input
            id="harm-weight"
            type="range"
            min="0"
            max="100"
            step="5"
            aria-valuetext=${t("chooser.share", { harm: percent, cost: 100 - percent })}
            .value=${live(String(percent))}
            @input=${(event: Event) => app.store.setState({ harmWeight: Number((event.currentTarget as HTMLInputElement).value) / 100 })}
          />
          <small>${t("chooser.harm")}</small>
        </div>
        <p class="verdict">${verdict(result, byLane, { harmWeight, tools })}</p>
        <ul>
          ${middles.map((choice) => html`<li>${reason(choice, { result, middles, tools })}</li>`)}
        </ul>
      </div>
    </div>
  </section>`;
}

function verdict(
  result: Result,
  byLane: Replication["byLane"],
  { harmWeight, tools }: { readonly harmWeight: number; readonly tools: ViewTools },
): string {
  const best = bestBySeed(byLane, lossOf(byLane, harmWeight));
  if (best === null) return "";
  return tools.t("chooser.best", { lane: laneName(result, best.lane, tools), wins: best.wins, seeds: best.seeds });
}

interface Setting {
  readonly result: Result;
  readonly middles: readonly Choice[];
  readonly tools: ViewTools;
}

function reason({ lane, cost, harm, dominatedBy }: Choice, { result, tools }: Setting): string {
  const { t, language } = tools;
  const values = {
    lane: laneName(result, lane, tools),
    cost: formatMeasure(COST, cost, { currency: currencyOf(result), language }),
    harm: formatCount(harm, language),
  };
  if (dominatedBy === null) return t("chooser.onFrontier", values);
  return t("chooser.dominated", { ...values, other: laneName(result, dominatedBy, tools) });
}

function picture(
  result: Result,
  byLane: Replication["byLane"],
  { middles, tools }: { readonly middles: readonly Choice[]; readonly tools: ViewTools },
): SVGTemplateResult {
  const { width, height, left, right, top, bottom } = SIZE;
  const { language } = tools;
  const all = byLane.flat();
  const x = scaleLinear(reach(all, COST), [left, width - right]);
  const y = scaleLinear(reach(all, HARM), [height - bottom, top]);
  const money = (value: number): string => formatMeasure(COST, value, { currency: currencyOf(result), language });
  const labels = labelPlaces(middles.map(({ harm }) => y(harm)));
  return svg`<svg class="pareto" viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
    ${x.ticks(4).map(
      (value) => svg`<line class="grid" x1=${x(value)} x2=${x(value)} y1=${top} y2=${height - bottom} />
        <text class="tick" x=${x(value)} y=${height - bottom + 13} text-anchor="middle">${money(value)}</text>`,
    )}
    ${y.ticks(4).map(
      (value) => svg`<line class="grid" x1=${left} x2=${width - right} y1=${y(value)} y2=${y(value)} />
        <text class="tick" x=${left - 5} y=${y(value) + 3} text-anchor="end">${formatCount(value, language)}</text>`,
    )}
    <text class="tick" x=${width - right} y=${height - 5} text-anchor="end">${measureLabel(COST, tools)} →</text>
    <text class="tick" x="0" y=${top - 2}>↑ ${measureLabel(HARM, tools)}</text>
    ${middles.map(({ lane }) => svg`<path class="cloud" d=${cloud(byLane[lane] ?? [], { x, y })} />`)}
    ${middles.map(({ lane, cost, harm, dominatedBy }, index) => {
      const label = labels[index] ?? 0;
      return svg`<circle class="middle" ?data-dominated=${dominatedBy !== null} cx=${x(cost)} cy=${y(harm)} r="5" />
        <line class="leader" x1=${x(cost) + 6} y1=${y(harm)} x2=${x(cost) + 12} y2=${label} />
        <text class="lane-label" x=${x(cost) + 14} y=${label + 4}>${laneName(result, lane, tools)}</text>`;
    })}
  </svg>`;
}

function reach(all: readonly Measures[], id: typeof COST | typeof HARM): [number, number] {
  const [low = 0, high = 0] = extent(all.flatMap((measures) => measures[id] ?? []));
  return high > low ? [Math.min(0, low), high] : [low - 1, low + 1];
}

function cloud(
  bySeed: readonly Measures[],
  { x, y }: { readonly x: (value: number) => number; readonly y: (value: number) => number },
): string {
  const dots = bySeed.flatMap(({ [COST]: cost, [HARM]: harm }) =>
    cost === null || harm === null ? [] : [`M${x(cost) - 1.6} ${y(harm)}a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0`],
  );
  return dots.join("");
}

/** Labels keep a line's height from each other, downwards: 10, 12, 60 → 10, 24, 60. */
function labelPlaces(wanted: readonly number[]): readonly number[] {
  const places = [...wanted];
  const order = [...wanted.keys()].sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  let free = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    const place = Math.max(wanted[index] ?? 0, free);
    places[index] = place;
    free = place + LABEL_HEIGHT;
  }
  const over = Math.max(0, free - LABEL_HEIGHT - (SIZE.height - SIZE.bottom));
  return places.map((place) => place - over);
}

function laneName({ lanes }: Result, lane: number, { t }: ViewTools): string {
  return strategyName(lanes[lane]?.lane.strategy ?? "", t);
}

function currencyOf({ lanes }: Result): string {
  return lanes[0]?.lane.run.prices.currency ?? "USD";
}
