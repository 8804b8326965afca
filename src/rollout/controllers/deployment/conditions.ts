import type { Micros } from "../../../kernel/time.ts";

export type ConditionType = "Available" | "Progressing" | "ReplicaFailure";
export type ConditionStatus = "True" | "False" | "Unknown";

/** The words of Kubernetes v1.36 `deployment_util.go`. */
export const REASON = {
  newReplicaSet: "NewReplicaSetCreated",
  foundNewReplicaSet: "FoundNewReplicaSet",
  replicaSetUpdated: "ReplicaSetUpdated",
  newReplicaSetAvailable: "NewReplicaSetAvailable",
  timedOut: "ProgressDeadlineExceeded",
  paused: "DeploymentPaused",
  resumed: "DeploymentResumed",
  minimumAvailable: "MinimumReplicasAvailable",
  minimumUnavailable: "MinimumReplicasUnavailable",
} as const;

/** A Deployment condition. `lastUpdate` is when it was last written, `lastTransition` when its status last changed, µs. */
export interface Condition {
  readonly type: ConditionType;
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly lastUpdate: Micros;
  readonly lastTransition: Micros;
}

export function conditionOf(conditions: readonly Condition[], type: ConditionType): Condition | null {
  return conditions.find((condition) => condition.type === type) ?? null;
}

export function withoutCondition(conditions: readonly Condition[], type: ConditionType): Condition[] {
  return conditions.filter((condition) => condition.type !== type);
}

/**
 * Writes a condition. Nothing changes when status and reason are as before, and the time of the last transition stays
 * when the status does. Kubernetes v1.36 `deployment_util.go:SetDeploymentCondition`.
 */
export function withCondition(conditions: readonly Condition[], condition: Condition): readonly Condition[] {
  const current = conditionOf(conditions, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return conditions;
  const lastTransition = current?.status === condition.status ? current.lastTransition : condition.lastTransition;
  return [...withoutCondition(conditions, condition.type), { ...condition, lastTransition }];
}

/** A condition that is written and turns now. */
export function condition(
  type: ConditionType,
  written: { readonly status: ConditionStatus; readonly reason: string },
  now: Micros,
): Condition {
  return { type, ...written, lastUpdate: now, lastTransition: now };
}
