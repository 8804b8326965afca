import { assert } from "../kernel/assert.ts";
import { EVENT_CLASS } from "../kernel/calendar.ts";
import { sampler } from "../kernel/distributions.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Law } from "../kernel/law.ts";
import { stream } from "../kernel/streams.ts";
import { MINUTE, type Micros, SECOND } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { EvictionVerdict } from "./eviction.ts";
import type { Fleet } from "./fleet.ts";
import { inCluster } from "./inCluster.ts";
import { MAX_PODS_PER_NODE, type Node } from "./node.ts";
import type { Pod } from "./pod.ts";
import type { Request } from "./preemption.ts";
import type { Scheduler } from "./scheduler.ts";
import type { ClusterSpec, NodeSpec } from "./types.ts";

/** Cluster Autoscaler over one node group, whose nodes are like the first one of the cluster. */
export interface NodeAutoscalerSpec {
  readonly minNodes: number;
  readonly maxNodes: number;
  /** From the request until the node is Ready, µs. */
  readonly nodeBoot: Law;
}

/** `--scan-interval` */
const SCAN_INTERVAL = 10 * SECOND;
/** `--max-node-provision-time` */
const GIVE_UP_AFTER = 15 * MINUTE;
/** `--scale-down-unneeded-time`, `--scale-down-delay-after-add` */
const UNNEEDED_FOR = 10 * MINUTE;
const DELAY_AFTER_ADD = 10 * MINUTE;
/** `--scale-down-utilization-threshold` */
const UTILIZATION_THRESHOLD = 0.5;
/** `MaxPodEvictionTime`: a node whose pods are refused for this long is kept. Each scan tries again (`EvictionRetryTime` is as long). */
const EVICTION_LIMIT = 2 * MINUTE;
/** `--scale-down-delay-after-failure` */
const DELAY_AFTER_FAILURE = 3 * MINUTE;

export interface NodeAutoscalerParts {
  readonly cluster: Pick<ClusterSpec, "name">;
  readonly kernel: Kernel<EventKind>;
  readonly fleet: Fleet;
  readonly seed: string;
  readonly scheduler: Scheduler;
  /** Pods that are not gone. */
  pods(): readonly Pod[];
  /** The Eviction API. */
  evict(pod: Pod): EvictionVerdict;
  /** Pods that the disruption budget lets go at present. */
  allowed(): number;
}

/**
 * Asks the cloud for nodes when pods fit nowhere, and gives nodes back when they were hardly used for ten minutes.
 * kubernetes/autoscaler `core/static_autoscaler.go`, with the default flags.
 */
export class NodeAutoscaler {
  private readonly spec: NodeAutoscalerSpec;
  private readonly parts: NodeAutoscalerParts;
  private readonly shape: NodeSpec;
  private readonly zones: readonly string[];
  /** Asked for and not there yet. */
  private upcoming = 0;
  /** Nodes asked for so far, for their names. */
  private asked = 0;
  private lastAddedAt: Micros;
  private readonly unneededSince = new Map<Node, Micros>();
  /** Nodes on their way out, by when it was decided. */
  private readonly leaving = new Map<Node, Micros>();
  private lastFailedAt: Micros;

  constructor(spec: NodeAutoscalerSpec, parts: NodeAutoscalerParts) {
    this.spec = spec;
    this.parts = parts;
    const { nodes } = parts.fleet;
    const first = nodes[0];
    assert(first !== undefined, "a cluster to scale has a node to begin with");
    this.shape = first.spec;
    this.zones = [...new Set(nodes.map((node) => node.spec.zone))];
    this.lastAddedAt = parts.kernel.now - DELAY_AFTER_ADD;
    this.lastFailedAt = parts.kernel.now - DELAY_AFTER_FAILURE;
    this.scanLater();
  }

  private scanLater(): void {
    const { kernel } = this.parts;
    const cause = kernel.cause;
    kernel.schedule(kernel.now + SCAN_INTERVAL, EVENT_CLASS.control, () => {
      kernel.because(cause, () => this.scanLater());
      if (!kernel.controlPlane.isOpen) return;
      this.finishLeaving();
      const pending = this.parts.scheduler.unschedulable();
      const wanted = this.nodesFor(pending) - this.upcoming;
      if (wanted > 0) this.scaleUp(wanted, pending);
      else if (pending.length === 0 && this.upcoming === 0) this.scaleDown();
    });
  }

  /** New nodes for the pods that would not fit on those that are there by now, first fit (`filterOutSchedulable`). */
  private nodesFor(pods: readonly Pod[]): number {
    const free = this.parts.fleet.nodes.filter(({ schedulable }) => schedulable).map(roomOn);
    const existing = free.length;
    for (const { template } of pods) {
      if (template.cpuMilli > this.shape.cpuMilli || template.memoryBytes > this.shape.memoryBytes) continue;
      let bin = free.find((room) => holds(room, template));
      if (bin === undefined) {
        bin = { cpuMilli: this.shape.cpuMilli, memoryBytes: this.shape.memoryBytes, pods: MAX_PODS_PER_NODE };
        free.push(bin);
      }
      bin.cpuMilli -= template.cpuMilli;
      bin.memoryBytes -= template.memoryBytes;
      bin.pods--;
    }
    return free.length - existing;
  }

