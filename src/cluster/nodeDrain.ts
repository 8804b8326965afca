import { EVENT_CLASS } from "../kernel/calendar.ts";
import { type Micros, NEVER, SECOND } from "../kernel/time.ts";
import type { EvictionVerdict } from "./eviction.ts";
import { evictFillers } from "./filler.ts";
import type { Node } from "./node.ts";
import type { Pod } from "./pod.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import { Timer } from "./timer.ts";

/** After a refusal (429) the eviction is tried again (kubectl v1.36 `drain.go:evictPods`). */
const RETRY_AFTER: Micros = 5 * SECOND;
/** How often an evicted pod is looked for until it is gone (`drain.go:waitForDelete`). */
const POLL_INTERVAL: Micros = SECOND;

export interface NodeDrainParts {
  readonly world: Surroundings;
  readonly node: Node;
  /** `--timeout`: no further attempts after this, µs; null: it goes on for ever, as kubectl does by default. */
  readonly timeout: Micros | null;
  /** Pods of the workload on the node that are not gone. */
  pods(): readonly Pod[];
  evict(pod: Pod): EvictionVerdict;
  /** Room came free on the node. */
  freed(): void;
}

/**
 * `kubectl drain` of one node that is cordoned already: all pods that are there when it begins are evicted at the same
 * time, each with its own grace period, and each that is refused is tried again until it is let go. Pods of DaemonSets
 * stay. kubectl v1.36 `pkg/drain/drain.go`.
 */
export class NodeDrain {
  private readonly parts: NodeDrainParts;
  private readonly timers: Timer[] = [];
  private readonly deadline: Micros;
  private left = 0;

  constructor(parts: NodeDrainParts) {
    this.parts = parts;
    this.deadline = parts.timeout === null ? NEVER : parts.world.kernel.now + parts.timeout;
  }

  begin(): void {
    const { world, node, freed } = this.parts;
    const { kernel } = world;
    const pods = this.parts.pods();
    this.left = pods.length;
    branch(kernel, () => {
      kernel.record("drainStarted", node.name, { pods: pods.length });
      const victims = node.fillers.filter(({ stays }) => stays !== "with its node");
      evictFillers(world, { node, victims, freed, why: "podEvicted" });
      for (const pod of pods) branch(kernel, () => this.evict(pod));
      if (pods.length === 0) this.finish();
    });
  }

  /** Whoever drains gives up; what was evicted stays evicted. */
  stop(): void {
    for (const timer of this.timers) timer.clear();
  }

  private evict(pod: Pod): void {
    const timer = new Timer(this.parts.world.kernel, EVENT_CLASS.control);
    this.timers.push(timer);
    this.attempt(pod, { timer, refusals: 0 });
  }

  private attempt(pod: Pod, state: { readonly timer: Timer; readonly refusals: number }): void {
    const { world, node } = this.parts;
    const { kernel } = world;
    const { timer, refusals } = state;
    if (pod.gone) {
      this.podLeft();
      return;
    }
    branch(kernel, () => {
      const answer = this.parts.evict(pod);
      if (answer.verdict !== "refused") {
        kernel.record("podEvicted", pod.name, { node: node.name, refusals });
        this.awaitEnd(pod, timer);
        return;
      }
      if (refusals === 0) kernel.record("evictionRefused", pod.name, { node: node.name, why: answer.reason });
      const next = kernel.now + RETRY_AFTER;
      if (next > this.deadline) kernel.record("drainGivenUp", node.name, { pods: this.left });
      else timer.set(next, () => kernel.controlPlane.pass(() => this.attempt(pod, { timer, refusals: refusals + 1 })));
    });
  }

  private awaitEnd(pod: Pod, timer: Timer): void {
    const { kernel } = this.parts.world;
    if (pod.gone) this.podLeft();
    else timer.set(kernel.now + POLL_INTERVAL, () => this.awaitEnd(pod, timer));
  }

  private podLeft(): void {
    this.left--;
    if (this.left === 0) this.finish();
  }

  private finish(): void {
    const { world, node } = this.parts;
    world.kernel.record("nodeDrained", node.name);
  }
}
