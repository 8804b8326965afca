import type { IntOrPercent } from "../../../src/cluster/intOrPercent.ts";
import type { DeploymentStrategy } from "../../../src/rollout/controllers/deployment/spec.ts";
import { NOW, sinceOrNever } from "./times.ts";

/** A ReplicaSet as the tables write it. */
export interface GivenReplicaSet {
  readonly name: string;
  readonly creationTimestamp?: string | null;
  readonly specReplicas: number;
  readonly statusReplicas?: number;
  readonly availableReplicas?: number;
  readonly desiredReplicasAnnotation?: number | null;
  readonly maxReplicasAnnotation?: number | null;
  readonly revision?: string | null;
}

/** The tables' ReplicaSets as the product has them. Equal ages are ordered by name, as Kubernetes orders them. */
export function replicaSets(given: readonly GivenReplicaSet[]) {
  const at = sinceOrNever(NOW);
  const names = given.map(({ name }) => name).sort();
  return given.map((one) => ({
    name: one.name,
    createdAt: at(one.creationTimestamp) ?? Number.NEGATIVE_INFINITY,
    serial: names.indexOf(one.name),
    replicas: one.specReplicas,
    revision: Number(one.revision ?? 0),
    desiredReplicasAnnotation: one.desiredReplicasAnnotation ?? null,
    maxReplicasAnnotation: one.maxReplicasAnnotation ?? null,
    status: {
      replicas: one.statusReplicas ?? 0,
      ready: 0,
      available: one.availableReplicas ?? 0,
      terminating: 0,
    },
  }));
}

export type Built = ReturnType<typeof replicaSets>[number];

/** A ReplicaSet of which only the size matters. */
export function sized(name: string, specReplicas: number, availableReplicas = 0): Built {
  const [one] = replicaSets([{ name, specReplicas, availableReplicas }]);
  return one as Built;
}

export function strategy(
  type: "RollingUpdate" | "Recreate",
  maxSurge: IntOrPercent | null,
  maxUnavailable: IntOrPercent | null,
): DeploymentStrategy {
  return type === "Recreate" ? { type } : { type, maxSurge: maxSurge ?? 0, maxUnavailable: maxUnavailable ?? 0 };
}

export const rolling = (maxSurge: IntOrPercent, maxUnavailable: IntOrPercent): DeploymentStrategy =>
  strategy("RollingUpdate", maxSurge, maxUnavailable);
