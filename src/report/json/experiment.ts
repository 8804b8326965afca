import type { AboveZero, Experiment, Lane, MeasureSummary, PooledLatency } from "../../experiment/types.ts";

/** A measure over several seeds. */
export interface JsonInterval {
  readonly seeds: number;
  readonly mean: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly method: MeasureSummary["method"];
  readonly median_low: number | null;
  readonly median_high: number | null;
  readonly median_coverage: number;
  readonly above_zero?: AboveZero;
  readonly values: readonly (number | null)[];
}

/** What several seeds say together: `docs/experiments.md` explains every field. */
export interface JsonExperiment {
  readonly seeds: number;
  readonly stopping: { readonly reason: Experiment["stopping"]["reason"]; readonly half_width: number | null };
  readonly primary: readonly string[];
  readonly contrasts: readonly JsonContrast[];
  readonly warmup: Experiment["warmup"];
  readonly latency_ms: Readonly<Record<string, PooledLatency>>;
  readonly digest: string;
}

interface JsonContrast {
  readonly measure: string;
  readonly best: string;
  readonly best_in: number;
  readonly others: readonly {
    readonly strategy: string;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
    readonly p: number;
    readonly adjusted_p: number;
    readonly correlation: number | null;
    readonly variance_reduction: number | null;
    readonly worse_in: number;
    readonly pairs: number;
  }[];
}

export function intervalOf(summary: MeasureSummary): JsonInterval {
  const { seeds, mean, median, low, high, method, aboveZero, values } = summary;
  return {
    seeds,
    mean,
    median,
    low,
    high,
    method,
    median_low: summary.medianLow,
    median_high: summary.medianHigh,
    median_coverage: summary.medianCoverage,
    ...(aboveZero === undefined ? {} : { above_zero: aboveZero }),
    values,
  };
}

export function experimentOf(experiment: Experiment, lanes: readonly Lane[]): JsonExperiment {
  const { seeds, stopping, primary, contrasts, warmup, latency, digest } = experiment;
  return {
    seeds,
    stopping: { reason: stopping.reason, half_width: stopping.halfWidth },
    primary,
    contrasts: contrasts.map(({ measure, best, bestIn, others }) => ({
      measure,
      best,
      best_in: bestIn,
      others: others.map(({ adjustedP, varianceReduction, worseIn, pairs, ...difference }) => {
        const { strategy, mean, low, high, p, correlation } = difference;
        const paired = { correlation, variance_reduction: varianceReduction, worse_in: worseIn, pairs };
        return { strategy, mean, low, high, p, adjusted_p: adjustedP, ...paired };
      }),
    })),
    warmup,
    latency_ms: Object.fromEntries(lanes.map(({ strategy }, lane) => [strategy, latency[lane] as PooledLatency])),
    digest,
  };
}
