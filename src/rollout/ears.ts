import type { ClusterApi, Service } from "../cluster/types.ts";

interface Ears {
  /** Services that exist already, to be handed out by the name that whoever rolls out calls them by. */
  readonly kept: ReadonlyMap<string, Service>;
  readonly created: (service: Service) => void;
  readonly selected: () => void;
}

/** The same cluster, but somebody hears when a Service is made or pointed elsewhere. */
export function withEars(cluster: ClusterApi, ears: Ears): ClusterApi {
  return {
    get now() {
      return cluster.now;
    },
    get replicaSets() {
      return cluster.replicaSets;
    },
    createReplicaSet: (template, replicas, minReady) => cluster.createReplicaSet(template, replicas, minReady),
    scale: (replicaSet, replicas) => cluster.scale(replicaSet, replicas),
    deleteReplicaSet: (replicaSet) => cluster.deleteReplicaSet(replicaSet),
    createService(name, selector) {
      const existing = ears.kept.get(name);
      if (existing !== undefined) return existing;
      const service = cluster.createService(name, selector);
      ears.created(service);
      return service;
    },
    select(service, selector) {
      cluster.select(service, selector);
      ears.selected();
    },
    podsNotGone: (replicaSet) => cluster.podsNotGone(replicaSet),
    watch: (listener) => cluster.watch(listener),
  };
}
