import { html, type TemplateResult } from "lit-html";
import { setSeed } from "../../app.ts";
import { formatMeasure } from "../../format.ts";
import { bestBySeed } from "../../lanes/bestBySeed.ts";
import { RESULT_MEASURES, type ResultColumn } from "../../lanes/resultColumns.ts";
import type { Part } from "../../range.ts";
import type { Region, ViewTools } from "../../region.ts";
import type { PageState, Result } from "../../store.ts";
import { measureLabel } from "../../texts/measures.ts";
import { strategyName } from "../../texts/names.ts";
import { definitionButton } from "../definitionButton.ts";
import { chooser } from "./chooser.ts";
import { type ColumnRanges, type Row, resultTable, type Spread, sortRows } from "./rows.ts";
import { seedChoice } from "./seedChoice.ts";
import { STRIP, stripPlot } from "./stripPlot.ts";

type Slice = Pick<
  PageState,
  "result" | "replication" | "sort" | "wantedSeeds" | "hop" | "reducedMotion" | "part" | "harmWeight"
>;

/** All lanes by all measures that matter, with what chance alone would have made of them. */
export const results: Region<Slice> = {
  select: ({ result, replication, sort, wantedSeeds, hop, reducedMotion, part, harmWeight }) => ({
    result,
    replication,
    sort,
    wantedSeeds,
    hop,
    reducedMotion,
    part,
    harmWeight,
  }),
  view: (slice, tools) => {
    const { result, replication, sort, hop } = slice;
    const { t } = tools;
    if (result === null) return html``;
    const { rows, ranges } = resultTable(result, replication);
    const seeds = replication?.seeds ?? [result.comparison.seed];
    const marked = hop ?? Math.max(0, seeds.indexOf(result.comparison.seed));
    return html`
      <div class="results-head">
        <h2>${t("results.title")}</h2>
        ${seedChoice(slice, tools)}
      </div>
      <p class="verdict">${verdict(result, slice, tools)}</p>
      <div class="table-scroll" data-scrolls tabindex="0" role="group" aria-label=${t("results.title")}>
        <table ?data-hopping=${hop !== null}>
          <caption class="out-of-sight">${t("results.caption")}</caption>
          <thead>
            <tr>
              <th scope="col">${t("lanes.strategy")}</th>
              ${RESULT_MEASURES.map((id) => columnHead(id, slice, tools))}
            </tr>
          </thead>
          <tbody>
            ${sortRows(rows, sort).map((row) =>
              bodyRow(row, { result, ranges, seeds, marked, wantedSeeds: slice.wantedSeeds, part: slice.part, tools }),
            )}
          </tbody>
        </table>
      </div>
      ${seeds.length < 2 ? null : seedButtons(seeds, result, tools)}
      ${replication === null || seeds.length < 2 ? null : chooser(result, replication, { harmWeight: slice.harmWeight, tools })}
    `;
  },
};

/** Judged by what the table is sorted by, else by the harm that every strategy can do. */
function verdict({ lanes }: Result, { replication, sort, hop }: Slice, tools: ViewTools): string | TemplateResult {
  const { t } = tools;
  if (replication === null || replication.seeds.length < 2) return "\u00a0";
  const id = sort?.column ?? "bad_requests";
  const best = bestBySeed(replication.byLane, (measures) => measures[id]);
  if (hop !== null) return html`${t("results.hopping", { seed: replication.seeds[hop] ?? "" })}`;
  if (best === null) return "\u00a0";
  const values = {
    measure: measureLabel(id, tools),
    lane: strategyName(lanes[best.lane]?.lane.strategy ?? "", t),
    wins: best.wins,
    seeds: best.seeds,
  };
  return best.level === 0 ? t("results.best", values) : t("results.bestOrLevel", { ...values, level: best.level });
}

