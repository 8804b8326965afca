import { approximateWeight } from "./approximateWeight.ts";
import { type Counts, NO_PODS, type Sizes, sumOf } from "./counts.ts";
import type { Fenceposts } from "./fenceposts.ts";

/** A canary without traffic routing, whose share of the traffic is its share of the pods. */
export interface BasicCanary {
  readonly replicas: number;
  /** 0–100. */
  readonly weight: number;
  readonly fenceposts: Fenceposts;
  /** Null: the ReplicaSet does not exist yet. */
  readonly canary: Counts | null;
  /** Null: nothing is stable yet, or the canary itself is. */
  readonly stable: Counts | null;
  /** Older ReplicaSets, neither canary nor stable. */
  readonly others: readonly Counts[];
}

/** The numbers of pods the current weight asks for in the end. */
function basicCanaryTarget({ replicas, weight, fenceposts, stable }: BasicCanary): Sizes {
  if (stable === null) return { canary: replicas, stable: 0 };
  return approximateWeight(replicas, { weight, maxWeight: 100, surge: fenceposts.surge });
}

/**
 * How far one sync may go towards the target (`utils/replicaset/canary.go:CalculateReplicaCountsForBasicCanary`):
 * scale up what is missing, stable first, within the surge; then scale down what is too much, as far as enough pods
 * stay available. Older ReplicaSets are drained before either is lowered.
 *
 * Example: 10 replicas, 25 % / 25 % (surge 3, unavailable 2), weight 100, from 0 canary + 10 stable: 5 canary in reach
 * of the 13 allowed once stable went to 8, so the first round ends at 5 + 8.
 */
export function basicCanarySizes(state: BasicCanary): Sizes {
  const target = basicCanaryTarget(state);
  const canary = state.canary ?? NO_PODS;
  const stable = state.stable ?? NO_PODS;
  const maxTotal = state.replicas + state.fenceposts.surge;
  const minAvailable = state.replicas - state.fenceposts.unavailable;

  let room = maxTotal - sumOf([canary, stable, ...state.others], "spec");
  const raisedStable = raise(stable.spec, target.stable, room);
  room -= raisedStable - stable.spec;
  const raised: Sizes = {
    stable: raisedStable,
    canary: state.canary === null ? 0 : raise(canary.spec, target.canary, room),
  };
  if (sumOf(state.others, "spec") > 0) return raised;

  const isIncreasing = target.canary >= canary.spec;
  const counted =
    dependable(canary, { ignoreAvailability: !isIncreasing }) +
    dependable(stable, { ignoreAvailability: isIncreasing });
  const spare = counted - minAvailable;
  if (spare <= 0) return raised;

  const limits = { maxTotal, minAvailable };
  if (isIncreasing) {
    const lowered = lower(raised.stable, { from: stable.spec, to: target.stable, spare });
    const within = withinLimits({ wanted: lowered, now: stable }, { wanted: raised.canary, now: canary }, limits);
    return { stable: within.drained, canary: within.adjusted };
  }
  const lowered = lower(raised.canary, { from: canary.spec, to: target.canary, spare });
  const within = withinLimits({ wanted: lowered, now: canary }, { wanted: raised.stable, now: stable }, limits);
  return { stable: within.adjusted, canary: within.drained };
}

function raise(from: number, to: number, room: number): number {
  return from < to && room > 0 ? Math.min(to, from + room) : from;
}

function lower(unchanged: number, { from, to, spare }: { from: number; to: number; spare: number }): number {
  return from > to ? Math.max(to, from - spare) : unchanged;
}

/**
 * Pods of a ReplicaSet that may be counted on (`GetReplicasForScaleDown`). On the side being drained unavailable pods
 * count, or they would block.
 */
export function dependable(
  { spec, available }: Counts,
  { ignoreAvailability }: { ignoreAvailability: boolean },
): number {
  return spec < available || ignoreAvailability ? spec : available;
}

interface Side {
  readonly wanted: number;
  readonly now: Counts;
}

/** `adjustReplicaWithinLimits`: brings both sides back between the least available and the most pods allowed. */
function withinLimits(
  drain: Side,
  adjust: Side,
  { maxTotal, minAvailable }: { readonly maxTotal: number; readonly minAvailable: number },
): { readonly drained: number; readonly adjusted: number } {
  const excess = Math.max(0, drain.wanted + adjust.wanted - maxTotal);
  let adjusted = adjust.wanted - excess;
  const available = Math.min(adjusted, adjust.now.available);
  const missing = minAvailable - (available + Math.min(drain.wanted, drain.now.available));
  adjusted += Math.max(0, Math.min(adjust.now.available - available, missing));
  return { adjusted, drained: drain.wanted - Math.max(0, drain.wanted + adjusted - maxTotal) };
}
