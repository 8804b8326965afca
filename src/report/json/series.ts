import { type Micros, toSeconds } from "../../kernel/time.ts";
import { OUTCOME_COUNT, OUTCOMES, type Outcome, type PodRecord, type Run, type Span } from "../../record/run.ts";
import { clip, countOverlapping, valueAt } from "../../record/spans.ts";
import { secondsInto } from "./time.ts";

/** Counts per bucket, by outcome. */
export type OutcomeColumns = Readonly<Record<Outcome, readonly number[]>>;

/** The history of a run in equal buckets; every column has one value per bucket. */
export interface JsonSeries {
  readonly bucket_s: number;
  /** Start of each bucket, s after the start of the window. */
  readonly at_s: readonly number[];
  /** User-visible requests by bucket of arrival. */
  readonly arrived: readonly number[];
  /** The same by the outcome of their last attempt. */
  readonly requests: OutcomeColumns;
  /** Attempts by bucket of end, by the version that processed them; `none`: no version did. */
  readonly attempts: Readonly<Record<string, OutcomeColumns>>;
  /** Available pods by version, at the start of each bucket. */
  readonly available_pods: Readonly<Record<string, readonly number[]>>;
  /** Pods that proxies send users to, by version, at the start of each bucket. */
  readonly routed_pods: Readonly<Record<string, readonly number[]>>;
}

export function seriesOf(run: Run): JsonSeries {
  const { traffic, window, versions } = run;
  const { bucket, buckets } = traffic;
  const starts = Array.from({ length: buckets }, (_, index) => window.start + index * bucket);
  const rows = [...versions.map((version) => version.name), "none"];
  const attempts = rows.map((name, row) => {
    const column = (outcome: number) => columnOf(traffic.attempts, { buckets, rows: rows.length, row, outcome });
    return [name, byOutcome(column)] as const;
  });
  return {
    bucket_s: toSeconds(bucket),
    at_s: starts.map((start) => secondsInto(run, start)),
    arrived: Array.from(traffic.arrived),
    requests: byOutcome((outcome) => columnOf(traffic.requests, { buckets, rows: 1, row: 0, outcome })),
    attempts: Object.fromEntries(attempts),
    available_pods: podsByVersion(run, starts, (pod) => pod.available),
    routed_pods: podsByVersion(run, starts, (pod) => pod.routed),
  };
}

function byOutcome(column: (outcome: number) => readonly number[]): OutcomeColumns {
  return Object.fromEntries(OUTCOMES.map((name, outcome) => [name, column(outcome)])) as OutcomeColumns;
}

interface Place {
  readonly buckets: number;
  readonly rows: number;
  readonly row: number;
  readonly outcome: number;
}

/** One column out of counts that lie as [bucket][row][outcome]. */
function columnOf(counts: Uint32Array, { buckets, rows, row, outcome }: Place): readonly number[] {
  return Array.from({ length: buckets }, (_, index) => counts[(index * rows + row) * OUTCOME_COUNT + outcome] ?? 0);
}

function podsByVersion(
  run: Run,
  starts: readonly Micros[],
  spansOf: (pod: PodRecord) => readonly Span[],
): Readonly<Record<string, readonly number[]>> {
  const columns = run.versions.map((version, index) => {
    const spans = run.pods.filter((pod) => pod.version === index).flatMap((pod) => clip(spansOf(pod), run.window));
    const count = countOverlapping(spans, run.window);
    return [version.name, starts.map((start) => valueAt(count, start))] as const;
  });
  return Object.fromEntries(columns);
}
