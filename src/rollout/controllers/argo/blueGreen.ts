import { hasPassed } from "./clock.ts";
import { cleanHistory } from "./history.ts";
import { countPods, judgeProgress } from "./progress.ts";
import { isSaturated } from "./revisions.ts";
import { reconcileRuns } from "./runs.ts";
import {
  type DeadlineWalk,
  isReferenced,
  removeDeadlines,
  scaleCurrent,
  scaleTo,
  sizeUntilDeadline,
} from "./scaling.ts";
import { selectedHash, switchService } from "./services.ts";
import type { BlueGreenSpec } from "./spec.ts";
import { type ArgoStatus, isFullyPromoted, pauseOf } from "./status.ts";
import { type Sync, versionOf } from "./sync.ts";

/**
 * One look at a blue/green update (`rollout/bluegreen.go:rolloutBlueGreen`): pods, pause, active Service, analyses,
 * status. The preview Service was switched before, as soon as the new ReplicaSet existed.
 */
export function reconcileBlueGreen(sync: Sync, spec: BlueGreenSpec): void {
  cleanHistory(sync);
  scaleBlueGreen(sync, spec);
  reconcilePause(sync, spec);
  reconcileActive(sync, spec);
  reconcileRuns(sync);
  concludeBlueGreen(sync, spec);
}

/** The preview Service follows the template at once, before any pod is ready. */
export function reconcilePreview(sync: Sync): void {
  const { services } = sync.object;
  if (!sync.isHalted) switchService(sync, services.second, sync.revisions.current.template.hash);
}

export function scaleBlueGreen(sync: Sync, spec: BlueGreenSpec): void {
  const { current, stable, others } = sync.revisions;
  removeDeadlines(sync);
  if (stable !== null && stable !== current) scaleTo(sync, stable, sync.object.replicas);
  scaleCurrent(sync, previewSize(sync, spec));
  if (sync.isHalted) return;
  const walk: DeadlineWalk = { withDeadline: 0 };
  for (const set of others) {
    if (set.replicas > 0 && !isReferenced(sync, set)) scaleTo(sync, set, sizeUntilDeadline(sync, set, walk));
  }
}

/** Pods of the new stack: all, or the few of a preview that is still to be promoted (`utils/replicaset:NewRSNewReplicas`). */
export function newStackSize(
  replicas: number,
  { previewReplicas }: Pick<BlueGreenSpec, "previewReplicas">,
  status: Pick<ArgoStatus, "activeHash" | "currentHash" | "previewCheckpoint" | "promoteFull">,
): number {
  const isActive = status.activeHash === "" || status.activeHash === status.currentHash;
  return previewReplicas === null || isActive || status.previewCheckpoint || status.promoteFull
    ? replicas
    : previewReplicas;
}

function previewSize({ before, object, revisions }: Sync, spec: BlueGreenSpec): number {
  return newStackSize(object.replicas, spec, { ...before, currentHash: revisions.current.template.hash });
}

/** The preview has all the pods it gets before its pause (`utils/replicaset:ReadyForPause`). */
function isReadyForPause(sync: Sync, spec: BlueGreenSpec): boolean {
  const { replicas, status } = sync.revisions.current;
  const wanted = previewSize(sync, spec);
  return replicas === wanted && status.available === wanted;
}

/** No pause and no analysis before the switch: a full promotion, a way back to pods still up, or the first deploy. */
function isFastTracked({ before, object }: Sync): boolean {
  const active = selectedHash(object.services.main);
  return before.promoteFull || before.fastRollback || active === "" || active === before.currentHash;
}

function wantsPause(spec: BlueGreenSpec): boolean {
  return !spec.autoPromotionEnabled || spec.autoPromotion > 0;
}

/** The pause is over, was ended by somebody, or there is none (`CompletedBlueGreenPause`). */
function hasCompletedPause({ before, now }: Sync, spec: BlueGreenSpec): boolean {
  if (!wantsPause(spec) || before.previewCheckpoint) return true;
  const pause = pauseOf(before, "BlueGreenPause");
  if (pause === undefined) return before.controllerPause;
  return spec.autoPromotionEnabled && hasPassed(pause.startedAt, spec.autoPromotion, now);
}

