import type { ReplicaSet } from "../../../cluster/types.ts";
import { hasPassed, timestamp } from "./clock.ts";
import { timedOut } from "./phase.ts";
import { isFullyPromoted, type ProgressReason } from "./status.ts";
import type { Sync } from "./sync.ts";
import { currentStep } from "./weight.ts";

/** Writes how many pods there are; `availableOf` are the ReplicaSets whose ready and available pods the strategy counts. */
export function countPods(sync: Sync, availableOf: readonly ReplicaSet[]): void {
  const { all, current } = sync.revisions;
  const total = (sets: readonly ReplicaSet[], field: "replicas" | "ready" | "available") =>
    sets.reduce((sum, set) => sum + sync.foundIn(set)[field], 0);
  sync.after = {
    ...sync.after,
    replicas: total(all, "replicas"),
    updated: total([current], "replicas"),
    ready: total(availableOf.length === 0 ? all : availableOf, "ready"),
    available: total(availableOf, "available"),
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
  // Of a Rollout that is through with its update the condition goes on saying so.
  if (before.pauses.length === 0 && reason === "NewReplicaSetAvailable" && isFullyPromoted(before)) return false;
  let next: ProgressReason | null = null;
  if (isPaused && reason !== "RolloutPaused" && reason !== "RolloutAborted") next = "RolloutPaused";
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
  const isPaused = before.pauses.length > 0 || object.paused;
  const after = { ...before, ...sync.after };
  const isWhole = after.updated === object.replicas && after.available === object.replicas;
  const isHealthy = isWhole && signs.isComplete;
  const becameUnhealthy = before.healthy === true && (isPaused || !isHealthy);
  if (isHealthy || before.healthy !== null) sync.after = { ...sync.after, healthy: isHealthy && !isPaused };
  if (isPaused && !sync.isAborted) {
    if (signs.hasMoved && !object.paused) resume(sync);
    return;
  }
  const { reason } = before.progress;
  if (reason === "NewReplicaSetAvailable" && after.replicas === after.available && signs.isComplete) return;
  const set = (next: ProgressReason) => {
    sync.after = { ...sync.after, progress: { reason: next, at: timestamp(sync.now) } };
  };
  if (sync.isAborted) {
    if (reason !== "RolloutAborted") set("RolloutAborted");
  } else if (isHealthy) {
    if (reason !== "NewReplicaSetAvailable") set("NewReplicaSetAvailable");
  } else if (isProgress(sync, signs)) {
    set("ReplicaSetUpdated");
  } else if (becameUnhealthy) {
    set(isFullyPromoted(before) ? "ReplicaSetNotAvailable" : "ReplicaSetUpdated");
  } else if (hasTimedOut(sync)) {
    timeOut(sync);
  }
}

/** What ends a pause by moving on is progress at once, without the detour of a resumed condition. */
function resume(sync: Sync): void {
  const { before, object, revisions } = sync;
  if (before.progress.reason === "RolloutPaused") object.kernel.record("rolloutResumed", revisions.current.name);
  sync.after = { ...sync.after, progress: { reason: "ReplicaSetUpdated", at: timestamp(sync.now) } };
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
  if (step !== undefined && ("analysis" in step || "experiment" in step)) return false;
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
    sync.abort(timedOut(revisions.current.name));
  }
}
