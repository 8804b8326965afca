import type { Node } from "../node.ts";
import { isUntolerated } from "../taints.ts";
import type { PodTemplate } from "../types.ts";
import { acceptsNode } from "./nodeAffinity.ts";
import { isSelected, type PodGroups, selected } from "./podGroups.ts";
import { type Refusal, refusal } from "./refusal.ts";
import type { PlacementSpec, SpreadConstraint } from "./spec.ts";
import { TopologyCounts } from "./topologyCounts.ts";

const MISSING = refusal("node(s) didn't match pod topology spread constraints (missing required label)", "for good");
const TOO_UNEVEN = refusal("node(s) didn't match pod topology spread constraints", "while others stay");

interface Counted {
  readonly constraint: SpreadConstraint;
  readonly counts: TopologyCounts;
  /** 1 when the pod itself is among those that the constraint counts. */
  readonly itself: number;
}

/** Pods of these ReplicaSets on the node that are not on their way out. */
export function activePods(node: Node, groups: PodGroups): number {
  let count = 0;
  for (const replicaSet of groups) count += node.podsOf(replicaSet);
  return count;
}

/** Whether a constraint looks at the node at all. Kubernetes v1.36 `podtopologyspread/common.go:matchNodeInclusionPolicies`. */
export function isCounted(node: Node, constraint: SpreadConstraint, placement: PlacementSpec): boolean {
  if (constraint.nodeAffinityPolicy === "Honor" && !acceptsNode(placement, node)) return false;
  return constraint.nodeTaintsPolicy !== "Honor" || !isUntolerated(node.taints, placement.tolerations);
}

export function hasKeys(node: Node, constraints: readonly SpreadConstraint[]): boolean {
  return constraints.every(({ topologyKey }) => node.label(topologyKey) !== undefined);
}

/**
 * The hard constraints: a place may have at most `maxSkew` pods more than the emptiest one, the new pod included.
 * Zones with 2, 1 and 0 pods and maxSkew 1: only the empty one is left.
 * Kubernetes v1.36 `podtopologyspread/filtering.go`.
 */
export class SpreadFilter {
  private readonly counted: readonly Counted[];

  /** @param groups ReplicaSets with pods on the nodes */
  constructor(template: PodTemplate, nodes: readonly Node[], groups: PodGroups) {
    const { placement } = template;
    const hard = placement?.spread.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === "DoNotSchedule") ?? [];
    this.counted = hard.map((constraint) => ({
      constraint,
      counts: new TopologyCounts(constraint.topologyKey),
      itself: isSelected(constraint.selector, template) ? 1 : 0,
    }));
    if (placement === undefined || hard.length === 0) return;
    const chosen = hard.map(({ selector }) => selected(groups, selector));
    for (const node of nodes) {
      if (!hasKeys(node, hard)) continue;
      this.counted.forEach(({ constraint, counts }, i) => {
        if (isCounted(node, constraint, placement)) counts.add(node, activePods(node, chosen[i] as PodGroups));
      });
    }
  }

  refuses(node: Node): Refusal | null {
    for (const { constraint, counts, itself } of this.counted) {
      const there = counts.at(node);
      if (there === undefined) return MISSING;
      const least = counts.places < constraint.minDomains ? 0 : counts.least;
      if (there + itself - least > constraint.maxSkew) return TOO_UNEVEN;
    }
    return null;
  }
}
