import type { Kernel } from "../kernel/kernel.ts";
import { type LogId, NO_CAUSE } from "../kernel/log.ts";
import { Reconciler } from "../kernel/reconciler.ts";
import { type Micros, NEVER } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { Filler } from "./filler.ts";
import type { Fleet } from "./fleet.ts";
import { MAX_PODS_PER_NODE, type Node } from "./node.ts";
import { NodeChoice } from "./nodeChoice.ts";
import type { Pod } from "./pod.ts";
import { preempt } from "./preemption.ts";
import { backoffTime, SCHEDULER_BACKOFF } from "./schedulerBackoff.ts";
import type { TopologySpread } from "./topologySpread.ts";
import type { PodTemplate } from "./types.ts";
import { unschedulableReason } from "./unschedulable.ts";

interface Waiting {
  readonly pod: Pod;
  /** Its creation, or that it was found to fit nowhere. */
  cause: LogId;
  /** Failed attempts so far. */
  unschedulableCount: number;
  queuedAt: Micros;
  /** −∞: never failed; then it comes before every pod that waits for another try. */
  retryAt: Micros;
}

export interface SchedulerParts {
  readonly kernel: Kernel<EventKind>;
  readonly fleet: Fleet;
  readonly spread: TopologySpread;
  readonly watchLatency: Micros;
  /** The pod was assigned to the node. */
  readonly bind: (pod: Pod, node: Node) => void;
  /** These pods of others have to leave the node. */
  readonly evict: (node: Node, victims: readonly Filler[]) => void;
}

/**
 * Gives pods a node, one at a time. A pod that fits nowhere makes less important ones leave, if that helps; otherwise it
 * waits until resources come free.
 *
 * Placing takes no time in the model, so the active queue is always empty when something comes free, and pods are then
 * taken out of back-off early (`SchedulerPopFromBackoffQ`, on in Kubernetes v1.36): the back-off only orders them.
 */
export class Scheduler {
  /** What last came free; pods that were tried before it owe their node to it. */
  private freedBecause: LogId = NO_CAUSE;
  private queue = new Map<Pod, Waiting>();
  private readonly parts: SchedulerParts;
  private readonly choice: NodeChoice;
  private readonly reconciler: Reconciler;

  constructor(parts: SchedulerParts) {
    this.parts = parts;
    this.choice = new NodeChoice(parts.fleet, parts.spread);
    this.reconciler = new Reconciler(parts.kernel, () => this.placeAll(), parts.watchLatency);
  }

  enqueue(pod: Pod): void {
    const { now, cause } = this.parts.kernel;
    this.queue.set(pod, { pod, cause, unschedulableCount: 0, queuedAt: now, retryAt: -NEVER });
    this.reconciler.wake();
  }

  /** A pod left, a node came: what waits is tried again. */
  resourcesFreed(): void {
    if (this.queue.size === 0) return;
    this.freedBecause = this.parts.kernel.cause;
    this.reconciler.wake();
  }

  forget(pod: Pod): void {
    this.queue.delete(pod);
    this.choice.settled(pod);
  }

  /** The node the pod would get now; null: it fits nowhere. */
  choose(pod: Pod): Node | null {
    return this.choice.choose(pod);
  }

  /** Pods that were found to fit nowhere and have no promise of a node either, in order of creation. */
  unschedulable(): readonly Pod[] {
    const waiting = [...this.queue.values()].filter(({ unschedulableCount }) => unschedulableCount > 0);
    return waiting
      .map(({ pod }) => pod)
      .filter((pod) => !this.choice.isNominated(pod))
      .sort((a, b) => a.id - b.id);
  }

  private placeAll(): void {
    const { kernel, bind } = this.parts;
    const tried = [...this.queue.values()].sort(
      (a, b) => a.retryAt - b.retryAt || a.queuedAt - b.queuedAt || a.pod.id - b.pod.id,
    );
    this.queue = new Map();
    // Nothing comes free within a pass: where one pod of a template found no place, the next one finds none either.
    const hopeless = new Map<PodTemplate, string>();
    for (const waiting of tried) {
      const { pod } = waiting;
      const cause = waiting.unschedulableCount === 0 ? waiting.cause : Math.max(waiting.cause, this.freedBecause);
      const known = this.choice.isNominated(pod) ? undefined : hopeless.get(pod.template);
      const node = known === undefined ? this.choice.choose(pod) : null;
      if (node !== null) {
        this.choice.settled(pod);
        kernel.because(cause, () => bind(pod, node));
        continue;
      }
      const reason = known ?? unschedulableReason(pod.template, this.parts.fleet.nodes);
      kernel.because(cause, () => {
        this.putBack(waiting, reason);
        if (known === undefined && !this.makeRoom(pod)) hopeless.set(pod.template, reason);
      });
    }
  }

  private putBack(waiting: Waiting, reason: string): void {
    const { kernel } = this.parts;
    waiting.unschedulableCount++;
    waiting.queuedAt = kernel.now;
    waiting.retryAt =
      backoffTime(SCHEDULER_BACKOFF, { ...waiting, consecutiveErrors: 0, expiresAt: null }) ?? kernel.now;
    if (waiting.unschedulableCount === 1)
      waiting.cause = kernel.record("podUnschedulable", waiting.pod.name, { reason });
    this.queue.set(waiting.pod, waiting);
  }

  /** Preemption. True when room is being made, for this pod and no other. */
  private makeRoom(pod: Pod): boolean {
    if (this.choice.isNominated(pod)) return true;
    const priority = pod.template.priority ?? 0;
    const nodes = this.parts.fleet.nodes.filter(({ schedulable, fillers }) => schedulable && fillers.length > 0);
    const sites = nodes.map((node) => ({ pods: node.fillers, free: freeOn(node) }));
    const eviction = preempt({ ...pod.template, priority }, sites);
    const node = eviction && nodes[eviction.place];
    if (!node) return false;
    this.choice.nominate(pod, node);
    this.parts.evict(node, eviction.victims);
    return true;
  }
}

function freeOn({ spec, cpuMilli, memoryBytes, pods }: Node) {
  return {
    cpuMilli: spec.cpuMilli - cpuMilli,
    memoryBytes: spec.memoryBytes - memoryBytes,
    pods: MAX_PODS_PER_NODE - pods,
  };
}
