import type { ReplicaSet } from "../../../cluster/types.ts";
import { hasPassed, timestamp } from "./clock.ts";
import { countsOf, sumOf } from "./counts.ts";
import type { ProgressReason } from "./status.ts";
import type { Sync } from "./sync.ts";
import { currentStep } from "./weight.ts";

/** Writes how many pods there are; `availableOf` are the ReplicaSets whose available pods the strategy counts. */
export function countPods(sync: Sync, availableOf: readonly ReplicaSet[]): void {
  const { all, current } = sync.revisions;
  sync.after = {
    ...sync.after,
    replicas: sumOf(all.map(countsOf), "exists"),
    updated: current.status.replicas,
    ready: all.reduce((sum, set) => sum + set.status.ready, 0),
    available: sumOf(availableOf.map(countsOf), "available"),
  };
}

/**
 * Keeps the Progressing condition in step with pause, resume and retry; each restarts the clock of the deadline
 * (`rollout/sync.go:checkPausedConditions`). True when it changed: the sync ends there.
 */
export function followPauses(sync: Sync): boolean {
  const { before } = sync;
  const isPaused = before.pauses.length > 0 || sync.object.paused;
  const { reason } = before.progress;
  let next: ProgressReason | null = null;
  if (isPaused && reason !== "RolloutPaused") next = "RolloutPaused";
  if (!isPaused && reason === "RolloutPaused") next = "RolloutResumed";
  if (!before.aborted && reason === "RolloutAborted") next = "RolloutRetry";
  if (next === null) return false;
  sync.object.status = { ...before, progress: { reason: next, at: timestamp(sync.now) } };
  if (next === "RolloutPaused") sync.object.kernel.record("rolloutPaused", before.pauses[0]?.reason ?? "user");
  if (next === "RolloutResumed" && !before.aborted)
    sync.object.kernel.record("rolloutResumed", sync.revisions.current.name);
  return true;
}

export interface ProgressSigns {
  /** The current revision is promoted, and services point at it. */
  readonly isComplete: boolean;
  /** A step was completed, a revision promoted, a Service switched. */
  readonly hasMoved: boolean;
}

/**
 * The Progressing condition at the end of a sync (`rollout/sync.go:calculateRolloutConditions`). The deadline runs from
 * the last sign of progress, not from the start; it only reports, unless progressDeadlineAbort is set.
 */
export function judgeProgress(sync: Sync, signs: ProgressSigns): void {
  const { before, object } = sync;
  if (before.pauses.length > 0 || object.paused) return;
  const after = { ...before, ...sync.after };
  const wasComplete = before.progress.reason === "NewReplicaSetAvailable" && after.replicas === after.available;
  if (wasComplete && signs.isComplete) return;
  const set = (reason: ProgressReason, at = timestamp(sync.now)) => {
    sync.after = { ...sync.after, progress: { reason, at } };
  };
  const isWhole = after.updated === object.replicas && after.available === object.replicas;
  if (sync.isAborted) {
    if (before.progress.reason !== "RolloutAborted") set("RolloutAborted");
  } else if (isWhole && signs.isComplete) {
    if (before.progress.reason !== "NewReplicaSetAvailable") set("NewReplicaSetAvailable");
  } else if (isProgress(sync, signs)) {
    set("ReplicaSetUpdated");
  } else if (hasTimedOut(sync)) {
    timeOut(sync);
  }
}

function isProgress(sync: Sync, { hasMoved }: ProgressSigns): boolean {
  const { before } = sync;
  const after = { ...before, ...sync.after };
  const isShrinking = after.replicas - after.updated < before.replicas - before.updated;
  const isGrowing = after.ready > before.ready || after.available > before.available;
  return hasMoved || after.updated !== before.updated || isShrinking || isGrowing;
}

/** Nothing has moved for the whole deadline, and nothing that may take its time is in progress. */
function hasTimedOut(sync: Sync): boolean {
  const { before, object } = sync;
  if (before.progress.reason === "NewReplicaSetAvailable") return false;
  const step = sync.canary === null ? undefined : currentStep(sync.canary, before.index);
  if (step !== undefined && "analysis" in step) return false;
  const waitsForDeadline = sync.revisions.others.some((set) => set.scaleDownDeadline !== null && set.replicas > 0);
  return !waitsForDeadline && hasPassed(before.progress.at, object.spec.progressDeadline, sync.now);
}

function timeOut(sync: Sync): void {
  const { before, object, revisions } = sync;
  if (before.progress.reason !== "ProgressDeadlineExceeded") {
    object.kernel.record("rolloutStalled", revisions.current.name);
    sync.after = { ...sync.after, progress: { reason: "ProgressDeadlineExceeded", at: before.progress.at } };
  }
  if (object.spec.progressDeadlineAbort && sync.isUpdate) {
    sync.abort(`ReplicaSet "${revisions.current.name}" has timed out progressing.`);
  }
}
