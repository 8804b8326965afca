import { type IntOrPercent, scaledValue } from "../../../cluster/intOrPercent.ts";
import { assert } from "../../../kernel/assert.ts";
import type { Sizing } from "./spec.ts";

export interface Fenceposts {
  readonly surge: number;
  readonly unavailable: number;
}

/**
 * maxSurge and maxUnavailable as counts: the surge is rounded up, the unavailable down, and when both come to 0 one pod
 * may be unavailable, or nothing could ever move. 25 %/25 % of 10: 3 and 2; 1 %/1 % of 2: 1 and 0; 0/1 % of 2: 0 and 1.
 * A missing field counts as 0. Undefined when a value cannot be read.
 * Kubernetes v1.36 `deployment_util.go:ResolveFenceposts`.
 */
export function resolveFenceposts(
  maxSurge: IntOrPercent | null,
  maxUnavailable: IntOrPercent | null,
  desired: number,
): Fenceposts | undefined {
  const surge = scaledValue(maxSurge ?? 0, desired, "up");
  const unavailable = scaledValue(maxUnavailable ?? 0, desired, "down");
  if (surge === undefined || unavailable === undefined) return undefined;
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** Pods above the wanted number; 0 for Recreate. Kubernetes v1.36 `deployment_util.go:MaxSurge`. */
export function maxSurge({ replicas, strategy }: Sizing): number {
  return strategy.type === "Recreate" ? 0 : fencepostsOf(replicas, strategy).surge;
}

/** Pods below the wanted number, never more than that; 0 for Recreate. Kubernetes v1.36 `deployment_util.go:MaxUnavailable`. */
export function maxUnavailable({ replicas, strategy }: Sizing): number {
  if (strategy.type === "Recreate" || replicas === 0) return 0;
  return Math.min(replicas, fencepostsOf(replicas, strategy).unavailable);
}

/** Pods that must be available during a rolling update; 0 for Recreate. Kubernetes v1.36 `deployment_util.go:MinAvailable`. */
export function minAvailable(sizing: Sizing): number {
  return sizing.strategy.type === "Recreate" ? 0 : sizing.replicas - maxUnavailable(sizing);
}

function fencepostsOf(replicas: number, strategy: Extract<Sizing["strategy"], { type: "RollingUpdate" }>): Fenceposts {
  const fenceposts = resolveFenceposts(strategy.maxSurge, strategy.maxUnavailable, replicas);
  assert(
    fenceposts !== undefined,
    `maxSurge ${strategy.maxSurge} or maxUnavailable ${strategy.maxUnavailable} cannot be read`,
  );
  return fenceposts;
}
