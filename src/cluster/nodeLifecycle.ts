import { EVENT_CLASS } from "../kernel/calendar.ts";
import { type Micros, NEVER, SECOND } from "../kernel/time.ts";
import type { EvictionVerdict } from "./eviction.ts";
import type { Fleet } from "./fleet.ts";
import type { Node } from "./node.ts";
import { NodeDrain } from "./nodeDrain.ts";
import { type Loss, NodeFailure } from "./nodeFailure.ts";
import { NodeTainter } from "./nodeTainter.ts";
import { tolerationsOf } from "./placement/filters.ts";
import type { Pod } from "./pod.ts";
import type { PodWorker } from "./podWorker.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import { evictionDelay } from "./taints.ts";
import type { NodeSpec } from "./types.ts";

/** The pod garbage collector looks this often, and waits this long after it first missed a node (`podgc/gc_controller.go`). */
const GC_PERIOD: Micros = 20 * SECOND;
const GC_QUARANTINE: Micros = 40 * SECOND;

export interface NodeLifecycleParts {
  readonly world: Surroundings;
  readonly fleet: Fleet;
  /** Workers of all pods that are not gone. */
  workers(): readonly PodWorker[];
  deletePod(pod: Pod): void;
  evict(pod: Pod): EvictionVerdict;
  /** Room for pods came free, or a node joined. */
  resourcesFreed(): void;
  /** The machine died, or is back. */
  machineIs(name: string, state: "down" | "up"): void;
}

/** What happens to nodes: they are cordoned and drained, die, are cut off and come back, or are taken away for good. */
export class NodeLifecycle {
  private readonly lost = new Map<Node, NodeFailure>();
  private readonly drains = new Map<Node, NodeDrain>();
  private readonly goneForGood = new Set<Node>();
  private readonly parts: NodeLifecycleParts;
  private readonly tainter: NodeTainter;

  constructor(parts: NodeLifecycleParts) {
    this.parts = parts;
    this.tainter = new NodeTainter(parts.world.kernel, () => parts.fleet.nodes);
  }

  /** Names of the nodes of one zone. */
  inZone(zone: string): readonly string[] {
    return this.parts.fleet.nodes.filter(({ spec }) => spec.zone === zone).map(({ name }) => name);
  }

  /** Whether and how the node is lost. */
  lossOf(name: string): Loss | null {
    const node = this.parts.fleet.find(name);
    return node === undefined ? null : (this.lost.get(node)?.loss ?? null);
  }

  /** A pod that tolerates a taint of its node for a time only is evicted then (Kubernetes v1.36 `tainteviction`). */
  podPlaced(pod: Pod, { spec }: Node): void {
    if (spec.taints === undefined) return;
    const { world, deletePod } = this.parts;
    const delay = evictionDelay(spec.taints, tolerationsOf(pod.template));
    if (delay < NEVER) world.kernel.schedule(world.kernel.now + delay, EVENT_CLASS.control, () => deletePod(pod));
  }

  /** The node is lost; the cluster finds out by its own slow ways. Does nothing when it is lost already, or was never there. */
  lose(name: string, loss: Loss = "dead"): void {
    const node = this.parts.fleet.find(name);
    if (node === undefined || this.lost.has(node)) return;
    const { world, deletePod } = this.parts;
    const failure = new NodeFailure({
      world,
      node,
      loss,
      tainter: this.tainter,
      workers: () => this.workersOn(node),
      deletePod: ({ pod }) => deletePod(pod),
      isGoneForGood: () => this.goneForGood.has(node),
      giveUp: () => this.giveUp(node),
    });
    this.lost.set(node, failure);
    failure.begin();
    if (loss === "dead") this.parts.machineIs(name, "down");
  }

  /** The node is back: its pods start again or are heard of again, those deleted meanwhile go. */
  recover(name: string): void {
    const node = this.parts.fleet.find(name);
    if (node === undefined || this.goneForGood.has(node)) return;
    const failure = this.lost.get(node);
    failure?.end();
    this.lost.delete(node);
    if (failure?.loss === "dead") this.parts.machineIs(name, "up");
    this.parts.resourcesFreed();
  }

  /** The machine is switched off and given to somebody else: it will not be back. */
  terminate(name: string): void {
    const node = this.parts.fleet.find(name);
    if (node === undefined) return;
    this.drains.get(node)?.stop();
    this.goneForGood.add(node);
    this.lose(name);
  }

  /** Cordons the node and has its pods evicted; see `NodeDrain`. */
  drain(name: string, timeout: Micros | null = null): void {
    const node = this.parts.fleet.find(name);
    if (node === undefined || this.drains.has(node)) return;
    const { world, evict, resourcesFreed } = this.parts;
    branch(world.kernel, () => {
      world.kernel.record("nodeCordoned", node.name);
      node.cordoned = true;
      const pods = () => this.workersOn(node).map(({ pod }) => pod);
      const drain = new NodeDrain({ world, node, timeout, pods, evict, freed: resourcesFreed });
      this.drains.set(node, drain);
      drain.begin();
    });
  }

  /** Pods may be put on the node again; a drain that still goes on is given up. */
  uncordon(name: string): void {
    const node = this.parts.fleet.find(name);
    if (!node?.cordoned) return;
    const { world, resourcesFreed } = this.parts;
    this.drains.get(node)?.stop();
    this.drains.delete(node);
    node.cordoned = false;
    branch(world.kernel, () => {
      world.kernel.record("nodeUncordoned", node.name);
      resourcesFreed();
    });
  }

  /** A new node joins, with no image on it. */
  join(spec: NodeSpec): void {
    const { world, fleet, resourcesFreed } = this.parts;
    branch(world.kernel, () => {
      fleet.add(spec);
      world.kernel.record("nodeAdded", spec.name, { nodes: fleet.nodes.length });
      resourcesFreed();
    });
  }

  private workersOn(node: Node): PodWorker[] {
    return this.parts.workers().filter(({ pod }) => pod.node === node);
  }

  /**
   * The cloud's node controller finds that the instance of a node that is not ready does not exist, and deletes the node;
   * its pods are removed without grace by the pod garbage collector, up to a minute later.
   * Kubernetes v1.36 `cloud/node_lifecycle_controller.go:MonitorNodes`, `podgc/gc_controller.go:gcOrphaned`.
   */
  private giveUp(node: Node): void {
    const { fleet, world } = this.parts;
    const { kernel } = world;
    this.lost.get(node)?.forget();
    this.lost.delete(node);
    fleet.remove(node);
    kernel.record("nodeRemoved", node.name, { nodes: fleet.nodes.length });
    const missedAt = Math.ceil(kernel.now / GC_PERIOD) * GC_PERIOD;
    kernel.schedule(missedAt + GC_QUARANTINE, EVENT_CLASS.control, () => {
      for (const worker of this.workersOn(node)) branch(kernel, () => worker.remove());
    });
  }
}
