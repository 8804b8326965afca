import type { ReplicaSet } from "../../../cluster/types.ts";

/** One ReplicaSet as the calculations see it. */
export interface Counts {
  /** `spec.replicas` */
  readonly spec: number;
  /** `status.replicas`: pods that exist and are not terminating. */
  readonly exists: number;
  /** `status.availableReplicas` */
  readonly available: number;
}

export const NO_PODS: Counts = { spec: 0, exists: 0, available: 0 };

export function countsOf(replicaSet: ReplicaSet): Counts {
  const { replicas, status } = replicaSet;
  return { spec: replicas, exists: status.replicas, available: status.available };
}

/** All its wanted pods are available, and there are some (`utils/replicaset:IsReplicaSetAvailable`). */
export function isAvailable({ spec, available }: Counts): boolean {
  return spec > 0 && available >= spec;
}

/** At least one pod is (`IsReplicaSetPartiallyAvailable`). */
export function isPartlyAvailable({ available }: Counts): boolean {
  return available > 0;
}

/** How many pods the canary and the stable ReplicaSet should have. */
export interface Sizes {
  readonly canary: number;
  readonly stable: number;
}

export function sumOf(sets: readonly Counts[], field: keyof Counts): number {
  return sets.reduce((sum, counts) => sum + counts[field], 0);
}
