import { admitted, type Toleration } from "../taints.ts";
import { type LabelSelector, type Labels, type Requirement, valueIn } from "./labels.ts";
import type { PlacementSpec, PodTerm, SpreadConstraint } from "./spec.ts";

/** A term as it is written, before the API server fills in what depends on the pod's own labels. */
export interface WrittenTerm extends PodTerm {
  readonly matchLabelKeys: readonly string[];
  readonly mismatchLabelKeys: readonly string[];
}

interface WrittenRules {
  readonly required: readonly WrittenTerm[];
  readonly preferred: readonly (WrittenTerm & { readonly weight: number })[];
}

/** The placement of a pod template as it is written. */
export interface WrittenPlacement extends Omit<PlacementSpec, "podAffinity" | "podAntiAffinity" | "spread"> {
  readonly podAffinity: WrittenRules;
  readonly podAntiAffinity: WrittenRules;
  readonly spread: readonly (SpreadConstraint & WrittenTerm)[];
  /** Without those that admission adds. */
  readonly tolerations: readonly Toleration[];
}

/**
 * The placement of a pod with these labels as the API server stores it: selectors with what `matchLabelKeys` asks for,
 * tolerations with those that admission adds.
 * Kubernetes v1.36 `pkg/registry/core/pod/strategy.go:applyMatchLabelKeysAndMismatchLabelKeys`.
 */
export function placementOf(written: WrittenPlacement, labels: Labels): PlacementSpec {
  const rules = ({ required, preferred }: WrittenRules) => ({
    required: required.map((term) => merged(term, labels)),
    preferred: preferred.map((term) => merged(term, labels)),
  });
  return {
    nodeSelector: written.nodeSelector,
    nodeAffinity: written.nodeAffinity,
    podAffinity: rules(written.podAffinity),
    podAntiAffinity: rules(written.podAntiAffinity),
    spread: written.spread.map((constraint) => merged(constraint, labels)),
    tolerations: admitted(written.tolerations),
  };
}

/** Keys that the pod has no label of are passed over; so are all where there is no selector. */
function merged<T extends WrittenTerm>(term: T, labels: Labels): Omit<T, "matchLabelKeys" | "mismatchLabelKeys"> {
  const { matchLabelKeys, mismatchLabelKeys, ...rest } = term;
  const added = [...asked("In", matchLabelKeys, labels), ...asked("NotIn", mismatchLabelKeys, labels)];
  return { ...rest, selector: term.selector && withAll(term.selector, added) };
}

function asked(operator: "In" | "NotIn", keys: readonly string[], labels: Labels): readonly Requirement[] {
  return keys.flatMap((key) => {
    const value = valueIn(labels, key);
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}

function withAll({ matchLabels, matchExpressions }: LabelSelector, added: readonly Requirement[]): LabelSelector {
  return { matchLabels, matchExpressions: [...matchExpressions, ...added] };
}
