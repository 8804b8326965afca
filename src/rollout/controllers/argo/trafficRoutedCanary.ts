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
  const takesAll = position.promoteFull || !position.isUpdate;
  const scale = takesAll ? null : canaryScaleInForce(spec, position);
  if (scale?.replicas !== undefined && !spec.dynamicStableScale) return { canary: scale.replicas, stable: replicas };

  const desiredWeight = desiredCanaryWeight(spec, position, state);
  const scaledWeight = scale?.replicas === undefined ? (scale?.weight ?? desiredWeight) : 0;
  const weight = takesAll ? maxWeight : scaledWeight;
  let canary = scale?.replicas ?? podsForWeight(replicas, weight, maxWeight);
  if (!spec.dynamicStableScale) return { canary: atLeast(canary), stable: replicas };

  let stable = podsForWeight(replicas, maxWeight - weight, maxWeight);
  if (weights !== null) {
    stable = Math.max(stable, podsForWeight(replicas, weights.stable, maxWeight));
    if (position.aborted) canary = Math.max(canary, podsForWeight(replicas, weights.canary, maxWeight));
  }
  return { canary: atLeast(canary), stable: atLeast(stable) };
}
