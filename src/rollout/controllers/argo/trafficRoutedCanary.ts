import type { Sizes } from "./counts.ts";
import type { CanarySpec } from "./spec.ts";
import {
  canaryScaleInForce,
  desiredCanaryWeight,
  type Fallback,
  maxWeightOf,
  type Position,
  type Weights,
} from "./weight.ts";

/** The pods that serve a share of the traffic (`utils/replicaset/canary.go:trafficWeightToReplicas`). */
export function podsForWeight(replicas: number, weight: number, maxWeight: number): number {
  return Math.ceil((replicas * weight) / maxWeight);
}

/** What the canary's size follows from: a number of pods that was set, or a weight (`GetCanaryReplicasOrWeight`). */
export function canaryReplicasOrWeight(
  spec: CanarySpec,
  position: Position,
  state: Fallback,
): { readonly replicas: number | null; readonly weight: number } {
  if (position.promoteFull || !position.isUpdate) return { replicas: null, weight: maxWeightOf(spec) };
  const scale = canaryScaleInForce(spec, position);
  if (scale?.replicas !== undefined) return { replicas: scale.replicas, weight: 0 };
  return { replicas: null, weight: scale?.weight ?? desiredCanaryWeight(spec, position, state) };
}

/**
 * Sizes of a canary with traffic routing (`utils/replicaset/canary.go:CalculateReplicaCountsForTrafficRoutedCanary`).
 *
 * The canary gets what its weight needs, all at once: surge and unavailability play no part. Stable keeps all its pods
 * to the end, so that the peak is twice the replicas; with dynamicStableScale it gives up what the canary took over,
 * but not before the traffic has moved.
 * @param weights as recorded in the status; null before the router was told any.
 */
export function trafficRoutedCanarySizes(
  spec: CanarySpec,
  position: Position,
  state: Fallback & { readonly weights: Weights | null },
): Sizes {
  const { replicas, weights } = state;
  const maxWeight = maxWeightOf(spec);
  const atLeast = (pods: number) => (pods === 0 ? 0 : Math.max(pods, Math.min(spec.minPodsPerReplicaSet, replicas)));
  const { replicas: fixed, weight } = canaryReplicasOrWeight(spec, position, state);
  if (fixed !== null && !spec.dynamicStableScale) return { canary: fixed, stable: replicas };

  let canary = fixed ?? podsForWeight(replicas, weight, maxWeight);
  if (!spec.dynamicStableScale) return { canary: atLeast(canary), stable: replicas };

  let stable = podsForWeight(replicas, maxWeight - weight, maxWeight);
  if (weights !== null) {
    stable = Math.max(stable, podsForWeight(replicas, weights.stable, maxWeight));
    if (position.aborted) canary = Math.max(canary, podsForWeight(replicas, weights.canary, maxWeight));
  }
  return { canary: atLeast(canary), stable: atLeast(stable) };
}
