import type { ReplicaSet } from "../../../cluster/types.ts";
import { countsOf, sumOf } from "./counts.ts";
import { reconcileExperiment } from "./experiments.ts";
import { resolveFenceposts } from "./fenceposts.ts";
import { cleanHistory } from "./history.ts";
import { countPods, judgeProgress } from "./progress.ts";
import { reconcileRouting } from "./routing.ts";
import { reconcileRuns } from "./runs.ts";
import {
  type DeadlineWalk,
  isReferenced,
  removeDeadlines,
  scaleCurrent,
  scaleTo,
  sizeUntilDeadline,
} from "./scaling.ts";
import { ensureTarget, switchService } from "./services.ts";
import type { CanarySpec } from "./spec.ts";
import { isFullyPromoted, pauseOf } from "./status.ts";
import { canarySizes, hasCompletedStep, meetsThreshold } from "./steps.ts";
import { type Sync, versionOf } from "./sync.ts";
import { currentStep } from "./weight.ts";

/** One look at a canary (`rollout/canary.go:rolloutCanary`): services, router, analyses, pods, pause, status. */
export function reconcileCanary(sync: Sync, spec: CanarySpec): void {
  reconcileServices(sync, spec);
  cleanHistory(sync);
  reconcileRouting(sync, spec);
  reconcileExperiment(sync, spec);
  reconcileRuns(sync);
  if (!sync.hasNewPause && !scaleCanary(sync, spec)) reconcilePause(sync, spec);
  concludeCanary(sync, spec);
}

/** Sizes stable, then canary, then the others; stops after the first that was scaled. True when one was. */
export function scaleCanary(sync: Sync, spec: CanarySpec): boolean {
  const { current, stable } = sync.revisions;
  if (sync.isHalted) return false;
  removeDeadlines(sync);
  if (stable !== null && stable !== current) {
    if (scaleTo(sync, stable, canarySizes(sync, spec, sync.before.weights).stable)) return true;
  }
  const weights = sync.after.weights ?? sync.before.weights;
  if (scaleCurrent(sync, canarySizes(sync, spec, weights).canary)) return true;
  return scaleOthers(sync, spec);
}

function reconcileServices(sync: Sync, spec: CanarySpec): void {
  const { services } = sync.object;
  const { current, stable } = sync.revisions;
  if (stable === null) return;
  ensureTarget(sync, services.main, stable);
  if (!sync.isAborted) ensureTarget(sync, services.second, current);
  else if (spec.trafficRouting === null || !spec.dynamicStableScale)
    switchService(sync, services.second, stable.template.hash);
}

/** `rollout/canary.go:scaleDownOldReplicaSetsForCanary` */
function scaleOthers(sync: Sync, spec: CanarySpec): boolean {
  const { all, others } = sync.revisions;
  const { replicas } = sync.object;
  let scaled = false;
  for (const set of [...others].sort((a, b) => a.createdAt - b.createdAt || a.serial - b.serial)) {
    if (set.replicas > set.status.available) scaled = scaleTo(sync, set, set.status.available) || scaled;
  }
  const { unavailable } = resolveFenceposts(replicas, spec);
  let budget = sumOf(all.map(countsOf), "available") - (replicas - unavailable);
  const walk: DeadlineWalk = { withDeadline: 0 };
  for (const set of others) {
    if (budget <= 0) break;
    if (set.replicas === 0 || isReferenced(sync, set)) continue;
    const wanted = sizeOfOther(sync, set, { spec, budget, walk });
    budget -= set.replicas - wanted;
    scaled = scaleTo(sync, set, wanted) || scaled;
  }
  return scaled;
}

/** Without a router old pods take traffic and go at once; with one the previous stable waits for its deadline. */
function sizeOfOther(
  sync: Sync,
  set: ReplicaSet,
  { spec, budget, walk }: { readonly spec: CanarySpec; readonly budget: number; readonly walk: DeadlineWalk },
): number {
  if (spec.trafficRouting === null) return Math.max(0, set.replicas - budget);
  const wasStable = isFullyPromoted(sync.before) || set.scaleDownDeadline !== null;
  return wasStable && !spec.dynamicStableScale ? sizeUntilDeadline(sync, set, walk) : 0;
}

function reconcilePause(sync: Sync, spec: CanarySpec): void {
  const { before } = sync;
  const step = currentStep(spec, before.index);
  if (sync.object.paused || before.promoteFull || step === undefined || !("pause" in step)) return;
  if (!pauseOf(before, "CanaryPauseStep") && !before.controllerPause) sync.addPause("CanaryPauseStep");
}

/** Writes where the update stands now (`rollout/canary.go:syncRolloutStatusCanary`). */
export function concludeCanary(sync: Sync, spec: CanarySpec): void {
  const { before } = sync;
  countPods(sync, sync.revisions.all);
  if (before.promoteFull) {
    sync.clearPauses();
    sync.removeAbort();
    sync.after = { ...sync.after, index: spec.steps.length };
  }
  if (shouldPromote(sync, spec)) promote(sync, spec);
  else if (sync.isAborted) sync.after = { ...sync.after, index: isFullyPromoted(before) ? spec.steps.length : 0 };
  else if (!before.promoteFull && hasCompletedStep(sync, spec)) completeStep(sync, spec);
  const after = { ...before, ...sync.after };
  judgeProgress(sync, {
    isComplete: isFullyPromoted(after) && after.replicas === sync.object.replicas,
    hasMoved: (sync.after.index ?? before.index) !== before.index || sync.after.stableHash !== undefined,
  });
}

/** `rollout/sync.go:shouldFullPromote` */
function shouldPromote(sync: Sync, spec: CanarySpec): boolean {
  const { before, object, revisions } = sync;
  if (before.stableHash === "") return true;
  if (sync.isAborted) return false;
  const counts = countsOf(revisions.current);
  const isWhole =
    counts.available >= object.replicas || meetsThreshold(spec.replicaProgressThreshold, counts, object.replicas);
  if (!isWhole) return false;
  return before.promoteFull || before.fastRollback || before.index === spec.steps.length;
}

/** `rollout/sync.go:promoteStable`: the current revision is the stable one from now on. */
function promote(sync: Sync, spec: CanarySpec): void {
  const { before, object } = sync;
  sync.clearPauses();
  sync.removeAbort();
  sync.after = { ...sync.after, index: spec.steps.length, promoteFull: false, fastRollback: false };
  if (isFullyPromoted(before)) return;
  sync.after = { ...sync.after, stableHash: before.currentHash };
  object.kernel.record("rolloutPromoted", sync.revisions.current.name, versionOf(sync));
}

function completeStep(sync: Sync, spec: CanarySpec): void {
  const { index } = sync.before;
  sync.removePause("CanaryPauseStep");
  sync.after = { ...sync.after, index: index + 1 };
  recordStep(sync, spec, { kind: "rolloutStepCompleted", index });
  recordStep(sync, spec, { kind: "rolloutStepStarted", index: index + 1 });
}

/** Nothing where there is no such step. */
export function recordStep(
  { object }: Sync,
  { steps }: CanarySpec,
  { kind, index }: { readonly kind: "rolloutStepStarted" | "rolloutStepCompleted"; readonly index: number },
): void {
  const step = steps[index];
  if (step === undefined) return;
  const weight = "setWeight" in step ? { setWeight: step.setWeight } : {};
  object.kernel.record(kind, Object.keys(step)[0] ?? "", { step: index + 1, of: steps.length, ...weight });
}
