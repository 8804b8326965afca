import { COARSE_BINS, coarseBinMiddle, latencyQuantile } from "../record/latency.ts";
import { OUTCOME_COUNT, type Run, type Span, type TrafficRecord, type UserHistories } from "../record/run.ts";
import type { MeasureId, Measures } from "./ids.ts";
import { measure } from "./measure.ts";

/**
 * The measures that a part of the run has for itself. The others speak of the rollout as a whole (how long until it was
 * detected), or of what the record has no times of (who met the new version).
 */
const OF_A_PART: ReadonlySet<MeasureId> = new Set<MeasureId>([
  "zero_ready_s",
  "zero_endpoint_s",
  "slo_violating_s",
  "user_weighted_s",
  "gray_failure_s",
  "request_availability",
  "time_availability",
  "degraded_pod_s",
  "hurt_users",
  "hurt_users_3",
  "bad_requests",
  "bad_request_share",
  "caused_bad_requests",
  "pod_seconds",
  "surge_overhead_pod_s",
  "surge_overhead_share",
  "peak_pods",
  "compute_cost",
  "extra_compute_cost",
  "bad_request_cost",
  "requests",
  "latency_p50_ms",
  "latency_p90_ms",
  "latency_p99_ms",
  "latency_p999_ms",
]);

const QUANTILES = [
  ["latency_p50_ms", 0.5],
  ["latency_p90_ms", 0.9],
  ["latency_p99_ms", 0.99],
  ["latency_p999_ms", 0.999],
] as const;

/**
 * The measures of a part of a run, as if only that part had been watched; null: the measure has none of a part. Requests
 * belong to the part in which they arrived. Shares of users are of those whose requests were kept.
 * @param span in whole buckets of the record; see `wholeBuckets`
 */
export function measuresWithin(run: Run, twin: Run, span: Span): Measures {
  const part = partOf(run, span);
  const all = measure(part, partOf(twin, span));
  const quantiles = QUANTILES.map(([id, share]) => {
    const latency = latencyQuantile(latencies(run, span), share, coarseBinMiddle);
    return [id, latency === null ? null : latency / 1000] as const;
  });
  const own = Object.entries(all).map(([id, value]) => [id, OF_A_PART.has(id as MeasureId) ? value : null] as const);
  const measures = Object.fromEntries([...own, ...quantiles]) as Record<MeasureId, number | null>;
  // What is paid later for what the rollout was as a whole belongs to no part of it.
  return { ...measures, total_cost: (all.extra_compute_cost ?? 0) + (all.bad_request_cost ?? 0) };
}

function partOf(run: Run, span: Span): Run {
  return { ...run, window: span, traffic: trafficWithin(run, span) };
}

function trafficWithin({ traffic, versions, window }: Run, span: Span): TrafficRecord {
  const first = Math.round((span.start - window.start) / traffic.bucket);
  const last = Math.min(traffic.buckets, Math.ceil((span.end - window.start) / traffic.bucket));
  const rows = <Column extends Uint32Array>(column: Column, width: number): Column =>
    column.slice(first * width, last * width) as Column;
  const requests = rows(traffic.requests, OUTCOME_COUNT);
  const arrived = rows(traffic.arrived, 1);
  const attempts = rows(traffic.attempts, (versions.length + 1) * OUTCOME_COUNT);
  const histories = historiesWithin(traffic.histories, span);
  const requestsByOutcome = sums(requests);
  const attemptsByOutcome = sums(attempts);
  const count = arrived.reduce((sum, value) => sum + value, 0);
  return {
    ...traffic,
    buckets: last - first,
    arrived,
    requests,
    attempts,
    histories,
    totals: {
      requests: count,
      requestsByOutcome,
      requestsInFlight: count - total(requestsByOutcome),
      attempts: total(attemptsByOutcome),
      attemptsByOutcome,
      attemptsInFlight: 0,
    },
    users: usersOf(histories, traffic.users.count),
  };
}

/** [row][outcome] → [outcome] */
function sums(column: Uint32Array): readonly number[] {
  const result = new Array<number>(OUTCOME_COUNT).fill(0);
  for (const [index, value] of column.entries())
    result[index % OUTCOME_COUNT] = (result[index % OUTCOME_COUNT] ?? 0) + value;
  return result;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, value) => sum + value, 0);
}

/** Arrivals rise, so that a part of them lies together. */
function historiesWithin({ user, arrivedAt, outcome }: UserHistories, span: Span): UserHistories {
  const from = arrivedAt.findIndex((at) => at >= span.start);
  const first = from < 0 ? arrivedAt.length : from;
  const until = arrivedAt.findIndex((at) => at >= span.end);
  const last = until < 0 ? arrivedAt.length : until;
  return {
    user: user.slice(first, last),
    arrivedAt: arrivedAt.slice(first, last),
    outcome: outcome.slice(first, last),
  };
}

function usersOf({ user, outcome }: UserHistories, count: number): TrafficRecord["users"] {
  const requests = new Uint32Array(count);
  const bad = new Uint32Array(count);
  for (const [index, who] of user.entries()) {
    requests[who] = (requests[who] ?? 0) + 1;
    if ((outcome[index] ?? 0) > 0) bad[who] = (bad[who] ?? 0) + 1;
  }
  return { count, requests, bad, exposures: new Uint32Array(count) };
}

/** Counts by coarse bin of the rows that overlap the span. */
function latencies({ traffic: { latency }, window }: Run, span: Span): Uint32Array {
  const first = Math.floor((span.start - window.start) / latency.bucket);
  const last = Math.ceil((span.end - window.start) / latency.bucket);
  const bins = new Uint32Array(COARSE_BINS);
  for (let row = first; row < last; row++)
    for (let bin = 0; bin < COARSE_BINS; bin++)
      bins[bin] = (bins[bin] as number) + (latency.overTime[row * COARSE_BINS + bin] ?? 0);
  return bins;
}
