import type { Micros } from "../kernel/time.ts";
import { type MetricSpec, metric } from "./controllers/argo/analysis/metric.ts";
import type { RolloutSite } from "./site.ts";

export interface ErrorRatioAnalysis {
  /** Between measurements, µs. */
  readonly interval: Micros;
  /** Before the first measurement, µs. */
  readonly initialDelay: Micros;
  /** Failed measurements allowed. */
  readonly failureLimit: number;
  /** Measurements after which the analysis ends; null: it lasts as long as the rollout. */
  readonly count: number | null;
}

/**
 * The error ratio of the new version as monitoring sees it, over monitoring's window and against its limit. Too little
 * data is no failure: as with the condition `len(result) == 0 || result[0] <= limit`, or every canary without traffic
 * would be aborted.
 */
export function errorRatioMetric(
  site: Pick<RolloutSite, "watch" | "monitoring">,
  analysis: ErrorRatioAnalysis,
): MetricSpec {
  const { watch, monitoring } = site;
  return metric({
    ...analysis,
    name: "errorRatio",
    measure() {
      const ratio = watch.errorRatio("newVersion");
      if (ratio === null) return { verdict: "Successful", value: "no data" };
      return { verdict: ratio > monitoring.errorRatioAbove ? "Failed" : "Successful", value: String(ratio) };
    },
  });
}
