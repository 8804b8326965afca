import { meets } from "./labels.ts";
import type { NodeTerm, PlacementSpec } from "./spec.ts";

/** A node as far as its labels go. */
export interface Labelled {
  label(key: string): string | undefined;
}

/** What a pod demands of its node. */
export interface NodeDemand extends Pick<PlacementSpec, "nodeSelector"> {
  readonly nodeAffinity: Pick<PlacementSpec["nodeAffinity"], "required">;
}

/** Kubernetes v1.36 `component-helpers/scheduling/corev1/nodeaffinity:RequiredNodeAffinity.Match`. */
export function acceptsNode({ nodeSelector, nodeAffinity }: NodeDemand, node: Labelled): boolean {
  for (const [key, value] of Object.entries(nodeSelector)) if (node.label(key) !== value) return false;
  return nodeAffinity.required?.some((term) => matches(term, node)) ?? true;
}

/** The weights of the preferred terms that the node matches. Kubernetes v1.36 `nodeaffinity/node_affinity.go:Score`. */
export function nodePreference({ nodeAffinity }: PlacementSpec, node: Labelled): number {
  return nodeAffinity.preferred.reduce((sum, { term, weight }) => sum + (matches(term, node) ? weight : 0), 0);
}

function matches(term: NodeTerm, node: Labelled): boolean {
  return term.length > 0 && term.every((requirement) => meets(requirement, node.label(requirement.key)));
}
