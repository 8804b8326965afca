/** What stands between a pod and each of the nodes, in the scheduler's words; a node may have several. */
export type Reasons = Iterable<readonly string[]>;

/**
 * Why a pod fits nowhere: `0/6 nodes are available: 2 Insufficient cpu, 4 node(s) had untolerated taint(s).`, and why no
 * pod was made to leave for it. Taints are not named any more. Before preemption the plugin for resource claims has its
 * say, also about pods without claims. Kubernetes v1.36 `framework/types.go:FitError`.
 * @param preemption empty: room is being made
 */
export function unschedulableReason(reasons: Reasons, about: { readonly nodes: number; readonly preemption: string }) {
  const { nodes, preemption } = about;
  const after = preemption === "" ? "" : ` no new claims to deallocate, preemption: ${preemption}`;
  return `${noneOf(nodes, reasons)}${after}`;
}

/** `0/6 nodes are available: 6 Preemption is not helpful for scheduling.` */
export function noneOf(nodes: number, reasons: Reasons): string {
  const counts = new Map<string, number>();
  for (const ofNode of reasons) for (const reason of ofNode) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const histogram = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `0/${nodes} nodes are available: ${histogram.join(", ")}.`;
}
