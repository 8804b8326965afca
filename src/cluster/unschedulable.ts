import { MAX_PODS_PER_NODE, type Node } from "./node.ts";
import type { Request } from "./preemption.ts";

/**
 * Why a pod fits nowhere, in the scheduler's words: `0/6 nodes are available: 2 Insufficient cpu, 4 Insufficient memory.`
 * A closed node is not asked further; an open one tells everything it is short of.
 * Kubernetes v1.36 `framework/types.go:FitError`, `noderesources/fit.go:fitsRequest`.
 */
export function unschedulableReason(pod: Request, nodes: readonly Node[]): string {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    for (const reason of reasonsOf(pod, node)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `0/${nodes.length} nodes are available: ${reasons.join(", ")}.`;
}

function reasonsOf(pod: Request, node: Node): readonly string[] {
  if (!node.schedulable) return ["node(s) were unschedulable"];
  const { cpuMilli, memoryBytes, spec } = node;
  return [
    ...(node.pods >= MAX_PODS_PER_NODE ? ["Too many pods"] : []),
    ...(cpuMilli + pod.cpuMilli > spec.cpuMilli ? ["Insufficient cpu"] : []),
    ...(memoryBytes + pod.memoryBytes > spec.memoryBytes ? ["Insufficient memory"] : []),
  ];
}
