import type { Kernel } from "../kernel/kernel.ts";
import { type LogId, NO_CAUSE } from "../kernel/log.ts";
import { Reconciler } from "../kernel/reconciler.ts";
import { type Micros, NEVER } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { Filler } from "./filler.ts";
import type { Fleet } from "./fleet.ts";
import type { Node } from "./node.ts";
import { NodeChoice } from "./nodeChoice.ts";
import type { Pod } from "./pod.ts";
import type { Population } from "./population.ts";
import { type Preemption, preemptFor } from "./preemptFor.ts";
import { backoffTime, SCHEDULER_BACKOFF } from "./schedulerBackoff.ts";
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
  readonly population: Population;
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
    this.choice = new NodeChoice(parts.fleet, parts.population);
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
    const { kernel, population } = this.parts;
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
      if (node === null) {
        kernel.because(cause, () => this.fail(waiting, hopeless));
        continue;
      }
      this.choice.settled(pod);
      kernel.because(cause, () => this.bind(pod, node));
      // A pod in its place lets others in that may only stand beside it, or as evenly.
      if (population.hasRules) hopeless.clear();
    }
  }

  private bind(pod: Pod, node: Node): void {
    this.parts.bind(pod, node);
    if (this.parts.population.hasRules) this.resourcesFreed();
  }

  /** The pod waits for another try, and perhaps others are made to leave for it. */
  private fail(waiting: Waiting, hopeless: Map<PodTemplate, string>): void {
    const { pod } = waiting;
    // A pod that waits for its victims to leave is known to wait.
    const known = this.choice.isNominated(pod) ? "" : hopeless.get(pod.template);
    if (known !== undefined) {
      this.putBack(waiting, known);
      return;
    }
    const { fleet } = this.parts;
    const filters = this.choice.filtersFor(pod.template);
    const preemption = preemptFor(pod.template, fleet.nodes, filters);
    const reason = unschedulableReason(
      fleet.nodes.map((node) => filters.refusalOf(node)?.reasons ?? []),
      { nodes: fleet.nodes.length, preemption: preemption.node === null ? preemption.why : "" },
    );
    this.putBack(waiting, reason);
    if (preemption.node === null) hopeless.set(pod.template, reason);
    else this.makeRoom(pod, preemption);
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

  /** Room is being made, for this pod and no other. */
  private makeRoom(pod: Pod, { node, victims }: Exclude<Preemption, { readonly node: null }>): void {
    this.choice.nominate(pod, node);
    this.parts.evict(node, victims);
  }
}
