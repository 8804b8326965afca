import { html, type TemplateResult } from "lit-html";
import { intervals } from "../../experiment/statistics/intervals.ts";
import type { MeasureInterval } from "../../experiment/types.ts";
import type { Measures } from "../../measures/ids.ts";
import { setSeed } from "../app.ts";
import { formatMeasure } from "../format.ts";
import { RESULT_MEASURES, type ResultColumn } from "../lanes/resultColumns.ts";
import type { Region, ViewTools } from "../region.ts";
import type { PageState, Replication, Result } from "../store.ts";
import { measureLabel } from "../texts/measures.ts";
import { strategyName } from "../texts/names.ts";
import { definitionButton } from "./meters.ts";
import { STRIP, stripPlot } from "./stripPlot.ts";

type Slice = Pick<PageState, "result" | "replication" | "sort" | "wantedSeeds">;

const SEED_CHOICES = [1, 20, 50, 200] as const;

/** All lanes by all measures that matter, with what chance alone would have made of them. */
export const results: Region<Slice> = {
  select: ({ result, replication, sort, wantedSeeds }) => ({ result, replication, sort, wantedSeeds }),
  view: (slice, tools) => {
    const { result, replication } = slice;
    const { t } = tools;
    if (result === null) return html``;
    const rows = sortRows(laneRows(result, replication), slice.sort);
    return html`
      <div class="results-head">
        <h2>${t("results.title")}</h2>
        ${seedChoice(slice, tools)}
      </div>
      <div class="table-scroll" data-scrolls tabindex="0" role="group" aria-label=${t("results.title")}>
        <table>
          <caption class="out-of-sight">${t("results.caption")}</caption>
          <thead>
            <tr>
              <th scope="col">${t("lanes.strategy")}</th>
              ${RESULT_MEASURES.map((id) => columnHead(id, slice, tools))}
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => bodyRow(row, { result, rows, replication, wantedSeeds: slice.wantedSeeds, tools }))}
          </tbody>
        </table>
      </div>
      ${replication === null || replication.seeds.length < 2 ? null : seedButtons(replication, result, tools)}
    `;
  },
};

interface Row {
  readonly index: number;
  readonly strategy: string;
  readonly measures: Measures;
  /** [seed] */
  readonly bySeed: readonly Measures[];
  readonly intervals: Readonly<Record<string, MeasureInterval>> | null;
}

function laneRows({ lanes }: Result, replication: Replication | null): readonly Row[] {
  return lanes.map(({ lane }, index) => {
    const bySeed = replication?.byLane[index] ?? [lane.measures];
    return {
      index,
      strategy: lane.strategy,
      measures: lane.measures,
      bySeed,
      intervals: bySeed.length > 1 ? intervals(bySeed) : null,
    };
  });
}

/** What does not apply comes last, whichever way. */
function sortRows(rows: readonly Row[], sort: PageState["sort"]): readonly Row[] {
  if (sort === null) return rows;
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const left = a.measures[sort.column];
    const right = b.measures[sort.column];
    if (left === null || right === null) return left === right ? a.index - b.index : left === null ? 1 : -1;
    return sign * (left - right) || a.index - b.index;
  });
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
  readonly rows: readonly Row[];
  readonly replication: Replication | null;
  readonly wantedSeeds: number;
  readonly tools: ViewTools;
}

function bodyRow(row: Row, setting: RowSetting): TemplateResult {
  const { result, tools } = setting;
  const run = result.lanes[row.index]?.lane.run;
  const how = { currency: result.lanes[0]?.lane.run.prices.currency ?? "USD", language: tools.language };
  return html`<tr>
    <th scope="row">
      ${strategyName(row.strategy, tools.t)}
      <small>${tools.t(`outcome.${run?.rollout.result ?? "unfinished"}`)}</small>
      <small class="digest" title=${tools.t("results.digest", { digest: run?.digest ?? "" })}>${run?.digest.slice(0, 8)}</small>
    </th>
    ${RESULT_MEASURES.map((id) => {
      return html`<td data-measure=${id}>
        <b>${formatMeasure(id, row.measures[id], how)}</b>
        ${spread(row, id, setting)}
      </td>`;
    })}
  </tr>`;
}

/** Interval and dots of one cell. Their room is kept from the start, so that nothing moves when they come. */
function spread(
  row: Row,
  id: ResultColumn,
  { result, rows, replication, wantedSeeds, tools }: RowSetting,
): TemplateResult {
  const how = { currency: result.lanes[0]?.lane.run.prices.currency ?? "USD", language: tools.language };
  const { seed } = result.comparison;
  const interval = row.intervals?.[id];
  if (wantedSeeds < 2) return html``;
  if (interval === undefined || interval.values.every((value) => value === null)) {
    return html`<small>\u00a0</small><svg class="strip" width=${STRIP.width} height=${STRIP.height} aria-hidden="true"></svg>`;
  }
  return html`<small>${intervalText(interval, id, { how, tools })}</small>
    ${stripPlot({
      values: interval.values,
      shown: replication?.seeds.indexOf(seed) ?? 0,
      interval: Number.isFinite(interval.low) ? interval : null,
      range: columnRange(rows, id),
      onPick: (picked) => setSeed(tools.app, replication?.seeds[picked] ?? seed),
    })}`;
}

function intervalText(
  { mean, low, high }: MeasureInterval,
  id: ResultColumn,
  { how, tools }: { how: Parameters<typeof formatMeasure>[2]; tools: ViewTools },
): string {
  const text = (value: number): string => formatMeasure(id, value, how);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return tools.t("results.mean", { mean: text(mean) });
  if (text(low) === text(high)) return text(mean);
  return tools.t("results.interval", { mean: text(mean), low: text(low), high: text(high) });
}

function columnRange(rows: readonly Row[], id: ResultColumn): readonly [number, number] {
  const values = rows.flatMap((row) => row.bySeed.flatMap((measures) => measures[id] ?? []));
  return [Math.min(0, ...values), Math.max(0, ...values)];
}

function seedChoice({ replication, wantedSeeds }: Slice, { app, t }: ViewTools): TemplateResult {
  const done = replication?.seeds.length ?? 1;
  const wanted = replication?.wanted ?? wantedSeeds;
  return html`
    <div class="segments" role="group" aria-label=${t("results.seeds")}>
      ${SEED_CHOICES.map(
        (choice) => html`<button
          type="button"
          aria-pressed=${choice === wantedSeeds}
          @click=${() => app.store.setState({ wantedSeeds: choice })}
        >
          ${choice}
        </button>`,
      )}
    </div>
    <span class="hint">${done < wanted ? t("results.running", { done, wanted }) : t("results.done", { done })}</span>
  `;
}

function seedButtons({ seeds }: Replication, { comparison }: Result, { app, t }: ViewTools): TemplateResult {
  return html`<details class="seeds">
    <summary>${t("results.playSeed")}</summary>
    <div>
      ${seeds.map(
        (seed) =>
          html`<button type="button" aria-pressed=${seed === comparison.seed} @click=${() => setSeed(app, seed)}>${seed}</button>`,
      )}
    </div>
  </details>`;
}
