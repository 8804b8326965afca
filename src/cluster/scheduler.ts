import type { Kernel } from "../kernel/kernel.ts";
import { Reconciler } from "../kernel/reconciler.ts";
import { type Micros, NEVER } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import { leastAllocatedScore } from "./leastAllocated.ts";
import { MAX_PODS_PER_NODE, type Node, scoredRequest } from "./node.ts";
import type { Pod } from "./pod.ts";
import { backoffTime, SCHEDULER_BACKOFF } from "./schedulerBackoff.ts";
import type { PodTemplate } from "./types.ts";

interface Waiting {
  readonly pod: Pod;
  /** Failed attempts so far. */
  unschedulableCount: number;
  queuedAt: Micros;
  /** −∞: never failed; then it comes before every pod that waits for another try. */
  retryAt: Micros;
}

export interface SchedulerParts {
  readonly kernel: Kernel<EventKind>;
  readonly nodes: readonly Node[];
  readonly watchLatency: Micros;
  /** The pod was assigned to the node. */
  readonly bind: (pod: Pod, node: Node) => void;
}

/**
 * Gives pods a node, one at a time: nodes where the requests fit (those of terminating pods still count), the emptiest
 * one wins, ties are drawn. A pod that fits nowhere waits until resources come free.
 *
 * Placing takes no time in the model, so the active queue is always empty when something comes free, and pods are then
 * taken out of back-off early (`SchedulerPopFromBackoffQ`, on in Kubernetes v1.36): the back-off only orders them.
 */
export class Scheduler {
  private queue: Waiting[] = [];
  private readonly parts: SchedulerParts;
  private readonly reconciler: Reconciler;

  constructor(parts: SchedulerParts) {
    this.parts = parts;
    this.reconciler = new Reconciler(parts.kernel, () => this.placeAll(), parts.watchLatency);
  }

  enqueue(pod: Pod): void {
    this.queue.push({ pod, unschedulableCount: 0, queuedAt: this.parts.kernel.now, retryAt: -NEVER });
    this.reconciler.wake();
  }

  /** A pod left, a node came: what waits is tried again. */
  resourcesFreed(): void {
    if (this.queue.length > 0) this.reconciler.wake();
  }

  forget(pod: Pod): void {
    this.queue = this.queue.filter((waiting) => waiting.pod !== pod);
  }

  /** The node the pod would get now; null: it fits nowhere. */
  choose(pod: Pod): Node | null {
    let best: Node[] = [];
    let bestScore = -1;
    for (const node of this.parts.nodes) {
      if (!fits(node, pod.template)) continue;
      const score = scoreOf(node, pod.template);
      if (score > bestScore) {
        best = [node];
        bestScore = score;
      } else if (score === bestScore) best.push(node);
    }
    return best[pod.luck.choice("node", best.length)] ?? null;
  }

  private placeAll(): void {
    const { kernel, bind } = this.parts;
    const before = kernel.cause;
    const tried = this.queue.sort((a, b) => a.retryAt - b.retryAt || a.queuedAt - b.queuedAt || a.pod.id - b.pod.id);
    this.queue = [];
    for (const waiting of tried) {
      const node = this.choose(waiting.pod);
      if (node !== null) kernel.because(before, () => bind(waiting.pod, node));
      else this.putBack(waiting);
    }
  }

  private putBack(waiting: Waiting): void {
    const { kernel } = this.parts;
    waiting.unschedulableCount++;
    waiting.queuedAt = kernel.now;
    waiting.retryAt =
      backoffTime(SCHEDULER_BACKOFF, { ...waiting, consecutiveErrors: 0, expiresAt: null }) ?? kernel.now;
    if (waiting.unschedulableCount === 1) {
      kernel.because(kernel.cause, () =>
        kernel.record("podUnschedulable", waiting.pod.name, { reason: this.reason(waiting.pod) }),
      );
    }
    this.queue.push(waiting);
  }

  /** What is short on the nodes, in the scheduler's words. */
  private reason(pod: Pod): string {
    const nodes = this.parts.nodes.filter(({ schedulable }) => schedulable);
    const short = (what: string, lacks: (node: Node) => boolean) => {
      const count = nodes.filter(lacks).length;
      return count === 0 ? [] : [`${count} Insufficient ${what}`];
    };
    const closed = this.parts.nodes.length - nodes.length;
    const parts = [
      ...(closed === 0 ? [] : [`${closed} unschedulable`]),
      ...short("cpu", (node) => node.cpuMilli + pod.template.cpuMilli > node.spec.cpuMilli),
      ...short("memory", (node) => node.memoryBytes + pod.template.memoryBytes > node.spec.memoryBytes),
      ...short("pods", (node) => node.pods >= MAX_PODS_PER_NODE),
    ];
    return `0/${this.parts.nodes.length} nodes are available: ${parts.join(", ")}`;
  }
}

/** Kubernetes v1.36 `noderesources/fit.go:fitsRequest`. */
function fits(node: Node, pod: PodTemplate): boolean {
  return (
    node.schedulable &&
    node.pods < MAX_PODS_PER_NODE &&
    node.cpuMilli + pod.cpuMilli <= node.spec.cpuMilli &&
    node.memoryBytes + pod.memoryBytes <= node.spec.memoryBytes
  );
}

function scoreOf(node: Node, pod: PodTemplate): number {
  const use = (allocatable: number, requested: number) =>
    ({ allocatable, requested, weight: 1, counts: "always" }) as const;
  const wanted = scoredRequest(pod);
  const cpu = use(node.spec.cpuMilli, node.scored.cpuMilli + wanted.cpuMilli);
  const memory = use(node.spec.memoryBytes, node.scored.memoryBytes + wanted.memoryBytes);
  return leastAllocatedScore([cpu, memory]) ?? 0;
}
