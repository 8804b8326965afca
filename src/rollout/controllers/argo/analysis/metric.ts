import type { Micros } from "../../../../kernel/time.ts";

/** What one measurement came to (`utils/evaluate/evaluate.go:EvaluateResult`). */
export type Verdict = "Successful" | "Failed" | "Inconclusive" | "Error";
export type Phase = "Pending" | "Running" | Verdict;

export function isCompleted(phase: Phase): phase is Verdict {
  return phase !== "Pending" && phase !== "Running";
}

export interface Measurement {
  readonly verdict: Verdict;
  /** As the provider gave it, for people; a message when the verdict is Error. */
  readonly value: string;
  /** What the provider had to say besides. */
  readonly message?: string;
}

/**
 * One metric of an AnalysisTemplate. A limit is exceeded, not reached: failureLimit 2 fails with the third failure,
 * consecutiveErrorLimit 4 with the fifth error in a row.
 */
export interface MetricSpec {
  readonly name: string;
  /** Between measurements, µs; null: there is only one. */
  readonly interval: Micros | null;
  /** Before the first measurement, µs. */
  readonly initialDelay: Micros;
  /** Measurements to take; null: one without an interval, else until the run is ended. */
  readonly count: number | null;
  /** Failed measurements allowed; −1: any number. */
  readonly failureLimit: number;
  readonly inconclusiveLimit: number;
  readonly consecutiveErrorLimit: number;
  /** Successes in a row that end the metric as Successful; 0: off. */
  readonly consecutiveSuccessLimit: number;
  /** Measured, but without a say in the run's outcome. */
  readonly dryRun: boolean;
  /** Asks the provider now. Takes no time. */
  measure(): Measurement;
}

/** A metric with Argo's defaults for what is left out (`utils/defaults/defaults.go`). */
export function metric(spec: Pick<MetricSpec, "name" | "measure"> & Partial<MetricSpec>): MetricSpec {
  return {
    interval: null,
    initialDelay: 0,
    count: null,
    failureLimit: 0,
    inconclusiveLimit: 0,
    consecutiveErrorLimit: 4,
    consecutiveSuccessLimit: 0,
    dryRun: false,
    ...spec,
  };
}

/** How many measurements end the metric (`analysis_types.go:EffectiveCount`); null: no number does. */
export function effectiveCount({ count, interval }: MetricSpec): number | null {
  if (count !== null && count > 0) return count;
  return interval === null ? 1 : null;
}

/** What a metric has come to so far. Errors do not count as measurements. */
export interface MetricResult {
  readonly phase: Phase;
  readonly count: number;
  readonly successful: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly error: number;
  readonly consecutiveError: number;
  readonly consecutiveSuccess: number;
  /** The latest measurement; null before the first. */
  readonly last: { readonly at: Micros; readonly measurement: Measurement } | null;
}

export const NO_RESULT: MetricResult = {
  phase: "Pending",
  count: 0,
  successful: 0,
  failed: 0,
  inconclusive: 0,
  error: 0,
  consecutiveError: 0,
  consecutiveSuccess: 0,
  last: null,
};

/** The counters after one more measurement (`analysis/analysis.go:runMeasurements`). */
export function counted(before: MetricResult, measurement: Measurement, at: Micros): MetricResult {
  const after = { ...before, last: { at, measurement } };
  if (measurement.verdict === "Error") {
    return { ...after, error: before.error + 1, consecutiveError: before.consecutiveError + 1, consecutiveSuccess: 0 };
  }
  const plain = { ...after, count: before.count + 1, consecutiveError: 0, consecutiveSuccess: 0 };
  if (measurement.verdict === "Failed") return { ...plain, failed: before.failed + 1 };
  if (measurement.verdict === "Inconclusive") return { ...plain, inconclusive: before.inconclusive + 1 };
  return { ...plain, successful: before.successful + 1, consecutiveSuccess: before.consecutiveSuccess + 1 };
}
