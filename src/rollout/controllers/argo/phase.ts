import type { ArgoSpec } from "./spec.ts";
import { type ArgoStatus, isFullyPromoted, type ProgressReason } from "./status.ts";

/** What people read first of a Rollout: `status.phase` and `status.message`. */
export interface RolloutPhase {
  readonly phase: "Healthy" | "Progressing" | "Paused" | "Degraded";
  readonly message: string;
}

/** The object a phase is told of. */
export interface Observed {
  readonly status: ArgoStatus;
  readonly spec: ArgoSpec;
  /** `spec.replicas` */
  readonly replicas: number;
  /** `spec.paused` */
  readonly paused: boolean;
  /** Name and revision of the ReplicaSet of the template. */
  readonly current: { readonly name: string; readonly revision: number };
}

/** `utils/rollout/rolloututil.go:CalculateRolloutPhase`: the first that applies. */
export function phaseOf(object: Observed): RolloutPhase {
  const { status, paused } = object;
  const { reason } = status.progress;
  if (reason === "RolloutAborted" || reason === "ProgressDeadlineExceeded") {
    return { phase: "Degraded", message: `${reason}: ${progressMessage(object)}` };
  }
  if (paused) return { phase: "Paused", message: "manually paused" };
  const [pause] = status.pauses;
  if (pause !== undefined) return { phase: "Paused", message: pause.reason };
  const missing = whatIsMissing(object);
  return missing === null ? { phase: "Healthy", message: "" } : { phase: "Progressing", message: missing };
}

function whatIsMissing({ status, spec, replicas }: Observed): string | null {
  const { strategy } = spec;
  if (status.updated < replicas) return "more replicas need to be updated";
  if (status.available < status.updated) return "updated replicas are still becoming available";
  if ("blueGreen" in strategy) {
    if (status.activeHash !== status.currentHash) return "active service cutover pending";
    return isFullyPromoted(status) ? null : "waiting for analysis to complete";
  }
  if (strategy.canary.trafficRouting === null && status.replicas > status.updated) {
    return "old replicas are pending termination";
  }
  return isFullyPromoted(status) ? null : "waiting for all steps to complete";
}

/** The message of the Progressing condition where it says that something went wrong. */
function progressMessage({ status, current }: Observed): string {
  if (status.progress.reason !== "RolloutAborted") return timedOut(current.name);
  const aborted = `Rollout aborted update to revision ${current.revision}`;
  return status.abortMessage === "" ? aborted : `${aborted}: ${status.abortMessage}`;
}

/** `conditions.RolloutTimeOutMessage` */
export function timedOut(name: string): string {
  return `ReplicaSet "${name}" has timed out progressing.`;
}

const UNTRUE: Partial<Record<ProgressReason, "False" | "Unknown">> = {
  RolloutAborted: "False",
  ProgressDeadlineExceeded: "False",
  RolloutPaused: "Unknown",
  RolloutResumed: "Unknown",
  RolloutRetry: "Unknown",
};

/** The status of the Progressing condition, which goes with its reason. */
export function progressStatusOf(reason: ProgressReason): "True" | "False" | "Unknown" {
  return UNTRUE[reason] ?? "True";
}
