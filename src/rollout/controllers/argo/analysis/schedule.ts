import { type Micros, NEVER, SECOND } from "../../../../kernel/time.ts";
import { effectiveCount, isCompleted, type MetricResult, type MetricSpec } from "./metric.ts";

/** After an error the provider is asked again this soon, whatever the interval (`DefaultErrorRetryInterval`). */
const ERROR_RETRY: Micros = 10 * SECOND;

/**
 * When the next measurement of a metric is due, µs; `NEVER` when there is none
 * (`analysis/analysis.go:generateMetricTasks, calculateNextReconcileTime`). Measurements are spaced from the end of the
 * last one.
 */
export function nextMeasurementAt(spec: MetricSpec, result: MetricResult, startedAt: Micros): Micros {
  if (isCompleted(result.phase)) return NEVER;
  if (result.last === null) return startedAt + spec.initialDelay;
  const count = effectiveCount(spec);
  if (count !== null && result.count >= count) return NEVER;
  if (result.last.measurement.verdict === "Error") return result.last.at + ERROR_RETRY;
  return result.last.at + (spec.interval ?? 0);
}
