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

function isWorse(a: Verdict, b: Verdict): boolean {
  return SEVERITY.indexOf(a) > SEVERITY.indexOf(b);
}

/** What a run has come to. */
export interface Assessment {
  readonly phase: Phase;
  /** What decided it, in Argo's words; empty while it runs and when nothing went wrong. */
  readonly message: string;
  /** Of the metrics, in their order. */
  readonly phases: readonly Phase[];
}

/**
 * The phase of a run from its metrics (`analysis/analysis.go:assessRunStatus`): the worst one that is not a dry run, once
 * all metrics are complete. A run of dry runs only is Successful.
 * @param terminating null: it goes on; otherwise it is ending, and this is what it says unless a metric has more to say.
 */
export function assessRun(
  metrics: readonly { readonly spec: MetricSpec; readonly result: MetricResult }[],
  terminating: string | null,
): Assessment {
  const phases = metrics.map(({ spec, result }) => assessMetric(spec, result, { terminating: terminating !== null }));
  let worst: Verdict | null = null;
  let message = terminating ?? "";
  for (const [index, { spec, result }] of metrics.entries()) {
    const phase = phases[index] ?? "Pending";
    if (!isCompleted(phase)) return { phase: "Running", message: "", phases };
    if (spec.dryRun || (worst !== null && !isWorse(phase, worst))) continue;
    worst = phase;
    const breach = breachOf(spec, result);
    if (breach !== null) message = blame(spec.name, { phase, breach, said: saidBy(result) });
  }
  return { phase: worst ?? "Successful", message, phases };
}

function blame(name: string, { phase, breach, said }: { phase: Verdict; breach: Breach; said: string }): string {
  const blamed = `Metric "${name}" assessed ${phase} due to ${breach.reason}`;
  return said === "" ? blamed : `${blamed}: "Error Message: ${said}"`;
}

/** What the provider had to say about the last measurement. */
function saidBy({ last }: MetricResult): string {
  if (last === null) return "";
  const { message, verdict, value } = last.measurement;
  return message ?? (verdict === "Error" ? value : "");
}
