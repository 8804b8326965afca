import type { PodPhase } from "../../../cluster/podPhase.ts";
import { isTerminal } from "../../../cluster/replicaSetStatus.ts";
import { actualCount } from "./replicaSets.ts";
import type { Scaling, Sized } from "./spec.ts";

/** All old ReplicaSets to 0, in one step. Kubernetes v1.36 `recreate.go:scaleDownOldReplicaSetsForRecreate`. */
export function scaleDownOldReplicaSetsForRecreate<R extends Pick<Sized, "replicas">>(
  oldRSs: readonly R[],
): Scaling<R>[] {
  return oldRSs.filter(({ replicas }) => replicas > 0).map((replicaSet) => ({ replicaSet, to: 0 }));
}

/** Pods by who owns them; the new ReplicaSet's own are not among them. Terminating pods are, until they are gone. */
export interface OldPods {
  readonly oldRSs: readonly { readonly status: { readonly replicas: number } }[];
  readonly phases: readonly PodPhase[];
}

/** While any old pod may still run, nothing new is started. Kubernetes v1.36 `recreate.go:oldPodsRunning`. */
export function oldPodsRunning({ oldRSs, phases }: OldPods): boolean {
  return actualCount(oldRSs) > 0 || phases.some((phase) => !isTerminal(phase));
}
