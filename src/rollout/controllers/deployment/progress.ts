import { type Micros, SECOND } from "../../../kernel/time.ts";
import { type Condition, condition, conditionOf, REASON, withCondition, withoutCondition } from "./conditions.ts";
import type { DeploymentStatus, StoredDeployment } from "./status.ts";

/** A stored Deployment whose progress is watched; `progressDeadline` null: it is not. */
export interface WatchedDeployment extends StoredDeployment {
  readonly progressDeadline: Micros | null;
}

/** All pods are new and available, and the status is about the present spec. Kubernetes v1.36 `deployment_util.go:DeploymentComplete`. */
export function deploymentComplete(
  d: Pick<StoredDeployment, "replicas" | "generation">,
  { updated, replicas, available, observedGeneration }: DeploymentStatus,
): boolean {
  return (
    updated === d.replicas && replicas === d.replicas && available === d.replicas && observedGeneration >= d.generation
  );
}

type Counts = Pick<DeploymentStatus, "replicas" | "updated" | "ready" | "available">;

/** More new, fewer old, more ready or more available pods than before. Kubernetes v1.36 `deployment_util.go:DeploymentProgressing`. */
export function deploymentProgressing(before: Counts, now: Counts): boolean {
  return (
    now.updated > before.updated ||
    now.replicas - now.updated < before.replicas - before.updated ||
    now.ready > before.ready ||
    now.available > before.available
  );
}

/**
 * More than the deadline has passed since the last sign of progress. A finished rollout never times out; one that has
 * timed out stays so until it moves. Kubernetes v1.36 `deployment_util.go:DeploymentTimedOut`.
 */
export function deploymentTimedOut(deadline: Micros | null, progressing: Condition | null, now: Micros): boolean {
  if (deadline === null || progressing === null) return false;
  if (progressing.reason === REASON.newReplicaSetAvailable) return false;
  if (progressing.reason === REASON.timedOut) return true;
  return progressing.lastUpdate + deadline < now;
}

/**
 * The Progressing condition of a rollout that goes on: complete, moving, or timed out. `fresh` is the status just worked
 * out; what is returned is what will be stored. Kubernetes v1.36 `progress.go:syncRolloutStatus`.
 */
export function syncRolloutStatus(d: WatchedDeployment, fresh: DeploymentStatus, now: Micros): DeploymentStatus {
  if (d.progressDeadline === null) return { ...fresh, conditions: withoutCondition(fresh.conditions, "Progressing") };
  const current = conditionOf(d.status.conditions, "Progressing");
  const wasComplete = fresh.replicas === fresh.updated && current?.reason === REASON.newReplicaSetAvailable;
  if (wasComplete) return fresh;
  if (deploymentComplete(d, fresh))
    return progressing(fresh, { status: "True", reason: REASON.newReplicaSetAvailable }, now);
  if (deploymentProgressing(d.status, fresh)) return moving(fresh, current, now);
  if (deploymentTimedOut(d.progressDeadline, conditionOf(fresh.conditions, "Progressing"), now)) {
    return progressing(fresh, { status: "False", reason: REASON.timedOut }, now);
  }
  return fresh;
}

/**
 * When to look again whether a rollout that does not move has timed out, µs from now; 0: at once; null: not at all.
 * The look comes a second after the deadline, to stay clear of clock skew (`LOOK_LATER`).
 * Kubernetes v1.36 `progress.go:requeueStuckDeployment`.
 */
export function requeueStuckDeployment(d: WatchedDeployment, fresh: DeploymentStatus, now: Micros): Micros | null {
  const current = conditionOf(d.status.conditions, "Progressing");
  if (d.progressDeadline === null || current === null) return null;
  if (deploymentComplete(d, fresh) || current.reason === REASON.timedOut) return null;
  const after = current.lastUpdate + d.progressDeadline - now;
  return after < SECOND ? 0 : after;
}

/** Added to what `requeueStuckDeployment` says before the look. */
export const LOOK_LATER = SECOND;

function progressing(
  status: DeploymentStatus,
  written: Pick<Condition, "status" | "reason">,
  now: Micros,
): DeploymentStatus {
  return { ...status, conditions: withCondition(status.conditions, condition("Progressing", written, now)) };
}

/** Every sign of progress moves the deadline, even when neither status nor reason change. */
function moving(status: DeploymentStatus, current: Condition | null, now: Micros): DeploymentStatus {
  const lastTransition = current?.status === "True" ? current.lastTransition : now;
  const updated = {
    ...condition("Progressing", { status: "True", reason: REASON.replicaSetUpdated }, now),
    lastTransition,
  };
  return { ...status, conditions: [...withoutCondition(status.conditions, "Progressing"), updated] };
}
