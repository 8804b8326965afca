import type { Micros } from "../../../kernel/time.ts";
import type { Watch } from "../../../observe/watch.ts";
import type { MetricValue, ThresholdRange } from "./metricCheck.ts";

/** One entry of `analysis.metrics`. */
export interface FlaggerMetric extends ThresholdRange {
  readonly name: string;
  /** The range of the query, µs. */
  readonly window: Micros;
}

/** The built-in metrics by name: what they ask of monitoring about one version. */
const QUERIES: Readonly<
  Record<string, (watch: Watch, of: "oldVersion" | "newVersion", window: Micros) => MetricValue>
> = {
  // Percent of the answers that are no server error. One answer is enough for a value: there is no least number of them.
  "request-success-rate": (watch, of, window) => {
    const ratio = watch.errorRatio(of, window, 1);
    return ratio === null ? null : 100 * (1 - ratio);
  },
};

/** What a metric is at present; null where nobody can tell. */
export function measure(watch: Watch, metric: FlaggerMetric, of: "oldVersion" | "newVersion"): MetricValue {
  return QUERIES[metric.name]?.(watch, of, metric.window) ?? null;
}
