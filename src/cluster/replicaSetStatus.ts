import type { Micros } from "../kernel/time.ts";
import { isPodAvailable, type Readiness } from "./availability.ts";
import type { PodPhase } from "./podPhase.ts";

/** Terminal phases are never left; such a pod no longer counts for its ReplicaSet. */
export function isTerminal(phase: PodPhase): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

interface Lifespan {
  readonly phase: PodPhase;
  readonly deleting: boolean;
}

/** Counts for its ReplicaSet. Kubernetes v1.36 `controller_utils.go:IsPodActive`. */
export function isPodActive(pod: Lifespan): boolean {
  return !isTerminal(pod.phase) && !pod.deleting;
}

/** On its way out, but not there yet. Kubernetes v1.36 `controller_utils.go:IsPodTerminating`. */
function isPodTerminating(pod: Lifespan): boolean {
  return !isTerminal(pod.phase) && pod.deleting;
}

/** Kubernetes v1.36 `controller_utils.go:CountTerminatingPods`. */
export function countTerminatingPods(pods: readonly Lifespan[]): number {
  return pods.filter(isPodTerminating).length;
}

export interface ReplicaSetCounts {
  readonly replicas: number;
  readonly fullyLabeled: number;
  readonly ready: number;
  readonly available: number;
}

interface LabeledPod extends Readiness {
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Counts over the active pods of a ReplicaSet. Pods without labels of their own carry their template's.
 * Kubernetes v1.36 `replica_set_utils.go:calculateStatus`.
 */
export function calculateStatus(
  activePods: readonly LabeledPod[],
  spec: { readonly minReady: Micros; readonly templateLabels?: Readonly<Record<string, string>> },
  now: Micros,
): ReplicaSetCounts {
  const wanted = Object.entries(spec.templateLabels ?? {});
  return {
    replicas: activePods.length,
    fullyLabeled: activePods.filter(({ labels }) => labels === undefined || wanted.every(([k, v]) => labels[k] === v))
      .length,
    ready: activePods.filter(({ ready }) => ready).length,
    available: activePods.filter((pod) => isPodAvailable(pod, spec.minReady, now)).length,
  };
}
