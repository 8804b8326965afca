import { type BasicCanary, basicCanarySizes } from "./basicCanary.ts";
import { hasPassed } from "./clock.ts";
import { type Counts, countsOf, type Sizes, sumOf } from "./counts.ts";
import { resolveFenceposts } from "./fenceposts.ts";
import type { CanarySpec, ReplicaProgressThreshold } from "./spec.ts";
import { pauseOf } from "./status.ts";
import type { Sync } from "./sync.ts";
import { trafficRoutedCanarySizes } from "./trafficRoutedCanary.ts";
import { currentSetWeight, currentStep, type Position, type Weights } from "./weight.ts";

/** Where the update of a sync stands. An abort that this very sync has found out about counts from the next one on. */
export function positionOf(sync: Sync): Position {
  return {
    index: sync.before.index,
    aborted: sync.before.aborted,
    promoteFull: sync.before.promoteFull,
    isUpdate: sync.isUpdate,
  };
}

function basicCanaryOf(sync: Sync, spec: CanarySpec): BasicCanary {
  const { current, stable, others } = sync.revisions;
  const { replicas } = sync.object;
  return {
    replicas,
    weight: sync.before.promoteFull ? 100 : currentSetWeight(spec, positionOf(sync)),
    fenceposts: resolveFenceposts(replicas, spec),
    canary: countsOf(current),
    stable: sync.isUpdate && stable !== null ? countsOf(stable) : null,
    others: others.map(countsOf),
  };
}

/** How many canary and stable pods this sync may ask for. */
export function canarySizes(sync: Sync, spec: CanarySpec, weights: Weights | null): Sizes {
  if (spec.trafficRouting === null) return basicCanarySizes(basicCanaryOf(sync, spec));
  return trafficRoutedCanarySizes(spec, positionOf(sync), { ...routedState(sync), weights });
}

function routedState(sync: Sync): { replicas: number; canary: Counts; stable: Counts | null } {
  const { current, stable } = sync.revisions;
  return { replicas: sync.object.replicas, canary: countsOf(current), stable: stable && countsOf(stable) };
}

/**
 * The step's pods are there. What is compared with is what may be asked for now, so that a canary that cannot get any
 * further towards its weight counts as being there.
 */
export function atDesiredCounts(sync: Sync, spec: CanarySpec): boolean {
  const { current, stable, others } = sync.revisions;
  if (stable === null) return false;
  const desired = canarySizes(sync, spec, sync.before.weights);
  return isAtSizes(spec, desired, {
    canary: countsOf(current),
    stable: countsOf(stable),
    others: others.map(countsOf),
  });
}

/**
 * `utils/replicaset/canary.go:AtDesiredReplicaCountsForCanary`: the canary sized and available, stable sized and neither
 * creating nor removing pods. Stable's availability does not matter.
 */
export function isAtSizes(
  spec: CanarySpec,
  desired: Sizes,
  { canary, stable, others }: { readonly canary: Counts; readonly stable: Counts; readonly others: readonly Counts[] },
): boolean {
  if (!hasProgressed(spec.replicaProgressThreshold, canary, desired.canary)) return false;
  const isBasic = spec.trafficRouting === null;
  const stableMatters = isBasic || !spec.dynamicStableScale;
  if (stableMatters && (stable.spec !== desired.stable || stable.exists !== desired.stable)) return false;
  return !isBasic || sumOf(others, "available") === 0;
}

/** `ReplicaProgressThresholdMet`: sized and all available — or, with a threshold, enough of them. */
export function hasProgressed(threshold: ReplicaProgressThreshold | null, counts: Counts, desired: number): boolean {
  if (isSet(threshold)) return meetsThreshold(threshold, counts, desired);
  return counts.spec === desired && counts.available === desired;
}

/** There is a threshold, and enough pods, though perhaps not all, are available. */
export function meetsThreshold(threshold: ReplicaProgressThreshold | null, counts: Counts, desired: number): boolean {
  if (!isSet(threshold)) return false;
  if (threshold.type === "Pods") return counts.available >= threshold.value;
  return desired === 0 || (counts.available / desired) * 100 >= threshold.value;
}

function isSet(threshold: ReplicaProgressThreshold | null): threshold is ReplicaProgressThreshold {
  return threshold !== null && threshold.value >= 0;
}

/** The step in progress is done (`rollout/canary.go:completedCurrentCanaryStep`). */
export function hasCompletedStep(sync: Sync, spec: CanarySpec): boolean {
  const { before } = sync;
  const step = currentStep(spec, before.index);
  if (sync.object.paused || step === undefined) return false;
  if ("pause" in step) {
    const pause = pauseOf(before, "CanaryPauseStep");
    if (pause === undefined) return before.controllerPause;
    return step.pause !== null && hasPassed(pause.startedAt, step.pause, sync.now);
  }
  if ("setCanaryScale" in step || "setWeight" in step) return atDesiredCounts(sync, spec);
  if ("analysis" in step) return sync.object.runs.get("step")?.phase === "Successful";
  if ("experiment" in step) return sync.object.experiments.phase === "Successful";
  // Routes are set at once, and somebody's own step is taken to succeed.
  return true;
}
