import type { ClusterApi, ReplicaSet } from "../../../cluster/types.ts";

/** The cluster as one of several Deployments knows it: only its own ReplicaSets, those it takes over and those it makes. */
export function ownReplicaSets(cluster: ClusterApi, adopted: readonly ReplicaSet[]): ClusterApi {
  const own = new Set(adopted);
  return {
    get now() {
      return cluster.now;
    },
    get replicaSets() {
      return cluster.replicaSets.filter((replicaSet) => own.has(replicaSet));
    },
    createReplicaSet(template, replicas, minReady) {
      const created = cluster.createReplicaSet(template, replicas, minReady);
      own.add(created);
      return created;
    },
    scale: (replicaSet, replicas) => cluster.scale(replicaSet, replicas),
    deleteReplicaSet: (replicaSet) => cluster.deleteReplicaSet(replicaSet),
    createService: (name, selector) => cluster.createService(name, selector),
    select: (service, selector) => cluster.select(service, selector),
    podsNotGone: (replicaSet) => cluster.podsNotGone(replicaSet),
    watch: (listener) => cluster.watch(listener),
  };
}
