import type { ReplicaSet } from "../../../cluster/types.ts";
import { maxSurge } from "./fenceposts.ts";
import { bySizeNewer, bySizeOlder, filterActiveReplicaSets, findActiveOrLatest, replicaCount } from "./replicaSets.ts";
import type { Scaling, Sized, Sizing } from "./spec.ts";

type Annotated = Sized & Pick<ReplicaSet, "desiredReplicasAnnotation" | "maxReplicasAnnotation">;

/** The sizing, and how many pods the Deployment's status counts (the fallback where an annotation is missing). */
export interface ScaledDeployment extends Sizing {
  readonly statusReplicas: number;
}

/**
 * `spec.replicas` was changed since the ReplicaSets were sized: an active one was annotated with another number.
 * Kubernetes v1.36 `sync.go:isScalingEvent`.
 */
export function isScalingEvent(replicas: number, replicaSets: readonly Annotated[]): boolean {
  return filterActiveReplicaSets(replicaSets).some(
    ({ desiredReplicasAnnotation: desired }) => desired !== null && desired !== replicas,
  );
}

/**
 * The new ReplicaSet has all the pods it should have, available. Kubernetes v1.36 `deployment_util.go:IsSaturated`.
 */
function isSaturated(replicas: number, newRS: Annotated | null): boolean {
  if (newRS === null) return false;
  return (
    newRS.replicas === replicas && newRS.desiredReplicasAnnotation === replicas && newRS.status.available === replicas
  );
}

/**
 * Sizes after a change of `spec.replicas` or while paused: the only active ReplicaSet takes it all; a saturated new one
 * ends the old ones; otherwise every active one changes in proportion. ReplicaSets are named even when their size stays,
 * because their annotations are brought up to date. Kubernetes v1.36 `sync.go:scale`.
 */
export function scale<R extends Annotated>(d: ScaledDeployment, newRS: R | null, oldRSs: readonly R[]): Scaling<R>[] {
  const only = findActiveOrLatest(newRS, oldRSs);
  if (only !== null) return only.replicas === d.replicas ? [] : [{ replicaSet: only, to: d.replicas }];
  if (isSaturated(d.replicas, newRS))
    return filterActiveReplicaSets(oldRSs).map((replicaSet) => ({ replicaSet, to: 0 }));
  if (d.strategy.type === "Recreate") return [];
  return scaleProportionally(d, filterActiveReplicaSets([...oldRSs, newRS]));
}

/** What the rounded shares leave over goes to the largest ReplicaSet. */
function scaleProportionally<R extends Annotated>(d: ScaledDeployment, active: readonly R[]): Scaling<R>[] {
  const allowed = d.replicas > 0 ? d.replicas + maxSurge(d) : 0;
  const toAdd = allowed - replicaCount(active);
  const ordered = toAdd === 0 ? active : [...active].sort(toAdd > 0 ? bySizeNewer : bySizeOlder);
  let added = 0;
  const sizes = ordered.map((replicaSet) => {
    const proportion = replicaSetProportion(d, replicaSet, { toAdd, added });
    added += proportion;
    return { replicaSet, to: replicaSet.replicas + proportion };
  });
  const [largest, ...others] = sizes;
  if (largest === undefined) return [];
  const leftover = toAdd === 0 ? 0 : toAdd - added;
  return [{ replicaSet: largest.replicaSet, to: Math.max(0, largest.to + leftover) }, ...others];
}

/**
 * What one ReplicaSet gets of what is to be added (or, negative, removed), never more than is left of it.
 * Kubernetes v1.36 `deployment_util.go:GetReplicaSetProportion`.
 */
function replicaSetProportion(
  d: ScaledDeployment,
  rs: Annotated,
  budget: { readonly toAdd: number; readonly added: number },
): number {
  const left = budget.toAdd - budget.added;
  if (rs.replicas === 0 || left === 0) return 0;
  const fraction = replicaSetFraction(d, rs);
  return budget.toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
}

/**
 * How many pods a ReplicaSet would gain or lose if it kept its share: 50 of 110 allowed, now 130 allowed → 59, that is +9.
 * Halves are rounded away from zero. Kubernetes v1.36 `deployment_util.go:getReplicaSetFraction`.
 */
export function replicaSetFraction(
  d: ScaledDeployment,
  rs: Pick<Annotated, "replicas" | "maxReplicasAnnotation">,
): number {
  if (d.replicas === 0) return -rs.replicas;
  const before = rs.maxReplicasAnnotation || d.statusReplicas;
  if (before === 0) return 0;
  return Math.floor((rs.replicas * (d.replicas + maxSurge(d))) / before + 0.5) - rs.replicas;
}
