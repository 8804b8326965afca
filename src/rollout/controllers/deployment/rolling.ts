import { resolved } from "../../../cluster/intOrPercent.ts";
import { maxUnavailable } from "./fenceposts.ts";
import { availableCount, byCreation, replicaCount } from "./replicaSets.ts";
import type { Scaling, Sized, Sizing } from "./spec.ts";

/**
 * The size the new ReplicaSet may grow to: as far as all ReplicaSets together stay within replicas + surge, and never
 * above replicas. Sizes are what ReplicaSets want: terminating pods do not count.
 * 10 replicas, surge 3, old 10, new 0 → 3; old 8, new 3 → 5.
 * Kubernetes v1.36 `deployment_util.go:NewRSNewReplicas`.
 */
export function newRSNewReplicas(
  { replicas, strategy }: Sizing,
  allRSs: readonly Pick<Sized, "replicas">[],
  newRS: Pick<Sized, "replicas">,
): number {
  if (strategy.type === "Recreate") return replicas;
  const cap = replicas + resolved(strategy.maxSurge, replicas, "up");
  const total = replicaCount(allRSs);
  if (total >= cap) return newRS.replicas;
  return newRS.replicas + Math.min(cap - total, replicas - newRS.replicas);
}

/** The new ReplicaSet's next size; equal to its present one when nothing is to do. Kubernetes v1.36 `rolling.go:reconcileNewReplicaSet`. */
export function reconcileNewReplicaSet(sizing: Sizing, allRSs: readonly Sized[], newRS: Sized): number {
  if (newRS.replicas > sizing.replicas) return sizing.replicas;
  return newRS.replicas === sizing.replicas ? newRS.replicas : newRSNewReplicas(sizing, allRSs, newRS);
}

/**
 * How old ReplicaSets shrink in this step. New pods that are not available yet count as missing, so that old ones that
 * work are kept for them; old pods that are not available go first.
 * 10 replicas, 25 %/25 %, old 10 available, new 3 not yet: 13 − 8 − 3 = 2 old ones may go.
 * Kubernetes v1.36 `rolling.go:reconcileOldReplicaSets`.
 */
export function reconcileOldReplicaSets<R extends Sized>(
  sizing: Sizing,
  oldRSs: readonly R[],
  newRS: Sized,
): Scaling<R>[] {
  if (replicaCount(oldRSs) === 0) return [];
  const least = sizing.replicas - maxUnavailable(sizing);
  const newUnavailable = newRS.replicas - newRS.status.available;
  const maxScaledDown = replicaCount([...oldRSs, newRS]) - least - newUnavailable;
  if (maxScaledDown <= 0) return [];
  const unhealthy = cleanupUnhealthyReplicas(oldRSs, maxScaledDown);
  if (unhealthy === "status is behind") return [];
  const sizes = new Map(unhealthy.map(({ replicaSet, to }) => [replicaSet, to]));
  const cleaned = oldRSs.map((replicaSet) => ({
    replicaSet,
    ...replicaSet,
    replicas: sizes.get(replicaSet) ?? replicaSet.replicas,
  }));
  const healthy = scaleDownOldReplicaSetsForRollingUpdate(sizing, [...cleaned, newRS], cleaned);
  return [...unhealthy, ...healthy.map(({ replicaSet, to }) => ({ replicaSet: replicaSet.replicaSet, to }))];
}

/**
 * Removes old pods that are not available, oldest ReplicaSet first, at most `maxCleanupCount`: they would only hold the
 * rollout up. When a status still counts more available pods than its ReplicaSet wants, it is too old to act on.
 * Kubernetes v1.36 `rolling.go:cleanupUnhealthyReplicas`.
 */
export function cleanupUnhealthyReplicas<R extends Sized>(
  oldRSs: readonly R[],
  maxCleanupCount: number,
): Scaling<R>[] | "status is behind" {
  const scalings: Scaling<R>[] = [];
  let budget = maxCleanupCount;
  for (const replicaSet of [...oldRSs].sort(byCreation)) {
    if (budget <= 0) break;
    const { replicas, status } = replicaSet;
    if (replicas === 0 || replicas === status.available) continue;
    const count = Math.min(budget, replicas - status.available);
    if (count < 0) return "status is behind";
    scalings.push({ replicaSet, to: replicas - count });
    budget -= count;
  }
  return scalings;
}

/**
 * Shrinks old ReplicaSets, oldest first, as far as enough pods stay available over all ReplicaSets.
 * Kubernetes v1.36 `rolling.go:scaleDownOldReplicaSetsForRollingUpdate`.
 */
export function scaleDownOldReplicaSetsForRollingUpdate<R extends Sized>(
  sizing: Sizing,
  allRSs: readonly Sized[],
  oldRSs: readonly R[],
): Scaling<R>[] {
  const scalings: Scaling<R>[] = [];
  let budget = availableCount(allRSs) - (sizing.replicas - maxUnavailable(sizing));
  for (const replicaSet of [...oldRSs].sort(byCreation)) {
    if (budget <= 0) break;
    if (replicaSet.replicas === 0) continue;
    const count = Math.min(replicaSet.replicas, budget);
    scalings.push({ replicaSet, to: replicaSet.replicas - count });
    budget -= count;
  }
  return scalings;
}
