import { assert } from "../kernel/assert.ts";
import { EVENT_CLASS } from "../kernel/calendar.ts";
import { sampler } from "../kernel/distributions.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Law } from "../kernel/law.ts";
import { stream } from "../kernel/streams.ts";
import { MINUTE, type Micros, SECOND } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { Disruptions } from "./disruptions.ts";
import type { Fleet } from "./fleet.ts";
import type { Node } from "./node.ts";
import { PlacementTrial } from "./placementTrial.ts";
import type { Pod } from "./pod.ts";
import type { Population } from "./population.ts";
import type { Scheduler } from "./scheduler.ts";
import type { NodeSpec } from "./types.ts";

/** Cluster Autoscaler over one node group, whose nodes are alike. */
export interface NodeAutoscalerSpec {
  readonly minNodes: number;
  readonly maxNodes: number;
  /** The group by name; absent: the one of the cluster's first node. */
  readonly pool?: string;
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
  readonly kernel: Kernel<EventKind>;
  readonly fleet: Fleet;
  readonly population: Population;
  readonly seed: string;
  readonly scheduler: Scheduler;
  /** Pods that are not gone. */
  pods(): readonly Pod[];
  /** The Eviction API, and how many pods the budget lets go at present. */
  readonly disruptions: Disruptions;
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
    const pool = spec.pool ?? parts.fleet.nodes[0]?.spec.pool;
    const nodes = parts.fleet.nodes.filter((node) => node.spec.pool === pool);
    const first = nodes[0];
    assert(first !== undefined, "a node group to scale has a node to begin with");
    this.shape = first.spec;
    this.zones = [...new Set(nodes.map((node) => node.spec.zone))];
    this.lastAddedAt = parts.kernel.now - DELAY_AFTER_ADD;
    this.lastFailedAt = parts.kernel.now - DELAY_AFTER_FAILURE;
    this.scanLater();
  }

  /** The nodes of the group. */
  private get nodes(): readonly Node[] {
    const { pool } = this.shape;
    return this.parts.fleet.nodes.filter(({ spec }) => spec.pool === pool);
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

  /**
   * New nodes for the pods that would not fit on those that are there by now, first fit, by the scheduler's own filters
   * (`filterOutSchedulable`, `estimator/binpacking_estimator.go`). A pod that a new node of the group would refuse asks
   * for none.
   */
  private nodesFor(pods: readonly Pod[]): number {
    if (pods.length === 0) return 0;
    const { fleet, population } = this.parts;
    const trial = new PlacementTrial(fleet.nodes, population.groups);
    let added = 0;
    for (const pod of pods) {
      if (trial.place(pod)) continue;
      const node = fleet.sketch({ ...this.shape, name: `node-wanted-${added + 1}`, zone: this.zoneOf(added + 1) });
      if (trial.placeOn(pod, node)) added++;
    }
    return added;
  }

  private scaleUp(wanted: number, pending: readonly Pod[]): void {
    const { kernel } = this.parts;
    const count = Math.min(wanted, this.spec.maxNodes - this.nodes.length - this.upcoming);
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
      const name = fleet.nameOf(`node-added-${number}`);
      const node = fleet.add({ ...this.shape, name, zone: this.zoneOf(number) });
      kernel.record("nodeAdded", node.name, { nodes: fleet.nodes.length });
      scheduler.resourcesFreed();
    });
  }

  /** Nodes of the group are spread over its zones in turn. */
  private zoneOf(number: number): string {
    return this.zones[number % this.zones.length] as string;
  }

  private scaleDown(): void {
    const { kernel } = this.parts;
    const { nodes } = this;
    for (const node of nodes) {
      if (!this.isUnneeded(node)) this.unneededSince.delete(node);
      else if (!this.unneededSince.has(node)) this.unneededSince.set(node, kernel.now);
    }
    if (kernel.now < this.lastAddedAt + DELAY_AFTER_ADD || kernel.now < this.lastFailedAt + DELAY_AFTER_FAILURE) return;
    const staying = nodes.length - this.leaving.size;
    // The youngest first: they were added for a need that has passed.
    const node = nodes.findLast((one) => (this.unneededSince.get(one) ?? kernel.now) <= kernel.now - UNNEEDED_FOR);
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
    if (pods.filter(({ deleting }) => !deleting).length > this.parts.disruptions.allowed) return false;
    const others = fleet.nodes.filter((other) => other !== node);
    const trial = new PlacementTrial(others, this.parts.population.groups);
    return pods.every((pod) => trial.place(pod));
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
    const { kernel, disruptions, scheduler } = this.parts;
    const refused = pods.filter((pod) => !pod.deleting && disruptions.evict(pod).verdict === "refused");
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
