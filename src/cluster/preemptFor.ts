import type { Filler } from "./filler.ts";
import { MAX_PODS_PER_NODE, type Node } from "./node.ts";
import type { Filters } from "./placement/filters.ts";
import { preempt } from "./preemption.ts";
import type { PodTemplate } from "./types.ts";
import { noneOf } from "./unschedulable.ts";

/** Whom the scheduler makes leave for a pod, or why it makes nobody leave. */
export type Preemption =
  | { readonly node: Node; readonly victims: readonly Filler[] }
  | { readonly node: null; readonly why: string };

/**
 * Looks for a node that would take a pod if less important ones left it: one that nothing but room stands against. Pods of
 * others carry no labels, so that their leaving changes nothing but room.
 * Kubernetes v1.36 `defaultpreemption/default_preemption.go:PostFilter`.
 */
export function preemptFor(template: PodTemplate, nodes: readonly Node[], filters: Filters): Preemption {
  if (template.preemption === "never") return { node: null, why: "not eligible due to preemptionPolicy=Never." };
  const priority = template.priority ?? 0;
  const open = nodes.filter((node) => node.fillers.length > 0 && filters.refusalBesidesRoom(node) === null);
  const sites = open.map((node) => ({ pods: node.fillers, free: freeOn(node) }));
  const eviction = preempt({ ...template, priority }, sites);
  const node = eviction && open[eviction.place];
  if (node) return { node, victims: eviction.victims };
  return {
    node: null,
    why: noneOf(
      nodes.length,
      nodes.map((one) => obstacles(one, priority, filters)),
    ),
  };
}

/** Kubernetes v1.36 `preemption.go:DryRunPreemption`, `default_preemption.go:SelectVictimsOnNode`. */
function obstacles(node: Node, priority: number, filters: Filters): readonly string[] {
  const refusal = filters.refusalOf(node);
  if (refusal === null || refusal.holds === "for good") return ["Preemption is not helpful for scheduling"];
  const hasVictims = node.fillers.some((filler) => filler.priority < priority);
  return hasVictims ? refusal.reasons : ["No preemption victims found for incoming pod"];
}

function freeOn({ spec, cpuMilli, memoryBytes, pods }: Node) {
  return {
    cpuMilli: spec.cpuMilli - cpuMilli,
    memoryBytes: spec.memoryBytes - memoryBytes,
    pods: MAX_PODS_PER_NODE - pods,
  };
}
