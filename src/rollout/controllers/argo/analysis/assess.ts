import { effectiveCount, isCompleted, type MetricResult, type MetricSpec, type Phase, type Verdict } from "./metric.ts";

/** A limit of a metric that was exceeded, and what that makes of the metric. */
interface Breach {
  readonly phase: Verdict;
  /** Why, in Argo's words: `failed (1) > failureLimit (0)`. */
  readonly reason: string;
}

/** `analysis/analysis.go:assessMetricFailureInconclusiveOrError`: the later check overrides the earlier one. */
export function breachOf(spec: MetricSpec, result: MetricResult): Breach | null {
  if (result.consecutiveError > spec.consecutiveErrorLimit) {
    const reason = `consecutiveErrors (${result.consecutiveError}) > consecutiveErrorLimit (${spec.consecutiveErrorLimit})`;
    return { phase: "Error", reason };
  }
  if (result.inconclusive > spec.inconclusiveLimit) {
    const reason = `inconclusive (${result.inconclusive}) > inconclusiveLimit (${spec.inconclusiveLimit})`;
    return { phase: "Inconclusive", reason };
  }
  if (spec.failureLimit >= 0 && result.failed > spec.failureLimit) {
    return { phase: "Failed", reason: `failed (${result.failed}) > failureLimit (${spec.failureLimit})` };
  }
  return null;
}

/** The phase of a metric after its latest measurement (`analysis/analysis.go:assessMetricStatus`). */
export function assessMetric(spec: MetricSpec, result: MetricResult, { terminating }: { terminating: boolean }): Phase {
  if (isCompleted(result.phase)) return result.phase;
  if (result.last === null) return terminating ? "Successful" : "Pending";
  const breach = breachOf(spec, result);
  if (breach !== null) return breach.phase;
  const wantsStreak = spec.consecutiveSuccessLimit > 0;
  if (wantsStreak && result.consecutiveSuccess >= spec.consecutiveSuccessLimit) return "Successful";
  const count = effectiveCount(spec);
  if (count !== null && result.count >= count) {
    if (!wantsStreak) return "Successful";
    return spec.failureLimit < 0 ? "Failed" : "Inconclusive";
  }
  return terminating ? "Successful" : "Running";
}

/** From best to worst. */
const SEVERITY: readonly Verdict[] = ["Successful", "Inconclusive", "Error", "Failed"];

export function isWorse(a: Verdict, b: Verdict): boolean {
  return SEVERITY.indexOf(a) > SEVERITY.indexOf(b);
}

/**
 * The phase of a run from the phases of its metrics (`analysis/analysis.go:assessRunStatus`): the worst one that is not
 * a dry run, once all metrics are complete. A run of dry runs only is Successful.
 */
export function assessRun(metrics: readonly { readonly phase: Phase; readonly dryRun: boolean }[]): Phase {
  let worst: Verdict = "Successful";
  for (const { phase, dryRun } of metrics) {
    if (!isCompleted(phase)) return "Running";
    if (!dryRun && isWorse(phase, worst)) worst = phase;
  }
  return worst;
}
