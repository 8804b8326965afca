import { PRIMARY } from "../../experiment/primary.ts";
import { meanInterval, meanOf } from "../../experiment/statistics/meanInterval.ts";
import { planDigest, pointCount, type SweepPlan, valuesAt } from "../../experiment/sweep/plan.ts";
import type { SweptCell } from "../../experiment/sweep/sweep.ts";
import { DEFINITIONS } from "../../measures/definitions/index.ts";
import type { MeasureId } from "../../measures/ids.ts";
import { csvRow } from "../csv.ts";
import { markdownLine, plainMarkdown } from "../markdown.ts";
import { ALL_MEASURES } from "../measureRows.ts";
import { printMeasure } from "../quantity.ts";

/** A whole sweep: its cells in their order, none missing. */
export interface SweepResult {
  readonly plan: SweepPlan;
  readonly cells: readonly SweptCell[];
  readonly engineVersion: string;
  readonly currency: string;
}

/** Tidy (RFC 4180): one row for each cell, strategy and measure; no value where a measure does not apply. */
export function sweepCsv({ plan, cells }: SweepResult): string {
  const head = [...plan.axes.map(({ field }) => field), "strategy", "seed", "result", "measure", "value"];
  const rows = cells.map(({ cell, seed, lanes }) => {
    const values = valuesAt(plan, Math.floor(cell / plan.seeds)).map(written);
    return lanes
      .map(({ strategy, result, measures }) =>
        ALL_MEASURES.map((id) => csvRow([...values, strategy, seed, result, id, String(measures[id] ?? "")])).join(""),
      )
      .join("");
  });
  return csvRow(head) + rows.join("");
}

/** Every cell as plain data. */
export function sweepJson({ plan, cells, engineVersion }: SweepResult) {
  return {
    schema: "drydock/sweep/v1",
    engine: { name: "drydock", version: engineVersion },
    plan: planDigest(plan),
    axes: plan.axes,
    seeds: plan.seeds,
    cells: cells.map(({ cell, seed, lanes }) => ({
      values: valuesAt(plan, Math.floor(cell / plan.seeds)),
      seed,
      lanes,
    })),
  };
}

/** The deciding measures by combination and strategy, means with 95 % intervals (Student t) where there are seeds. */
export function sweepMarkdown({ plan, cells, engineVersion, currency }: SweepResult): string {
  const head = [
    ...plan.axes.map(({ field }) => plainMarkdown(field)),
    "strategy",
    ...PRIMARY.map((id) => DEFINITIONS[id].label.en),
  ];
  const rows = Array.from({ length: pointCount(plan) }, (_, point) => {
    const own = cells.slice(point * plan.seeds, (point + 1) * plan.seeds);
    const values = valuesAt(plan, point).map((value) => plainMarkdown(written(value)));
    return (own[0]?.lanes ?? []).map(({ strategy }, lane) => {
      const columns = PRIMARY.map((id) =>
        cellText(
          id,
          own.map(({ lanes }) => lanes[lane]?.measures[id] ?? null),
          currency,
        ),
      );
      return markdownLine([...values, plainMarkdown(strategy), ...columns]);
    });
  });
  const rule = head.map((_, index) => (index <= plan.axes.length ? "---" : "---:"));
  const method = `${pointCount(plan)} combinations, ${plan.seeds} seeds each, the same worlds for every strategy; drydock ${engineVersion}, plan ${planDigest(plan)}.`;
  return [markdownLine(head), markdownLine(rule), ...rows.flat(), "", method, ""].join("\n");
}

function cellText(id: MeasureId, values: readonly (number | null)[], currency: string): string {
  const known = values.filter((value) => value !== null);
  const print = (value: number | null) => plainMarkdown(printMeasure(id, value, currency));
  if (known.length === 0) return print(null);
  if (known.length === 1) return print(meanOf(known));
  const { mean, low, high } = meanInterval(known);
  return `${print(mean)} \\[${print(low)}, ${print(high)}\\]`;
}

function written(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
