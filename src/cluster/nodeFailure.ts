import { EVENT_CLASS } from "../kernel/calendar.ts";
import { type Micros, NEVER, SECOND } from "../kernel/time.ts";
import type { Node } from "./node.ts";
import type { NodeTainter } from "./nodeTainter.ts";
import { tolerationsOf } from "./placement/filters.ts";
import type { PodWorker } from "./podWorker.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import { evictionDelay, UNREACHABLE } from "./taints.ts";
import { Timer } from "./timer.ts";

/** Without a lease renewal for this long a node counts as lost (Kubernetes v1.36 `nodeMonitorGracePeriod`). */
const NODE_MONITOR_GRACE_PERIOD = 50 * SECOND;

/** `dead`: nothing on it goes on. `cut off`: everything goes on, but neither it nor the control plane hears of the other. */
export type Loss = "dead" | "cut off";

/** What the loss of a node needs of the cluster. */
export interface NodeFailureParts {
  readonly world: Surroundings;
  readonly node: Node;
  readonly loss: Loss;
  readonly tainter: NodeTainter;
  /** Workers of the pods on the node that are not gone. */
  workers(): readonly PodWorker[];
  deletePod(worker: PodWorker): void;
  /** The machine itself will never come back: asked when the cluster has noticed the loss. */
  isGoneForGood(): boolean;
  /** The cloud has confirmed that there is no such machine any more. */
  giveUp(): void;
}

/**
 * The loss of one node and how slowly the cluster takes notice: its processes are gone at once (or cannot be reached), its
 * pods leave the endpoints after 50 s, and only 300 s after the node got its taint, or what they tolerate of it, are they
 * deleted and replaced (Kubernetes v1.36 `nodelifecycle`, `tainteviction`). A deleted pod stays terminating until its node is back.
 */
export class NodeFailure {
  private readonly timer: Timer;
  private readonly evictions: Timer[] = [];
  private readonly parts: NodeFailureParts;

  constructor(parts: NodeFailureParts) {
    this.parts = parts;
    this.timer = new Timer(parts.world.kernel, EVENT_CLASS.control);
  }

  get loss(): Loss {
    return this.parts.loss;
  }

  begin(): void {
    const { world, node, loss } = this.parts;
    const { kernel } = world;
    if (loss === "dead") node.alive = false;
    else node.reachable = false;
    branch(kernel, () => {
      kernel.record(loss === "dead" ? "nodeFailed" : "nodeCutOff", node.name);
      if (loss === "dead") for (const worker of this.parts.workers()) branch(kernel, () => worker.freeze());
      this.timer.set(kernel.now + NODE_MONITOR_GRACE_PERIOD, () => kernel.controlPlane.pass(() => this.notice()));
    });
  }

  end(): void {
    const { world, node, loss, tainter } = this.parts;
    const { kernel } = world;
    this.giveUpWaiting();
    node.alive = true;
    node.reachable = true;
    node.seemsReady = true;
    branch(kernel, () => {
      kernel.record("nodeRecovered", node.name);
      tainter.remove(node);
      for (const worker of this.parts.workers())
        branch(kernel, () => (loss === "dead" ? worker.thaw() : worker.reconnect()));
    });
  }

  /** The node is not one of the cluster any more. */
  forget(): void {
    this.giveUpWaiting();
    this.parts.tainter.remove(this.parts.node);
  }

  private notice(): void {
    const { world, node, tainter } = this.parts;
    // It came back while the controller could not look.
    if (node.answers) return;
    node.seemsReady = false;
    for (const worker of this.parts.workers()) branch(world.kernel, () => worker.readiness.nodeLost());
    if (this.parts.isGoneForGood()) this.parts.giveUp();
    else tainter.add(node, () => this.awaitEviction());
  }

  /** Each pod stays as long as it tolerates the taint. */
  private awaitEviction(): void {
    const { kernel } = this.parts.world;
    const delays = new Set(this.parts.workers().map(patienceOf));
    delays.delete(NEVER);
    for (const delay of delays) {
      const timer = new Timer(kernel, EVENT_CLASS.control);
      this.evictions.push(timer);
      timer.set(kernel.now + delay, () => kernel.controlPlane.pass(() => this.evict(delay)));
    }
  }

  private evict(delay: Micros): void {
    if (this.parts.node.answers) return;
    const impatient = this.parts.workers().filter((worker) => patienceOf(worker) === delay);
    for (const worker of impatient) branch(this.parts.world.kernel, () => this.parts.deletePod(worker));
  }

  private giveUpWaiting(): void {
    this.timer.clear();
    for (const timer of this.evictions) timer.clear();
  }
}

/** How long a pod stays on a node that does not answer, from the taint on. */
function patienceOf({ pod }: PodWorker): Micros {
  return evictionDelay([UNREACHABLE], tolerationsOf(pod.template));
}
