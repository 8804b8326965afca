import type { MeasureId } from "../../measures/ids.ts";

/** The measures a comparison is judged by, in the order of the results table. */
export const RESULT_MEASURES = [
  "user_weighted_s",
  "zero_ready_s",
  "bad_requests",
  "hurt_users",
  "exposed_users",
  "time_to_detect_s",
  "time_to_recover_s",
  "rollout_duration_s",
  "latency_p99_ms",
  "peak_pods",
  "extra_compute_cost",
  "total_cost",
] as const satisfies readonly MeasureId[];

/** The four beside each lane. */
export const METER_MEASURES = [
  "user_weighted_s",
  "bad_requests",
  "hurt_users",
  "total_cost",
] as const satisfies readonly MeasureId[];

export type ResultColumn = (typeof RESULT_MEASURES)[number];
