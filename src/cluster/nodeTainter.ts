import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type LogId, NO_CAUSE } from "../kernel/log.ts";
import { type Micros, NEVER, SECOND } from "../kernel/time.ts";
import type { Node } from "./node.ts";
import { Timer } from "./timer.ts";
import { evictionRate, zoneState } from "./zoneDisruption.ts";

interface Lost {
  readonly node: Node;
  readonly cause: LogId;
  readonly taint: () => void;
}

/** The queue of one zone: one lost node at a time gets its taint, as often as the state of the zone allows. */
class ZoneQueue {
  readonly waiting: Lost[] = [];
  readonly timer: Timer;
  /** The next one may be tainted then. */
  nextAt: Micros = -NEVER;

  constructor(kernel: Kernel) {
    this.timer = new Timer(kernel, EVENT_CLASS.control);
  }
}

/**
 * Gives lost nodes the taint that evicts their pods, zone by zone and not all at once: one node every ten seconds, and
 * none at all while so much seems lost that it may be the controller that is cut off.
 * Kubernetes v1.36 `node_lifecycle_controller.go:doNoExecuteTaintingPass`; burst 1.
 */
export class NodeTainter {
  private readonly queues = new Map<string, ZoneQueue>();
  private readonly kernel: Kernel;
  private readonly nodes: () => readonly Node[];

  /** @param nodes of the whole cluster */
  constructor(kernel: Kernel, nodes: () => readonly Node[]) {
    this.kernel = kernel;
    this.nodes = nodes;
  }

  /** The node counts as lost from now on. */
  add(node: Node, taint: () => void): void {
    this.queueOf(node).waiting.push({ node, cause: this.kernel.cause, taint });
    this.lookAgain();
  }

  /** The node is back, or gone for good. */
  remove(node: Node): void {
    const { waiting } = this.queueOf(node);
    const place = waiting.findIndex((lost) => lost.node === node);
    if (place >= 0) waiting.splice(place, 1);
    this.lookAgain();
  }

  /** A node more or less may change the state of every zone: of its own, and whether all of them are lost. */
  private lookAgain(): void {
    for (const [zone, queue] of this.queues) {
      queue.timer.clear();
      const rate = this.rateOf(zone);
      if (queue.waiting.length === 0 || rate === 0) continue;
      this.kernel.because(NO_CAUSE, () => {
        queue.timer.set(Math.max(this.kernel.now, queue.nextAt), () => this.taintNext(queue, rate));
      });
    }
  }

  private taintNext(queue: ZoneQueue, rate: number): void {
    const lost = queue.waiting.shift();
    if (lost === undefined) return;
    queue.nextAt = this.kernel.now + Math.ceil(SECOND / rate);
    this.kernel.because(lost.cause, lost.taint);
    this.lookAgain();
  }

  private rateOf(zone: string): number {
    const states = new Map<string, { ready: number; notReady: number }>();
    for (const { spec, seemsReady } of this.nodes()) {
      const counts = states.get(spec.zone) ?? { ready: 0, notReady: 0 };
      if (seemsReady) counts.ready++;
      else counts.notReady++;
      states.set(spec.zone, counts);
    }
    const counts = states.get(zone) ?? { ready: 0, notReady: 0 };
    const allZonesLost = [...states.values()].every((each) => zoneState(each) === "fullDisruption")
      ? "lost"
      : "not lost";
    return evictionRate(zoneState(counts), { size: counts.ready + counts.notReady, allZonesLost });
  }

  private queueOf({ spec }: Node): ZoneQueue {
    const known = this.queues.get(spec.zone);
    if (known !== undefined) return known;
    const queue = new ZoneQueue(this.kernel);
    this.queues.set(spec.zone, queue);
    return queue;
  }
}
