import type { ReplicaSet } from "../../../cluster/types.ts";
import type { ArgoObject, Revisions } from "./sync.ts";

/**
 * Sorts the ReplicaSets into their parts; creates the current one, empty, when there is none for the template yet. The
 * current one has the highest revision, also when it is an old one that is used again
 * (`rollout/sync.go:getAllReplicaSetsAndSyncRevision`).
 */
export function findRevisions(object: ArgoObject): Revisions {
  const { cluster, template, status, spec, experiments } = object;
  const own = cluster.replicaSets.filter((set) => !experiments.owns(set));
  const existing = own.find((set) => set.template.hash === template.hash);
  const highest = own.reduce((max, set) => (set === existing ? max : Math.max(max, set.revision)), 0);
  const current = existing ?? cluster.createReplicaSet(template, 0, spec.minReady);
  if (existing === undefined) current.desiredReplicasAnnotation = object.replicas;
  if (current.revision <= highest) current.revision = highest + 1;
  const all = existing === undefined ? [...own, current] : own;
  const stable = all.find((set) => set.template.hash === status.stableHash) ?? null;
  const others = all
    .filter((set) => set !== current && set !== stable)
    .sort((a, b) => b.revision - a.revision || b.serial - a.serial);
  return { current, stable, others, all };
}

/** All wanted pods are there and available, and wanted for the present size (`utils/annotations:IsSaturated`). */
export function isSaturated(set: ReplicaSet, replicas: number): boolean {
  return set.replicas === replicas && set.desiredReplicasAnnotation === replicas && set.status.available === replicas;
}
