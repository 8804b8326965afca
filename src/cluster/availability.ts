import type { Micros } from "../kernel/time.ts";

/** The Ready condition of a pod. `since` is its last transition, µs; null: the condition was never written. */
export interface Readiness {
  readonly ready: boolean;
  readonly readySince: Micros | null;
}

/**
 * Ready for at least `minReady` without a break. A flap of readiness starts the clock again.
 * Kubernetes v1.36 `pkg/api/v1/pod/util.go:IsPodAvailable`.
 */
export function isPodAvailable(pod: Readiness, minReady: Micros, now: Micros): boolean {
  if (!pod.ready) return false;
  if (minReady === 0) return true;
  return pod.readySince !== null && pod.readySince + minReady <= now;
}

/**
 * How long until a ready pod becomes available, µs; null when no look is needed (not ready, available, or no minReady).
 * Kubernetes v1.36 `controller_utils.go:nextPodAvailabilityCheck`.
 */
export function nextPodAvailabilityCheck(pod: Readiness, minReady: Micros, now: Micros): Micros | null {
  if (!pod.ready || minReady <= 0 || pod.readySince === null) return null;
  const remaining = pod.readySince + minReady - now;
  return remaining > 0 ? remaining : null;
}

/**
 * The least of `nextPodAvailabilityCheck` over pods, and the pod it belongs to; equal ones: the first.
 * Kubernetes v1.36 `controller_utils.go:findMinNextPodAvailabilitySimpleCheck`.
 */
export function findMinNextPodAvailabilitySimpleCheck<P extends Readiness>(
  pods: readonly P[],
  minReady: Micros,
  now: Micros,
): { readonly pod: P; readonly after: Micros } | null {
  let least: { pod: P; after: Micros } | null = null;
  for (const pod of pods) {
    const after = nextPodAvailabilityCheck(pod, minReady, now);
    if (after !== null && (least === null || after < least.after)) least = { pod, after };
  }
  return least;
}

/**
 * When the ReplicaSet has to look again, µs from `now`: the status was worked out at `evaluatedAt`, the clock has moved
 * on since, and the answer never falls below 0.
 * Kubernetes v1.36 `controller_utils.go:FindMinNextPodAvailabilityCheck`.
 */
export function findMinNextPodAvailabilityCheck(
  pods: readonly Readiness[],
  minReady: Micros,
  clock: { readonly evaluatedAt: Micros; readonly now: Micros },
): Micros | null {
  const check = findMinNextPodAvailabilitySimpleCheck(pods, minReady, clock.evaluatedAt);
  return check === null ? null : Math.max(0, check.after - (clock.now - clock.evaluatedAt));
}
