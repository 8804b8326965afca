import type { Node } from "../node.ts";
import { spreadScore, topologyWeight } from "../nodeScores.ts";
import type { PodTemplate } from "../types.ts";
import { type PodGroups, selected } from "./podGroups.ts";
import type { PlacementSpec, SpreadConstraint } from "./spec.ts";
import { activePods, hasKeys, isCounted } from "./spreadFilter.ts";
import { HOSTNAME } from "./standardLabels.ts";
import { TopologyCounts } from "./topologyCounts.ts";

/** A node that lacks one of the labels: it scores nothing. */
const IGNORED = -1;

export interface Survey {
  /** The nodes to score. */
  readonly found: readonly Node[];
  /** All nodes of the cluster. */
  readonly nodes: readonly Node[];
  /** ReplicaSets with pods on them. */
  readonly groups: PodGroups;
}

/**
 * How far each node keeps the pod away from its like by the soft constraints of its template, 0–100.
 * Kubernetes v1.36 `podtopologyspread/scoring.go`.
 */
export function softSpreadScores({ placement }: PodTemplate, survey: Survey): readonly number[] {
  const soft = placement?.spread.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === "ScheduleAnyway") ?? [];
  const { found } = survey;
  if (placement === undefined || soft.length === 0) return found.map(() => 0);
  const parts = soft.map((constraint) => partOf(constraint, { soft, placement, survey }));
  const crowds = found.map((node) => {
    if (!hasKeys(node, soft)) return IGNORED;
    return Math.floor(parts.reduce((sum, part) => sum + part(node), 0) + 0.5);
  });
  return normalized(crowds);
}

/** What one constraint adds to the crowding of a node: its pods, weighted by the number of places. */
function partOf(
  { topologyKey, maxSkew, selector, ...constraint }: SpreadConstraint,
  about: { readonly soft: readonly SpreadConstraint[]; readonly placement: PlacementSpec; readonly survey: Survey },
): (node: Node) => number {
  const { soft, placement, survey } = about;
  const groups = selected(survey.groups, selector);
  const complete = survey.found.filter((node) => hasKeys(node, soft));
  if (topologyKey === HOSTNAME) {
    const weight = topologyWeight(complete.length);
    return (node) => activePods(node, groups) * weight + (maxSkew - 1);
  }
  const counts = new TopologyCounts(topologyKey);
  for (const node of complete) counts.add(node, 0);
  const weight = topologyWeight(counts.places);
  const known = new Set(complete.map((node) => node.label(topologyKey)));
  for (const node of survey.nodes) {
    if (!known.has(node.label(topologyKey)) || !hasKeys(node, soft)) continue;
    if (isCounted(node, { topologyKey, maxSkew, selector, ...constraint }, placement))
      counts.add(node, activePods(node, groups));
  }
  return (node) => (counts.at(node) ?? 0) * weight + (maxSkew - 1);
}

function normalized(crowds: readonly number[]): readonly number[] {
  const valid = crowds.filter((crowd) => crowd !== IGNORED);
  const all = { least: Math.min(...valid), most: Math.max(0, ...valid) };
  return crowds.map((crowd) => (crowd === IGNORED ? 0 : all.most === 0 ? 100 : spreadScore(crowd, all)));
}
