import type { PodTemplate, ReplicaSet } from "../types.ts";
import { type LabelSelector, NO_LABELS, selects } from "./labels.ts";
import type { PodRules, PodTerm } from "./spec.ts";

/** All pods of a ReplicaSet are alike, so that rules about other pods are rules about ReplicaSets. */
export type PodGroups = readonly ReplicaSet[];

/** The ReplicaSets whose pods a selector selects. */
export function selected(groups: PodGroups, selector: LabelSelector | null): PodGroups {
  return groups.filter(({ template }) => isSelected(selector, template));
}

/** The ReplicaSets whose pods all of the terms select. */
export function selectedByAll(groups: PodGroups, terms: readonly PodTerm[]): PodGroups {
  return groups.filter(({ template }) => terms.every(({ selector }) => isSelected(selector, template)));
}

export function isSelected(selector: LabelSelector | null, { labels = NO_LABELS }: PodTemplate): boolean {
  return selects(selector, labels);
}

const NO_RULES: PodRules = { required: [], preferred: [] };

export function affinityOf({ placement }: PodTemplate): PodRules {
  return placement?.podAffinity ?? NO_RULES;
}

export function antiAffinityOf({ placement }: PodTemplate): PodRules {
  return placement?.podAntiAffinity ?? NO_RULES;
}
