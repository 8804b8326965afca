import type { MetricSpec } from "./metric.ts";

type Limits = Pick<MetricSpec, "count" | "interval" | "failureLimit" | "inconclusiveLimit" | "consecutiveSuccessLimit">;

/**
 * What is wrong with a metric, in Argo's words; null: nothing (`utils/analysis/factory.go:ValidateMetric`). A run with
 * such a metric is in Error at once.
 */
export function whatIsWrong(spec: Limits): string | null {
  const { count, interval, failureLimit, inconclusiveLimit, consecutiveSuccessLimit: streak } = spec;
  const ends = count !== null && count > 0;
  if (ends && failureLimit >= 0 && count < failureLimit + streak) {
    const sum = `failureLimit + consecutiveSuccessLimit (${failureLimit} + ${streak})`;
    return `count (${count}) must be >= ${sum} if both >= 0`;
  }
  if (ends && count < inconclusiveLimit) return "count must be >= inconclusiveLimit";
  if (failureLimit < -1) return "failureLimit must be >= -1";
  if (failureLimit === -1 && streak === 0) return "failureLimit and consecutiveSuccessLimit cannot both be disabled";
  return ends && count > 1 && interval === null ? "interval must be specified when count > 1" : null;
}
