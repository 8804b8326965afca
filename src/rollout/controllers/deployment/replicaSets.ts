import type { ReplicaSet } from "../../../cluster/types.ts";
import type { Sized } from "./spec.ts";

type Aged = Pick<Sized, "createdAt" | "serial">;

/** Oldest first. Kubernetes v1.36 `controller_utils.go:ReplicaSetsByCreationTimestamp` (`serial` is our tie-breaker). */
export function byCreation(a: Aged, b: Aged): number {
  return a.createdAt - b.createdAt || a.serial - b.serial;
}

/** Largest first, equal ones the older first. Kubernetes v1.36 `controller_utils.go:ReplicaSetsBySizeOlder`. */
export function bySizeOlder(a: Sized, b: Sized): number {
  return b.replicas - a.replicas || byCreation(a, b);
}

/** Largest first, equal ones the newer first. Kubernetes v1.36 `controller_utils.go:ReplicaSetsBySizeNewer`. */
export function bySizeNewer(a: Sized, b: Sized): number {
  return b.replicas - a.replicas || byCreation(b, a);
}

/** Those that want pods. Kubernetes v1.36 `controller_utils.go:FilterActiveReplicaSets`. */
export function filterActiveReplicaSets<R extends Pick<Sized, "replicas">>(replicaSets: readonly (R | null)[]): R[] {
  return replicaSets.filter((replicaSet): replicaSet is R => replicaSet !== null && replicaSet.replicas > 0);
}

/**
 * The ReplicaSet of the Deployment's present template: the oldest whose template is equal (`matches`).
 * Kubernetes v1.36 `deployment_util.go:FindNewReplicaSet`.
 */
export function findNewReplicaSet<R extends Aged>(
  replicaSets: readonly R[],
  matches: (replicaSet: R) => boolean,
): R | null {
  return [...replicaSets].sort(byCreation).find(matches) ?? null;
}

/** All but the new one, and those of them that want pods. Kubernetes v1.36 `deployment_util.go:FindOldReplicaSets`. */
export function findOldReplicaSets<R extends Sized>(
  replicaSets: readonly R[],
  newRS: R | null,
): { readonly all: R[]; readonly withPods: R[] } {
  const all = replicaSets.filter((replicaSet) => replicaSet !== newRS);
  return { all, withPods: filterActiveReplicaSets(all) };
}

/**
 * The only ReplicaSet that wants pods; when none does, the new one, else the newest; null when several do.
 * Kubernetes v1.36 `deployment_util.go:FindActiveOrLatest`.
 */
export function findActiveOrLatest<R extends Sized>(newRS: R | null, oldRSs: readonly R[]): R | null {
  const active = filterActiveReplicaSets([...oldRSs, newRS]);
  if (active.length > 1) return null;
  return active[0] ?? newRS ?? [...oldRSs].sort((a, b) => byCreation(b, a))[0] ?? null;
}

/** Σ spec.replicas. Kubernetes v1.36 `deployment_util.go:GetReplicaCountForReplicaSets`. */
export function replicaCount(replicaSets: readonly Pick<Sized, "replicas">[]): number {
  return replicaSets.reduce((sum, { replicas }) => sum + replicas, 0);
}

/** Σ status.availableReplicas. Kubernetes v1.36 `deployment_util.go:GetAvailableReplicaCountForReplicaSets`. */
export function availableCount(replicaSets: readonly Pick<Sized, "status">[]): number {
  return replicaSets.reduce((sum, { status }) => sum + status.available, 0);
}

/** Σ status.replicas. Kubernetes v1.36 `deployment_util.go:GetActualReplicaCountForReplicaSets`. */
export function actualCount(
  replicaSets: readonly { readonly status: Pick<ReplicaSet["status"], "replicas"> }[],
): number {
  return replicaSets.reduce((sum, { status }) => sum + status.replicas, 0);
}

/**
 * Σ status.terminatingReplicas; null when a ReplicaSet that has been synced does not tell.
 * Kubernetes v1.36 `deployment_util.go:GetTerminatingReplicaCountForReplicaSets`.
 */
export function terminatingCount(
  replicaSets: readonly { readonly isSynced: boolean; readonly terminating: number | null }[],
): number | null {
  if (replicaSets.some(({ isSynced, terminating }) => isSynced && terminating === null)) return null;
  return replicaSets.reduce((sum, { terminating }) => sum + (terminating ?? 0), 0);
}

/** The highest revision, 0 without any. Kubernetes v1.36 `deployment_util.go:MaxRevision`. */
export function maxRevision(replicaSets: readonly Pick<ReplicaSet, "revision">[]): number {
  return replicaSets.reduce((max, { revision }) => Math.max(max, revision), 0);
}
