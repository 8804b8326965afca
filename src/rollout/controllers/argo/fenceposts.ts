import type { CountOrPercent } from "./spec.ts";

/** How far an update may leave the wanted number of pods. */
export interface Fenceposts {
  /** Pods beyond `replicas`. */
  readonly surge: number;
  /** Pods missing from `replicas`. */
  readonly unavailable: number;
}

/** Argo's default for both is the string "25", a percentage (`utils/defaults/defaults.go`). */
export const DEFAULT_FENCEPOST = "25";

interface Limits {
  readonly maxSurge: CountOrPercent;
  readonly maxUnavailable: CountOrPercent;
}

/**
 * maxSurge and maxUnavailable in pods (`utils/replicaset/replicaset.go:resolveFenceposts, MaxSurge, MaxUnavailable`).
 * Surge rounds up, unavailable rounds down; where both come out as 0, one pod may be missing, or nothing could move.
 * At most all pods may be missing. Example: 3 replicas at "25": surge 1, unavailable 0.
 */
export function resolveFenceposts(replicas: number, limits: Limits): Fenceposts {
  const { surge, unavailable } = roundFenceposts(replicas, limits);
  return { surge, unavailable: Math.min(replicas, unavailable) };
}

/** The same before it is cut to the number of pods there are. */
export function roundFenceposts(replicas: number, { maxSurge, maxUnavailable }: Limits): Fenceposts {
  const surge = resolve(maxSurge, replicas, Math.ceil);
  const unavailable = resolve(maxUnavailable, replicas, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function resolve(limit: CountOrPercent, replicas: number, round: (pods: number) => number): number {
  return typeof limit === "number" ? limit : round((Number.parseInt(limit, 10) * replicas) / 100);
}
