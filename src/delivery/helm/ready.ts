import { type IntOrPercent, scaledValue } from "../../cluster/intOrPercent.ts";
import { maxUnavailable } from "../../rollout/controllers/deployment/fenceposts.ts";
import type { Sizing } from "../../rollout/controllers/deployment/spec.ts";

/** Whether the controller has seen the last write to an object. */
export interface Generations {
  readonly generation: number;
  readonly observedGeneration: number;
}

const isObserved = ({ generation, observedGeneration }: Generations) => generation === observedGeneration;

/**
 * `--wait` as Helm 3 understands it (`ready.go:deploymentReady`): enough ready pods of the *new* ReplicaSet, which is all but
 * maxUnavailable. With the default 25 % it is content before the rollout is over, and old pods do not matter. Of ten pods eight
 * are enough.
 */
export function deploymentReady(
  deployment: Sizing & Generations & { readonly paused?: boolean },
  newReplicaSet: (Generations & { readonly ready: number }) | null,
): boolean {
  if (deployment.paused === true || newReplicaSet === null) return false;
  if (!isObserved(newReplicaSet) || !isObserved(deployment)) return false;
  return newReplicaSet.ready >= deployment.replicas - maxUnavailable(deployment);
}

/** A StatefulSet below its partition stays as it is, and only a full update has to end in one revision (`statefulSetReady`). */
export function statefulSetReady(
  statefulSet: Generations & {
    readonly isRollingUpdate: boolean;
    readonly replicas: number;
    readonly partition: number;
    readonly updated: number;
    readonly ready: number;
    readonly currentRevision: string;
    readonly updateRevision: string;
  },
): boolean {
  const { replicas, partition, updated, ready, currentRevision, updateRevision } = statefulSet;
  if (!isObserved(statefulSet)) return false;
  if (!statefulSet.isRollingUpdate) return true;
  if (updated < replicas - partition || ready !== replicas) return false;
  return partition !== 0 || currentRevision === updateRevision;
}

/** `daemonSetReady`: all updated pods scheduled, and all but maxUnavailable (rounded up) ready. */
export function daemonSetReady(
  daemonSet: Generations & {
    readonly isRollingUpdate: boolean;
    readonly maxUnavailable: IntOrPercent;
    readonly desired: number;
    readonly updated: number;
    readonly ready: number;
  },
): boolean {
  const { desired, updated, ready } = daemonSet;
  if (!isObserved(daemonSet)) return false;
  if (!daemonSet.isRollingUpdate) return true;
  if (updated !== desired) return false;
  return ready >= desired - (scaledValue(daemonSet.maxUnavailable, desired, "up") ?? desired);
}
