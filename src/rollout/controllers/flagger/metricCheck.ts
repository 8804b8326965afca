/** `thresholdRange`; null: open on that side. Both ends belong to it. */
export interface ThresholdRange {
  readonly min: number | null;
  readonly max: number | null;
}

/** What a query came to: a number, or no value at all — no data, NaN, or an error. */
export type MetricValue = number | null;

/**
 * Whether one metric passes (Flagger v1.44 `scheduler_metrics.go:runMetricChecks`). No value is a failed check: a canary that
 * nobody talks to fails.
 */
export function metricPasses(value: MetricValue, { min, max }: ThresholdRange): boolean {
  if (value === null || Number.isNaN(value)) return false;
  return (min === null || value >= min) && (max === null || value <= max);
}
