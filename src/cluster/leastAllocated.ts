/** What scoring assumes of a container that requests nothing (Kubernetes v1.36 `pod_resources.go`). */
export const NON_ZERO_REQUEST = { cpuMilli: 100, memoryBytes: 200 * 1024 * 1024 } as const;

/** One resource of a node, with the pod that looks for a place counted in. Any unit, the same for both. */
export interface ResourceUse {
  readonly allocatable: number;
  readonly requested: number;
  readonly weight: number;
}

/**
 * How empty a node would still be, 0–100: the weighted mean of the free shares, with integer division at each step.
 * A node of 4000m with 3000m requested scores 25. Resources the node has none of are left out.
 * Kubernetes v1.36 `noderesources/least_allocated.go:leastResourceScorer`.
 */
export function leastAllocatedScore(resources: readonly ResourceUse[]): number {
  let sum = 0;
  let weights = 0;
  for (const { allocatable, requested, weight } of resources) {
    if (allocatable === 0) continue;
    const free = requested > allocatable ? 0 : Math.floor(((allocatable - requested) * 100) / allocatable);
    sum += free * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : Math.floor(sum / weights);
}