function columnHead(id: ResultColumn, { sort }: Slice, tools: ViewTools): TemplateResult {
  const { app } = tools;
  const active = sort?.column === id;
  const direction = !active ? "none" : sort.descending ? "descending" : "ascending";
  const next = !active ? { column: id, descending: false } : sort.descending ? null : { column: id, descending: true };
  return html`<th scope="col" aria-sort=${direction}>
    <button type="button" class="sort" @click=${() => app.store.setState({ sort: next })}>
      ${measureLabel(id, tools)} <span class="arrow" aria-hidden="true">${!active ? "" : sort.descending ? "▾" : "▴"}</span>
    </button>
    ${definitionButton(id, "column", tools)}
  </th>`;
}

interface RowSetting {
  readonly result: Result;
  readonly ranges: ColumnRanges;
  readonly seeds: readonly string[];
  /** Position of the seed whose values stand in the cells. */
  readonly marked: number;
  readonly wantedSeeds: number;
  /** The values are of this part of the run; null: of the whole. */
  readonly part: Part | null;
  readonly tools: ViewTools;
}

function bodyRow(row: Row, setting: RowSetting): TemplateResult {
  const { result, marked, part, tools } = setting;
  const values = part?.byLane[row.index] ?? row.bySeed[marked];
  const run = result.lanes[row.index]?.lane.run;
  const how = { currency: result.lanes[0]?.lane.run.prices.currency ?? "USD", language: tools.language };
  return html`<tr>
    <th scope="row">
      ${strategyName(row.strategy, tools.t)}
      <small>${tools.t(`outcome.${run?.rollout.result ?? "unfinished"}`)}</small>
      <small class="digest" title=${tools.t("results.digest", { digest: run?.digest ?? "" })}>${run?.digest.slice(0, 8)}</small>
    </th>
    ${RESULT_MEASURES.map((id) => {
      const value = values?.[id] ?? null;
      return html`<td data-measure=${id}>
        <b>${formatMeasure(id, value, how)}</b>
        ${spread(row.cells[id], id, setting)}
      </td>`;
    })}
  </tr>`;
}

/** Interval and dots of one cell. Their room is kept from the start, so that nothing moves when they come. */
function spread(cell: Spread, id: ResultColumn, setting: RowSetting): TemplateResult {
  const { result, ranges, seeds, marked, wantedSeeds, part, tools } = setting;
  if (wantedSeeds < 2) return html``;
  // What other seeds would have had in the part, nobody has measured.
  if (part !== null || seeds.length < 2 || cell.median === null) {
    return html`<small>\u00a0</small><svg class="strip" width=${STRIP.width} height=${STRIP.height} aria-hidden="true"></svg>`;
  }
  const currency = result.lanes[0]?.lane.run.prices.currency ?? "USD";
  return html`<small>${intervalText(cell.median, id, { currency, tools })}</small>
    ${stripPlot({
      spread: cell,
      shown: marked,
      range: ranges[id],
      onPick: (picked) => play(tools, seeds[picked]),
    })}`;
}

function play({ app }: ViewTools, seed: string | undefined): void {
  if (seed === undefined) return;
  app.store.setState({ hop: null });
  setSeed(app, seed);
}

/** The median and where the true one lies, 95 of 100 times; a few seeds give no interval. */
function intervalText(
  { median, low, high }: NonNullable<Spread["median"]>,
  id: ResultColumn,
  { currency, tools }: { currency: string; tools: ViewTools },
): string {
  const text = (value: number): string => formatMeasure(id, value, { currency, language: tools.language });
  if (low === null || high === null) return tools.t("results.median", { median: text(median) });
  if (text(low) === text(high)) return tools.t("results.median", { median: text(median) });
  return tools.t("results.interval", { median: text(median), low: text(low), high: text(high) });
}

function seedButtons(seeds: readonly string[], { comparison }: Result, tools: ViewTools): TemplateResult {
  return html`<details class="seeds">
    <summary>${tools.t("results.playSeed")}</summary>
    <div>
      ${seeds.map(
        (seed) =>
          html`<button type="button" aria-pressed=${seed === comparison.seed} @click=${() => play(tools, seed)}>${seed}</button>`,
      )}
    </div>
  </details>`;
}
