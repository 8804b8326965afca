import type { MeasureId } from "../measures/ids.ts";

/** The measures that decide which strategy is better, one for each of the three questions. More than three decide nothing. */
export const PRIMARY: readonly MeasureId[] = ["user_weighted_s", "hurt_users", "extra_compute_cost"];

/** Of all measures the ones that are meant to be high. */
export const MORE_IS_BETTER: ReadonlySet<MeasureId> = new Set<MeasureId>([
  "request_availability",
  "time_availability",
  "user_uptime",
  "apdex",
]);

/** As many as may be asked for. */
export const PRIMARY_MOST = 3;

/**
 * A size of a measure below which nobody minds how large it is exactly: a second without service, a user in a thousand,
 * a hundredth of what the pods cost anyway.
 */
export function negligible(id: MeasureId, computeCost: number): number {
  if (id === "user_weighted_s") return 1;
  if (id === "hurt_users") return 0.001;
  return id === "extra_compute_cost" ? computeCost / 100 : 0;
}
