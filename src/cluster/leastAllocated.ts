/** What scoring (not fitting) takes a container to request when it says nothing (Kubernetes v1.36 `pod_resources.go`). */
export const UNSAID_REQUEST = { cpu: 100, memory: 200 * 1024 * 1024 } as const;

/** One resource of a node, with the pod that looks for a place counted in. Any unit, the same for all numbers. */
export interface ResourceUse {
  readonly allocatable: number;
  /** By all pods on the node and the new one. */
  readonly requested: number;
  /** 1–100 */
  readonly weight: number;
  /** An extended resource (`vendor.com/thing`) counts only when the pod asks for it. */
  readonly counts: "always" | "not asked for";
}

/**
 * How empty a node would still be, 0–100: the weighted mean of the free shares, with integer division at each step.
 * A node of 4000m with 3000m requested scores 25. Resources the node has none of are left out. Undefined: nothing to
 * score by, or a weight out of its range.
 * Kubernetes v1.36 `noderesources/least_allocated.go:leastResourceScorer`.
 */
export function leastAllocatedScore(resources: readonly ResourceUse[]): number | undefined {
  if (resources.length === 0 || resources.some(({ weight }) => weight < 1 || weight > 100)) return undefined;
  let sum = 0;
  let weights = 0;
  for (const { allocatable, requested, weight, counts } of resources) {
    if (allocatable === 0 || counts === "not asked for") continue;
    const free = requested > allocatable ? 0 : Math.floor(((allocatable - requested) * 100) / allocatable);
    sum += free * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : Math.floor(sum / weights);
}
