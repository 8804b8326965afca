import { EVENT_CLASS } from "../kernel/calendar.ts";
import { SECOND } from "../kernel/time.ts";
import type { Node } from "./node.ts";
import type { PodWorker } from "./podWorker.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import { DEFAULT_TOLERATIONS, evictionDelay, UNREACHABLE } from "./taints.ts";
import { Timer } from "./timer.ts";

/** Without a lease renewal for this long a node counts as lost (Kubernetes v1.36 `nodeMonitorGracePeriod`). */
const NODE_MONITOR_GRACE_PERIOD = 50 * SECOND;

/** What a node's death needs of the cluster. */
export interface NodeFailureParts {
  readonly world: Surroundings;
  readonly node: Node;
  /** Workers of the pods on the node that are not gone. */
  workers(): readonly PodWorker[];
  deletePod(worker: PodWorker): void;
}

/**
 * The death of one node and how slowly the cluster takes notice: its processes are gone at once, its pods leave the
 * endpoints after 50 s, and only 300 s later are they deleted and replaced (Kubernetes v1.36 `nodelifecycle`,
 * `tainteviction`). A deleted pod stays terminating until its node is back.
 */
export class NodeFailure {
  private readonly timer: Timer;
  private readonly parts: NodeFailureParts;

  constructor(parts: NodeFailureParts) {
    this.parts = parts;
    this.timer = new Timer(parts.world.kernel, EVENT_CLASS.control);
  }

  begin(): void {
    const { world, node } = this.parts;
    const { kernel } = world;
    node.alive = false;
    branch(kernel, () => {
      kernel.record("nodeFailed", node.name);
      for (const worker of this.parts.workers()) branch(kernel, () => worker.freeze());
      this.timer.set(kernel.now + NODE_MONITOR_GRACE_PERIOD, () => this.notice());
    });
  }

  end(): void {
    const { world, node } = this.parts;
    const { kernel } = world;
    this.timer.clear();
    node.alive = true;
    node.schedulable = true;
    branch(kernel, () => {
      kernel.record("nodeRecovered", node.name);
      for (const worker of this.parts.workers()) branch(kernel, () => worker.thaw());
    });
  }

  private notice(): void {
    const { world, node } = this.parts;
    node.schedulable = false;
    for (const worker of this.parts.workers()) branch(world.kernel, () => worker.readiness.becomeUnready());
    const delay = evictionDelay([UNREACHABLE], DEFAULT_TOLERATIONS);
    this.timer.set(world.kernel.now + delay, () => this.evict());
  }

  private evict(): void {
    for (const worker of this.parts.workers()) branch(this.parts.world.kernel, () => this.parts.deletePod(worker));
  }
}
