import type { Micros } from "../../kernel/time.ts";
import { COARSE_BINS, coarseBinMiddle, latencyQuantile } from "../../record/latency.ts";
import { OUTCOME_COUNT, OUTCOMES, type PodRecord, type Run, type Span } from "../../record/run.ts";
import { countOverlapping, type Steps } from "../../record/spans.ts";

/** A quantity per equal stretch of time; null where there was nothing to divide by. */
export interface BinSeries {
  readonly start: Micros;
  readonly width: Micros;
  readonly value: readonly (number | null)[];
}

/** How many of the pods are Ready, over the window. */
export function readyPods(pods: readonly PodRecord[], window: Span): Steps {
  const spans = pods.flatMap((pod) => readySpans(pod, window.end));
  return countOverlapping(spans, window);
}

function readySpans({ transitions }: PodRecord, end: Micros): readonly Span[] {
  return transitions.flatMap(({ at, state }, index) =>
    state === "ready" ? [{ start: at, end: transitions[index + 1]?.at ?? end }] : [],
  );
}

/** Share of arriving requests that ended badly (anything but `ok`), in at most `most` stretches over the window. */
export function badShare(run: Run, most: number): BinSeries {
  const { traffic, window } = run;
  const group = Math.max(1, Math.ceil(traffic.buckets / most));
  const value: (number | null)[] = [];
  for (let first = 0; first < traffic.buckets; first += group) {
    const last = Math.min(first + group, traffic.buckets);
    let decided = 0;
    let good = 0;
    for (let bucket = first; bucket < last; bucket++) {
      for (let outcome = 0; outcome < OUTCOME_COUNT; outcome++)
        decided += traffic.requests[bucket * OUTCOME_COUNT + outcome] ?? 0;
      good += traffic.requests[bucket * OUTCOME_COUNT + OK] ?? 0;
    }
    value.push(decided === 0 ? null : (decided - good) / decided);
  }
  return { start: window.start, width: traffic.bucket * group, value };
}

const OK = OUTCOMES.indexOf("ok");

/** Bad and all decided requests that arrived before the end of each bucket, for counts so far. */
export function runningCounts(run: Run): { readonly bad: Float64Array; readonly all: Float64Array } {
  const { buckets, requests } = run.traffic;
  const bad = new Float64Array(buckets);
  const all = new Float64Array(buckets);
  let badSoFar = 0;
  let allSoFar = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (let outcome = 0; outcome < OUTCOME_COUNT; outcome++) {
      const count = requests[bucket * OUTCOME_COUNT + outcome] ?? 0;
      allSoFar += count;
      if (outcome !== OK) badSoFar += count;
    }
    bad[bucket] = badSoFar;
    all[bucket] = allSoFar;
  }
  return { bad, all };
}

/** Latency quantiles of the requests that arrived in each row of the record, µs. */
export function latencyQuantiles(run: Run, shares: readonly number[]): readonly BinSeries[] {
  const { bucket, overTime } = run.traffic.latency;
  const rows = Math.floor(overTime.length / COARSE_BINS);
  return shares.map((share) => {
    const value: (number | null)[] = [];
    for (let row = 0; row < rows; row++) {
      value.push(
        latencyQuantile(overTime.subarray(row * COARSE_BINS, (row + 1) * COARSE_BINS), share, coarseBinMiddle),
      );
    }
    return { start: run.window.start, width: bucket, value };
  });
}

/** The value of the stretch that holds `at`; null outside. */
export function binAt(series: BinSeries, at: Micros): number | null {
  return series.value[Math.floor((at - series.start) / series.width)] ?? null;
}
