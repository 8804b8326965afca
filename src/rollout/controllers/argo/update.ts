import { concludeBlueGreen, scaleBlueGreen } from "./blueGreen.ts";
import { concludeCanary, recordStep, scaleCanary } from "./canary.ts";
import { timestamp } from "./clock.ts";
import { timeLeft } from "./scaling.ts";
import type { ArgoSpec } from "./spec.ts";
import { type Sync, versionOf } from "./sync.ts";

/** Another template, or other steps. */
export function isNewUpdate({ before, object, revisions }: Sync): boolean {
  return before.currentHash !== revisions.current.template.hash || before.steps !== writtenSteps(object.spec);
}

/** The steps as text, to tell whether they were edited. */
export function writtenSteps({ strategy }: ArgoSpec): string {
  return "canary" in strategy ? JSON.stringify(strategy.canary.steps) : "";
}

/** Where an update starts (`utils/replicaset:ResetCurrentStepIndex`); null: there are no steps. */
export function firstIndex(strategy: ArgoSpec["strategy"]): number | null {
  return "canary" in strategy && strategy.canary.steps.length > 0 ? 0 : null;
}

/**
 * A new template resets everything (`resetRolloutStatus`) — except that a template of the stable revision, or one inside
 * the rollback window, has no steps to go through.
 */
export function beginUpdate(sync: Sync): void {
  const { before, object, revisions, canary } = sync;
  const hash = revisions.current.template.hash;
  object.runs.reset();
  sync.clearPauses();
  sync.removeAbort();
  const isStillUp = canary === null && timeLeft(revisions.current, sync.now) !== null;
  const fastRollback = isStillUp || isInRollbackWindow(sync);
  const skipsSteps = hash === before.stableHash || fastRollback;
  sync.after = {
    currentHash: hash,
    index: canary !== null && skipsSteps ? canary.steps.length : (firstIndex(object.spec.strategy) ?? 0),
    steps: writtenSteps(object.spec),
    promoteFull: false,
    previewCheckpoint: false,
    fastRollback,
    updated: revisions.current.status.replicas,
    healthy: before.healthy === null ? null : false,
    progress: { reason: "ReplicaSetUpdated", at: timestamp(sync.now) },
  };
  const { name, revision } = revisions.current;
  object.kernel.record("rolloutStarted", name, { revision, ...versionOf(sync) });
  if (canary !== null) recordStep(sync, canary, { kind: "rolloutStepStarted", index: sync.after.index ?? 0 });
}

/** Older than stable, with fewer than `rollbackWindow` revisions created between them. */
function isInRollbackWindow({ object, revisions }: Sync): boolean {
  const window = object.spec.rollbackWindow;
  const { current, stable, others } = revisions;
  if (window === null || stable === null || current.serial >= stable.serial) return false;
  return others.filter((set) => set.serial > current.serial && set.serial < stable.serial).length < window;
}

/** `spec.replicas` has changed: sizes come first, in a look of their own. */
export function isScalingEvent(sync: Sync): boolean {
  const { current, stable } = sync.revisions;
  const { object } = sync;
  return [current, stable].some(
    (set) => set !== null && set.replicas > 0 && set.desiredReplicasAnnotation !== object.replicas,
  );
}

/** `rollout/sync.go:syncReplicasOnly` */
export function scaleOnly(sync: Sync): void {
  if (sync.canary !== null) {
    scaleCanary(sync, sync.canary);
    concludeCanary(sync, sync.canary);
  } else if (sync.blueGreen !== null) {
    scaleBlueGreen(sync, sync.blueGreen);
    concludeBlueGreen(sync, sync.blueGreen);
  }
}
