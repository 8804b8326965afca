import type { Node } from "../node.ts";
import type { PodTemplate } from "../types.ts";
import { affinityOf, antiAffinityOf, isSelected, type PodGroups, selected, selectedByAll } from "./podGroups.ts";
import { type Refusal, refusal } from "./refusal.ts";
import type { PodTerm } from "./spec.ts";
import { TopologyCounts } from "./topologyCounts.ts";

const NOT_WITH = refusal("node(s) didn't match pod affinity rules", "for good");
const WITH = refusal("node(s) didn't match pod anti-affinity rules", "while others stay");
const UNWANTED = refusal("node(s) didn't satisfy existing pods anti-affinity rules", "while others stay");

/** Pods of these ReplicaSets on the node, those on their way out included: they repel and attract until they are gone. */
function presentPods(node: Node, groups: PodGroups): number {
  let count = 0;
  for (const replicaSet of groups) count += node.presentOf(replicaSet);
  return count;
}

/** For each term, how many of its pods are in each place. */
export function countTerms(
  nodes: readonly Node[],
  terms: readonly { readonly term: PodTerm; readonly groups: PodGroups }[],
): readonly TopologyCounts[] {
  return terms.map(({ term, groups }) => {
    const counts = new TopologyCounts(term.topologyKey);
    if (groups.length > 0) for (const node of nodes) counts.add(node, presentPods(node, groups));
    return counts;
  });
}

/**
 * The required rules about other pods: those of the pod, and those of the pods that are there already.
 * Kubernetes v1.36 `interpodaffinity/filtering.go`.
 */
export class AffinityFilter {
  private readonly wanted: readonly TopologyCounts[];
  /** No pod that is wanted is anywhere, and the pod itself would be one: the first of its kind may go anywhere. */
  private readonly isFirst: boolean;
  private readonly avoided: readonly TopologyCounts[];
  private readonly avoiding: readonly TopologyCounts[];

  /** @param groups ReplicaSets with pods on the nodes */
  constructor(template: PodTemplate, nodes: readonly Node[], groups: PodGroups) {
    const { required } = affinityOf(template);
    const friends = selectedByAll(groups, required);
    this.wanted = countTerms(
      nodes,
      required.map((term) => ({ term, groups: friends })),
    );
    this.isFirst =
      required.every(({ selector }) => isSelected(selector, template)) &&
      !this.wanted.some(({ isAnywhere }) => isAnywhere);
    this.avoided = countTerms(
      nodes,
      antiAffinityOf(template).required.map((term) => ({ term, groups: selected(groups, term.selector) })),
    );
    this.avoiding = countTerms(
      nodes,
      groups.flatMap((replicaSet) =>
        antiAffinityOf(replicaSet.template)
          .required.filter(({ selector }) => isSelected(selector, template))
          .map((term) => ({ term, groups: [replicaSet] })),
      ),
    );
  }

  refuses(node: Node): Refusal | null {
    if (!this.isWithFriends(node)) return NOT_WITH;
    if (this.avoided.some((counts) => (counts.at(node) ?? 0) > 0)) return WITH;
    return this.avoiding.some((counts) => (counts.at(node) ?? 0) > 0) ? UNWANTED : null;
  }

  private isWithFriends(node: Node): boolean {
    let areThere = true;
    for (const counts of this.wanted) {
      const count = counts.at(node);
      if (count === undefined) return false;
      if (count === 0) areThere = false;
    }
    return areThere || this.isFirst;
  }
}
