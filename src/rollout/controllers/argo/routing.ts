import { countsOf } from "./counts.ts";
import { switchService } from "./services.ts";
import type { CanarySpec } from "./spec.ts";
import { isFullyPromoted } from "./status.ts";
import { atDesiredCounts, meetsThreshold, positionOf } from "./steps.ts";
import type { Sync } from "./sync.ts";
import { currentSetWeight, desiredCanaryWeight, lastSetWeight, maxWeightOf } from "./weight.ts";

/**
 * Tells the router the canary's weight (`rollout/trafficrouting.go:reconcileTrafficRouting`). Nothing is changed while
 * stable has too few available pods for what would be left to it.
 */
export function reconcileRouting(sync: Sync, spec: CanarySpec): void {
  const { current, stable } = sync.revisions;
  const { services, replicas, kernel } = sync.object;
  const { main, second } = services;
  if (spec.trafficRouting === null || main === null || second === null || stable === null) return;
  const maxWeight = maxWeightOf(spec);
  const canary = canaryWeight(sync, spec);
  const needed = Math.floor(((maxWeight - canary) * replicas) / maxWeight);
  const counts = countsOf(stable);
  if (counts.available < needed && !meetsThreshold(spec.replicaProgressThreshold, counts, needed)) return;
  if (sync.isAborted && canary === 0) switchService(sync, second, stable.template.hash);

  const sides = sync.object.experiments.route;
  const taken = sides.reduce((sum, { weight }) => sum + weight, 0);
  const weights = {
    canary,
    stable: maxWeight - canary - taken,
    canaryHash: current.template.hash,
    stableHash: stable.template.hash,
  };
  const told = sync.before.weights;
  sync.after = { ...sync.after, weights };
  if (told?.canary === canary && told.stable === weights.stable) return;
  // Once promoted the canary's weight is handed to the stable Service, which serves the same pods: nothing shifts.
  if (!isFullyPromoted(sync.before)) kernel.record("trafficShifted", second.name, { weight: canary / maxWeight });
  sync.object.setRoute([
    { backend: main.backend, weight: weights.stable },
    { backend: second.backend, weight: canary },
    ...sides,
  ]);
}

/** The weight to send: it follows the pods up, and leads them down. */
function canaryWeight(sync: Sync, spec: CanarySpec): number {
  const { before } = sync;
  const { current, stable } = sync.revisions;
  const { replicas } = sync.object;
  const told = before.weights?.canary ?? 0;
  const fallback = { replicas, canary: countsOf(current), stable: stable && countsOf(stable) };
  if (isFullyPromoted(before)) return 0;
  if (sync.isAborted) {
    if (!spec.dynamicStableScale) return 0;
    return walkBack(sync, spec, desiredCanaryWeight(spec, positionOf(sync), fallback));
  }
  if (current.status.available === 0) return 0;
  if (before.promoteFull) {
    if (!spec.dynamicStableScale) return told;
    return replicas === 0 ? 0 : Math.floor((maxWeightOf(spec) * current.status.available) / replicas);
  }
  if (!atDesiredCounts(sync, spec)) return lastSetWeight(spec.steps, before.index - 1) ?? 0;
  return currentSetWeight(spec, positionOf(sync));
}

/**
 * With dynamicStableScale traffic goes back only as fast as stable can take it
 * (`calculateDesiredWeightOnAbortOrStableRollback`).
 */
function walkBack(sync: Sync, spec: CanarySpec, desired: number): number {
  const maxWeight = maxWeightOf(spec);
  const { replicas } = sync.object;
  const told = sync.before.weights?.canary ?? 0;
  const available = sync.revisions.stable?.status.available ?? 0;
  const carried = replicas === 0 ? maxWeight : Math.floor((maxWeight * available) / replicas);
  if (desired === 0) return Math.min(told, Math.max(0, maxWeight - carried));
  return carried < maxWeight - desired ? told : Math.min(desired, told);
}
