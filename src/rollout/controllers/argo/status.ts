import type { Micros } from "../../../kernel/time.ts";
import type { Weights } from "./weight.ts";

export type PauseReason = "CanaryPauseStep" | "BlueGreenPause" | "InconclusiveAnalysisRun" | "InconclusiveExperiment";

export interface PauseCondition {
  readonly reason: PauseReason;
  /** Whole seconds, as timestamps in a status are. */
  readonly startedAt: Micros;
}

/** The reason of the Progressing condition. */
export type ProgressReason =
  | "ReplicaSetUpdated"
  | "NewReplicaSetAvailable"
  | "ReplicaSetNotAvailable"
  | "RolloutPaused"
  | "RolloutResumed"
  | "RolloutAborted"
  | "RolloutRetry"
  | "ProgressDeadlineExceeded";

/** What the router was told, and for which pods. */
export interface RoutedWeights extends Weights {
  readonly canaryHash: string;
  readonly stableHash: string;
}

/** `status` of a Rollout. A sync reads the one it started with and writes the next. */
export interface ArgoStatus {
  /** Hash of the revision that was last promoted; empty before the first deploy. */
  readonly stableHash: string;
  /** Hash of the revision in `spec.template`. */
  readonly currentHash: string;
  /** Position in the steps; their number when all are done. */
  readonly index: number;
  /** The steps the index is about, written out; empty without a canary. */
  readonly steps: string;
  readonly pauses: readonly PauseCondition[];
  /** The controller itself has paused. With no pause left: somebody resumed it. */
  readonly controllerPause: boolean;
  readonly aborted: boolean;
  readonly abortMessage: string;
  readonly promoteFull: boolean;
  readonly weights: RoutedWeights | null;
  /** Hash the active Service selects, as last seen; empty: none. */
  readonly activeHash: string;
  readonly previewHash: string;
  /** The preview has passed its pause with `previewReplicas` pods and grows to full size. */
  readonly previewCheckpoint: boolean;
  /** The update goes back to a revision whose pods are still up: no pause, no analysis. */
  readonly fastRollback: boolean;
  readonly progress: { readonly reason: ProgressReason; readonly at: Micros };
  /** The Healthy condition; null: it has never been true yet. */
  readonly healthy: boolean | null;
  /** Pods of all revisions, of the current one, ready and available ones. */
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
}

export const EMPTY_STATUS: ArgoStatus = {
  stableHash: "",
  currentHash: "",
  index: 0,
  steps: "",
  pauses: [],
  controllerPause: false,
  aborted: false,
  abortMessage: "",
  promoteFull: false,
  weights: null,
  activeHash: "",
  previewHash: "",
  previewCheckpoint: false,
  fastRollback: false,
  progress: { reason: "ReplicaSetUpdated", at: 0 },
  healthy: null,
  replicas: 0,
  updated: 0,
  ready: 0,
  available: 0,
};

/** True when both say the same. */
export function equalStatus(a: ArgoStatus, b: ArgoStatus): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function pauseOf(status: ArgoStatus, reason: PauseReason): PauseCondition | undefined {
  return status.pauses.find((pause) => pause.reason === reason);
}

/** Somebody must judge what could not be judged. */
export function isInconclusive(reason: PauseReason): boolean {
  return reason === "InconclusiveAnalysisRun" || reason === "InconclusiveExperiment";
}

export function isFullyPromoted({ stableHash, currentHash }: ArgoStatus): boolean {
  return stableHash === currentHash;
}
