import type { ReplicaSet } from "../../../cluster/types.ts";
import { byCreation } from "./replicaSets.ts";

type Kept = Pick<ReplicaSet, "createdAt" | "serial" | "revision" | "replicas"> & {
  readonly status: Pick<ReplicaSet["status"], "replicas">;
};

/**
 * Old ReplicaSets that are no longer kept: the lowest revisions beyond the limit. One that still has or wants pods stays,
 * and still uses up its place. Kubernetes v1.36 `sync.go:cleanupDeployment`.
 */
export function expiredReplicaSets<R extends Kept>(oldRSs: readonly R[], limit: number | null): R[] {
  if (limit === null || oldRSs.length <= limit) return [];
  return [...oldRSs]
    .sort((a, b) => a.revision - b.revision || byCreation(a, b))
    .slice(0, oldRSs.length - limit)
    .filter(({ replicas, status }) => replicas === 0 && status.replicas === 0);
}

/**
 * The ReplicaSet with the second highest revision, to which `kubectl rollout undo` goes back; null: there is none.
 * Kubernetes v1.36 `kubectl/rollback.go:rsForRevision`.
 */
export function previousReplicaSet<R extends Pick<ReplicaSet, "revision">>(replicaSets: readonly R[]): R | null {
  return [...replicaSets].sort((a, b) => b.revision - a.revision)[1] ?? null;
}
