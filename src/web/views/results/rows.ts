import { type MedianInterval, medianInterval } from "../../../experiment/statistics/quantileInterval.ts";
import type { Measures } from "../../../measures/ids.ts";
import { RESULT_MEASURES, type ResultColumn } from "../../lanes/resultColumns.ts";
import type { PageState, Replication, Result } from "../../store.ts";

/** One strategy's line of the table. */
export interface Row {
  /** Position in the result's lanes. */
  readonly index: number;
  readonly strategy: string;
  /** Of the seed on show. */
  readonly measures: Measures;
  /** [seed] */
  readonly bySeed: readonly Measures[];
  readonly cells: Readonly<Record<ResultColumn, Spread>>;
}

/** A measure over all seeds. */
export interface Spread {
  /** [seed]; null where the measure did not apply. */
  readonly values: readonly (number | null)[];
  /** With its 95 % interval, whatever the law of the values; null: it never applied. */
  readonly median: MedianInterval | null;
}

/** Least and greatest value of a column over all rows and seeds; nothing is always part of it. */
export type ColumnRanges = Readonly<Record<ResultColumn, readonly [low: number, high: number]>>;

export interface ResultTable {
  readonly rows: readonly Row[];
  readonly ranges: ColumnRanges;
}

let last: { readonly result: Result; readonly replication: Replication | null; readonly table: ResultTable } | null =
  null;

/** Computed once for each batch of seeds that comes, however often the table is drawn. */
export function resultTable(result: Result, replication: Replication | null): ResultTable {
  if (last?.result !== result || last.replication !== replication)
    last = { result, replication, table: computed(result, replication) };
  return last.table;
}

function computed({ lanes }: Result, replication: Replication | null): ResultTable {
  const rows = lanes.map(({ lane }, index): Row => {
    const bySeed = replication?.byLane[index] ?? [lane.measures];
    return { index, strategy: lane.strategy, measures: lane.measures, bySeed, cells: perColumn(spreadOf(bySeed)) };
  });
  return { rows, ranges: perColumn((id) => rangeOf(rows, id)) };
}

function perColumn<T>(of: (id: ResultColumn) => T): Readonly<Record<ResultColumn, T>> {
  return Object.fromEntries(RESULT_MEASURES.map((id) => [id, of(id)])) as Record<ResultColumn, T>;
}

function spreadOf(bySeed: readonly Measures[]): (id: ResultColumn) => Spread {
  return (id) => {
    const values = bySeed.map((measures) => measures[id]);
    const known = values.filter((value) => value !== null);
    return { values, median: known.length === 0 ? null : medianInterval(known) };
  };
}

function rangeOf(rows: readonly Row[], id: ResultColumn): readonly [number, number] {
  const values = rows.flatMap((row) => row.cells[id].values.map((value) => value ?? 0));
  return [Math.min(0, ...values), Math.max(0, ...values)];
}

/** What does not apply comes last, whichever way. */
export function sortRows(rows: readonly Row[], sort: PageState["sort"]): readonly Row[] {
  if (sort === null) return rows;
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const left = a.measures[sort.column];
    const right = b.measures[sort.column];
    if (left === null || right === null) return left === right ? a.index - b.index : left === null ? 1 : -1;
    return sign * (left - right) || a.index - b.index;
  });
}
