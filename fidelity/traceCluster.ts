import type { ClusterApi, PodTemplate, ReplicaSet, Service } from "../src/cluster/types.ts";
import { EVENT_CLASS } from "../src/kernel/calendar.ts";
import type { Kernel } from "../src/kernel/kernel.ts";
import { type Micros, NEVER, SECOND } from "../src/kernel/time.ts";
import type { EventKind } from "../src/record/events.ts";

interface TracePod {
  readonly createdAt: Micros;
  readyAt: Micros;
  readonly order: number;
}

/**
 * The cluster the traces were recorded on: pods appear in the second in which their ReplicaSet is scaled, become ready
 * `startup` later and available `minReady` after that; a removed pod is gone at once, not-ready ones first, then the
 * youngest. Nothing takes any other time.
 */
export class TraceCluster implements ClusterApi {
  readonly replicaSets: ReplicaSet[] = [];
  readonly services: Service[] = [];
  private readonly pods = new Map<ReplicaSet, TracePod[]>();
  private readonly listeners: (() => void)[] = [];
  private readonly kernel: Kernel<EventKind>;
  /** Seconds, by pod-template hash; negative: never. */
  private readonly startup: Readonly<Record<string, number>>;
  private podsMade = 0;

  /** Name of the Rollout, which its ReplicaSets' names begin with. */
  private readonly prefix: string;

  constructor(
    kernel: Kernel<EventKind>,
    { name, startupSeconds }: { readonly name: string; readonly startupSeconds: Readonly<Record<string, number>> },
  ) {
    this.kernel = kernel;
    this.prefix = name;
    this.startup = startupSeconds;
  }

  get now(): Micros {
    return this.kernel.now;
  }

  createReplicaSet(template: PodTemplate, replicas: number, minReady: Micros): ReplicaSet {
    const set: ReplicaSet = {
      name: `${this.prefix}-${template.hash}`,
      template,
      createdAt: this.now,
      serial: this.replicaSets.length,
      revision: 0,
      replicas: 0,
      minReady,
      desiredReplicasAnnotation: null,
      maxReplicasAnnotation: null,
      scaleDownDeadline: null,
      status: { replicas: 0, ready: 0, available: 0, terminating: 0 },
    };
    this.replicaSets.push(set);
    this.pods.set(set, []);
    this.scale(set, replicas);
    this.notify();
    return set;
  }

  scale(set: ReplicaSet, replicas: number): void {
    set.replicas = replicas;
    const pods = this.podsOf(set);
    while (pods.length < replicas) this.addPod(set);
    const byWorth = [...pods].sort((a, b) => this.worth(b) - this.worth(a) || a.order - b.order);
    this.pods.set(set, byWorth.slice(0, replicas));
    this.count(set);
    this.notify();
  }

  /** The first `n` pods of a ReplicaSet lose their readiness and start again. */
  killPods(hash: string, n: number): void {
    const set = this.replicaSets.find(({ template }) => template.hash === hash);
    if (set === undefined) return;
    this.pods.set(set, this.podsOf(set).slice(n));
    for (let i = 0; i < n; i++) this.addPod(set);
    this.count(set);
    this.notify();
  }

  deleteReplicaSet(set: ReplicaSet): void {
    this.replicaSets.splice(this.replicaSets.indexOf(set), 1);
  }

  createService(name: string, selector: readonly string[] | null): Service {
    const service: Service = { name, backend: this.services.length, selector };
    this.services.push(service);
    return service;
  }

  select(service: Service, selector: readonly string[] | null): void {
    service.selector = selector;
    this.notify();
  }

  podsNotGone(set: ReplicaSet): number {
    return this.podsOf(set).length;
  }

  watch(listener: () => void): void {
    this.listeners.push(listener);
  }

  private podsOf(set: ReplicaSet): TracePod[] {
    return this.pods.get(set) ?? [];
  }

  private worth({ readyAt }: TracePod): number {
    return readyAt <= this.now ? 1 : 0;
  }

  private addPod(set: ReplicaSet): void {
    const seconds = this.startup[set.template.hash] ?? 0;
    const readyAt = seconds < 0 ? NEVER : this.now + seconds * SECOND;
    this.podsOf(set).push({ createdAt: this.now, readyAt, order: this.podsMade++ });
    for (const at of [readyAt, readyAt + set.minReady]) {
      if (at < NEVER) this.kernel.schedule(at, EVENT_CLASS.pod, () => this.recount(set));
    }
  }

  private recount(set: ReplicaSet): void {
    this.count(set);
    this.notify();
  }

  private count(set: ReplicaSet): void {
    const pods = this.podsOf(set);
    set.status.replicas = pods.length;
    set.status.ready = pods.filter(({ readyAt }) => readyAt <= this.now).length;
    set.status.available = pods.filter(({ readyAt }) => readyAt + set.minReady <= this.now).length;
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
