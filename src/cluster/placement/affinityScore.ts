import type { Node } from "../node.ts";
import type { PodTemplate } from "../types.ts";
import { countTerms } from "./affinityFilter.ts";
import { affinityOf, antiAffinityOf, isSelected, type PodGroups, selected } from "./podGroups.ts";
import type { PodTerm } from "./spec.ts";
import type { Survey } from "./spreadScore.ts";

/** What a required affinity of a pod that is there counts for one that it would like (`HardPodAffinityWeight`). */
const HARD_AFFINITY_WEIGHT = 1;

interface Pull {
  readonly term: PodTerm;
  readonly groups: PodGroups;
  /** Per pod of the groups in the same place; below 0: away from it. */
  readonly weight: number;
}

/**
 * How near each node is to the pods it should be near to, and how far from the others, 0–100: by the preferences of the
 * pod and of the pods that are there. Kubernetes v1.36 `interpodaffinity/scoring.go`.
 */
export function affinityScores(template: PodTemplate, { found, nodes, groups }: Survey): readonly number[] {
  const pulls = [...ownPulls(template, groups), ...groups.flatMap((group) => pullsOf(group, template))];
  if (pulls.length === 0) return found.map(() => 0);
  const counts = countTerms(nodes, pulls);
  const sumAt = (node: Node) => pulls.reduce((sum, { weight }, i) => sum + weight * (counts[i]?.at(node) ?? 0), 0);
  const sums = found.map(sumAt);
  const least = Math.min(...sums);
  const range = Math.max(...sums) - least;
  return sums.map((sum) => (range === 0 ? 0 : Math.trunc((100 * (sum - least)) / range)));
}

function ownPulls(template: PodTemplate, groups: PodGroups): readonly Pull[] {
  const pull = (sign: 1 | -1) => (term: PodTerm & { readonly weight: number }) => ({
    term,
    groups: selected(groups, term.selector),
    weight: sign * term.weight,
  });
  return [...affinityOf(template).preferred.map(pull(1)), ...antiAffinityOf(template).preferred.map(pull(-1))];
}

/** What pods of a ReplicaSet that are there would like of the new pod. */
function pullsOf(group: PodGroups[number], template: PodTemplate): readonly Pull[] {
  const own = affinityOf(group.template);
  const weighted = [
    ...own.required.map((term) => ({ term, weight: HARD_AFFINITY_WEIGHT })),
    ...own.preferred.map((term) => ({ term, weight: term.weight })),
    ...antiAffinityOf(group.template).preferred.map((term) => ({ term, weight: -term.weight })),
  ];
  return weighted
    .filter(({ term }) => isSelected(term.selector, template))
    .map(({ term, weight }) => ({ term, weight, groups: [group] }));
}