  private scaleUp(wanted: number, pending: readonly Pod[]): void {
    const { kernel, fleet } = this.parts;
    const count = Math.min(wanted, this.spec.maxNodes - fleet.nodes.length - this.upcoming);
    if (count <= 0) return;
    const cause = kernel.log.entries.findLast(
      ({ kind, subject }) => kind === "podUnschedulable" && pending.some(({ name }) => name === subject),
    );
    kernel.because(cause?.id ?? kernel.cause, () => {
      kernel.record("nodesRequested", "nodeGroup", { nodes: count, pods: pending.length });
      for (let i = 0; i < count; i++) this.request();
    });
  }

  private request(): void {
    const { kernel, fleet, seed, scheduler } = this.parts;
    const number = ++this.asked;
    this.upcoming++;
    const boot = sampler(this.spec.nodeBoot).sample(stream(seed, `node/${number}`));
    const span = Math.floor(Math.max(0, boot) + 0.5);
    kernel.schedule(kernel.now + Math.min(span, GIVE_UP_AFTER), EVENT_CLASS.control, () => {
      this.upcoming--;
      // It is not there in time: it is given up, and the pods that still wait ask for another one.
      if (span > GIVE_UP_AFTER) return;
      this.lastAddedAt = kernel.now;
      const zone = this.zones[number % this.zones.length] as string;
      const node = fleet.add({ ...this.shape, name: inCluster(this.parts.cluster, `node-added-${number}`), zone });
      kernel.record("nodeAdded", node.name, { nodes: fleet.nodes.length });
      scheduler.resourcesFreed();
    });
  }

  private scaleDown(): void {
    const { kernel, fleet } = this.parts;
    for (const node of fleet.nodes) {
      if (!this.isUnneeded(node)) this.unneededSince.delete(node);
      else if (!this.unneededSince.has(node)) this.unneededSince.set(node, kernel.now);
    }
    if (kernel.now < this.lastAddedAt + DELAY_AFTER_ADD || kernel.now < this.lastFailedAt + DELAY_AFTER_FAILURE) return;
    const staying = fleet.nodes.length - this.leaving.size;
    // The youngest first: they were added for a need that has passed.
    const node = fleet.nodes.findLast(
      (one) => (this.unneededSince.get(one) ?? kernel.now) <= kernel.now - UNNEEDED_FOR,
    );
    if (node === undefined || staying <= this.spec.minNodes) return;
    this.leave(node);
  }

  /**
   * Used by less than half, what runs there would fit elsewhere, and the disruption budget lets all of it go. Nodes with
   * other pods on them stay.
   */
  private isUnneeded(node: Node): boolean {
    const { fleet } = this.parts;
    if (this.leaving.has(node) || !node.alive || node.fillers.length > 0) return false;
    const used = Math.max(node.cpuMilli / node.spec.cpuMilli, node.memoryBytes / node.spec.memoryBytes);
    if (used >= UTILIZATION_THRESHOLD) return false;
    const pods = this.podsOn(node);
    if (pods.filter(({ deleting }) => !deleting).length > this.parts.allowed()) return false;
    const others = fleet.nodes.filter((other) => other !== node && other.schedulable);
    const rooms = others.map(roomOn);
    return pods.every(({ template }) => {
      const room = rooms.find((one) => holds(one, template));
      if (room === undefined) return false;
      room.cpuMilli -= template.cpuMilli;
      room.memoryBytes -= template.memoryBytes;
      room.pods--;
      return true;
    });
  }

  private podsOn(node: Node): Pod[] {
    return this.parts.pods().filter((pod) => pod.node === node);
  }

  /** Taints the node, makes its pods leave, and gives it back at the first scan that finds it empty. */
  private leave(node: Node): void {
    const { kernel } = this.parts;
    node.leaving = true;
    this.unneededSince.delete(node);
    this.leaving.set(node, kernel.now);
    kernel.because(kernel.cause, () => {
      kernel.record("nodeUnneeded", node.name, { pods: this.podsOn(node).length });
      this.finishLeaving();
    });
  }

  private finishLeaving(): void {
    const { kernel, fleet } = this.parts;
    for (const [node, since] of this.leaving) {
      const pods = this.podsOn(node);
      if (pods.length > 0) {
        this.evictAll(node, { pods, since });
        continue;
      }
      this.leaving.delete(node);
      fleet.remove(node);
      kernel.because(kernel.cause, () => kernel.record("nodeRemoved", node.name, { nodes: fleet.nodes.length }));
    }
  }

  /** Evicts what is left on the node. Pods that the budget holds on to for too long make it stay. */
  private evictAll(node: Node, { pods, since }: { readonly pods: readonly Pod[]; readonly since: Micros }): void {
    const { kernel, evict, scheduler } = this.parts;
    const refused = pods.filter((pod) => !pod.deleting && evict(pod).verdict === "refused");
    if (refused.length === 0 || kernel.now - since < EVICTION_LIMIT) return;
    this.leaving.delete(node);
    node.leaving = false;
    this.lastFailedAt = kernel.now;
    kernel.because(kernel.cause, () => {
      kernel.record("nodeKept", node.name, { pods: refused.length });
      scheduler.resourcesFreed();
    });
  }
}

function roomOn({ spec, cpuMilli, memoryBytes, pods }: Node) {
  return {
    cpuMilli: spec.cpuMilli - cpuMilli,
    memoryBytes: spec.memoryBytes - memoryBytes,
    pods: MAX_PODS_PER_NODE - pods,
  };
}

function holds(room: Request & { readonly pods: number }, pod: Request): boolean {
  return room.pods > 0 && room.cpuMilli >= pod.cpuMilli && room.memoryBytes >= pod.memoryBytes;
}