function hasPassedPrePromotion({ object }: Sync, spec: BlueGreenSpec): boolean {
  return spec.prePromotionAnalysis === null || object.runs.get("prePromotion")?.phase === "Successful";
}

function reconcilePause(sync: Sync, spec: BlueGreenSpec): void {
  const { before } = sync;
  if (isFastTracked(sync) || sync.object.paused || sync.isAborted || !isReadyForPause(sync, spec)) return;
  if (!wantsPause(spec) || before.previewCheckpoint || !hasPassedPrePromotion(sync, spec)) return;
  if (hasCompletedPause(sync, spec)) sync.removePause("BlueGreenPause");
  else if (!pauseOf(before, "BlueGreenPause")) sync.addPause("BlueGreenPause");
}

/**
 * Switches the active Service (`rollout/service.go:reconcileActiveService`) — and, after an abort, back, but only while
 * the new ReplicaSet is whole: if its pods are down, the Service stays with them.
 */
function reconcileActive(sync: Sync, spec: BlueGreenSpec): void {
  const { services, replicas } = sync.object;
  const { current } = sync.revisions;
  if (sync.isHalted) return;
  if (!isReadyForPause(sync, spec) || !isSaturated(current, replicas)) return;
  if (sync.before.aborted) {
    switchService(sync, services.main, sync.before.stableHash);
    return;
  }
  const mayPromote = hasCompletedPause(sync, spec) && hasPassedPrePromotion(sync, spec);
  if (mayPromote || isFastTracked(sync)) switchService(sync, services.main, current.template.hash);
}

/** Writes where the update stands now (`rollout/bluegreen.go:syncRolloutStatusBlueGreen`). */
export function concludeBlueGreen(sync: Sync, spec: BlueGreenSpec): void {
  const { before, object, revisions } = sync;
  const activeHash = selectedHash(object.services.main);
  const previewHash = selectedHash(object.services.second);
  const active = revisions.all.find((set) => set.template.hash === activeHash);
  countPods(sync, active === undefined ? [] : [active]);
  if (before.promoteFull) {
    sync.clearPauses();
    sync.removeAbort();
  }
  sync.after = { ...sync.after, activeHash, previewHash, previewCheckpoint: checkpoint(sync, spec) };
  if (shouldPromote(sync, spec)) promote(sync);
  judgeProgress(sync, {
    isComplete: activeHash === revisions.current.template.hash && (!spec.previewService || previewHash === activeHash),
    hasMoved: activeHash !== before.activeHash || previewHash !== before.previewHash,
  });
}

/** The preview may grow to full size: it is through its pause and analysis with its few pods. */
function checkpoint(sync: Sync, spec: BlueGreenSpec): boolean {
  const { before, revisions } = sync;
  if (spec.previewReplicas === null || isFullyPromoted(before) || sync.isAborted) return false;
  if (before.previewCheckpoint) return true;
  if (!hasPassedPrePromotion(sync, spec) || !hasCompletedPause(sync, spec)) return false;
  return revisions.current.status.available === spec.previewReplicas;
}

/** `rollout/sync.go:shouldFullPromote` */
function shouldPromote(sync: Sync, spec: BlueGreenSpec): boolean {
  const { before, object } = sync;
  const activeHash = sync.after.activeHash ?? before.activeHash;
  if (before.stableHash === "" || activeHash === "") return true;
  if (activeHash !== before.currentHash) return false;
  if (before.promoteFull || before.fastRollback) return true;
  if (sync.isAborted) return false;
  return spec.postPromotionAnalysis === null || object.runs.get("postPromotion")?.phase === "Successful";
}

/** `rollout/sync.go:promoteStable` */
function promote(sync: Sync): void {
  const { before, object } = sync;
  sync.clearPauses();
  sync.removeAbort();
  sync.after = { ...sync.after, promoteFull: false, fastRollback: false };
  if (isFullyPromoted(before)) return;
  sync.after = { ...sync.after, stableHash: before.currentHash };
  object.kernel.record("rolloutPromoted", sync.revisions.current.name, versionOf(sync));
}
