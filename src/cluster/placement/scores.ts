import { countUntolerated } from "../taints.ts";
import type { PodTemplate } from "../types.ts";
import { affinityScores } from "./affinityScore.ts";
import { tolerationsOf } from "./filters.ts";
import { nodePreference } from "./nodeAffinity.ts";
import { type Survey, softSpreadScores } from "./spreadScore.ts";

/** Weights of the plugins (Kubernetes v1.36 `apis/config/v1/default_plugins.go`). */
const TAINT_WEIGHT = 3;
const NODE_AFFINITY_WEIGHT = 2;
const POD_AFFINITY_WEIGHT = 2;
export const SPREAD_WEIGHT = 2;

/**
 * What the found nodes score by taints, node affinity, pod affinity and the template's own spread constraints, weighted
 * and added up; a template without such constraints is spread by those of the system, which is not done here.
 */
export function placementScores(template: PodTemplate, survey: Survey): readonly number[] {
  const { found } = survey;
  const { placement } = template;
  const tolerations = tolerationsOf(template);
  const taints = relative(found.map((node) => countUntolerated(node.taints, tolerations)));
  const nodes = relative(found.map((node) => (placement === undefined ? 0 : nodePreference(placement, node))));
  const pods = affinityScores(template, survey);
  const spread = softSpreadScores(template, survey);
  return found.map((_, i) => {
    const score = (100 - (taints[i] as number)) * TAINT_WEIGHT + (nodes[i] as number) * NODE_AFFINITY_WEIGHT;
    return score + (pods[i] as number) * POD_AFFINITY_WEIGHT + (spread[i] as number) * SPREAD_WEIGHT;
  });
}

/** Shares of the largest, 0–100. Kubernetes v1.36 `helper/normalize_score.go:DefaultNormalizeScore`. */
function relative(counts: readonly number[]): readonly number[] {
  const most = Math.max(...counts);
  return counts.map((count) => (most === 0 ? 0 : Math.trunc((100 * count) / most)));
}
