import { assert } from "../kernel/assert.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { PodRecord } from "../record/run.ts";
import { Backoff, CRASH_LOOP_DEFAULTS, type CrashLoopSettings, crashLoopBackoff } from "./backoff.ts";
import { ClientLimiter } from "./clientLimiter.ts";
import { type DisruptionBudgetSpec, Disruptions } from "./disruptions.ts";
import { evictFillers } from "./filler.ts";
import { Fleet } from "./fleet.ts";
import type { Registry } from "./imagePuller.ts";
import { inCluster } from "./inCluster.ts";
import type { Node } from "./node.ts";
import { NodeAutoscaler } from "./nodeAutoscaler.ts";
import { NodeLifecycle } from "./nodeLifecycle.ts";
import { Pod } from "./pod.ts";
import { imagesOf } from "./podImages.ts";
import { PodWorker } from "./podWorker.ts";
import { Population } from "./population.ts";
import { Processes } from "./processes.ts";
import { Scheduler } from "./scheduler.ts";
import { Services } from "./services.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import type { ClusterApi, ClusterSpec, PodTemplate, ReplicaSet, Service, TrafficHooks } from "./types.ts";
import { Workload } from "./workload.ts";

export interface ClusterOptions {
  readonly kernel: Kernel<EventKind>;
  readonly spec: ClusterSpec;
  readonly hooks: TrafficHooks;
  readonly seed: string;
  /** The Deployment or Rollout; ReplicaSets and pods are named after it. */
  readonly workload?: string;
  readonly crashLoop?: CrashLoopSettings;
  /** Limits how many pods of the workload are evicted at once; null or absent: nothing does. */
  readonly disruptionBudget?: DisruptionBudgetSpec | null;
}

/** A cluster with one workload. */
export function createCluster(options: ClusterOptions): Cluster {
  return new Cluster(options);
}

/**
 * A Kubernetes cluster as far as a rollout meets it: the ReplicaSet controller, the scheduler, the nodes with their
 * kubelets and images, Services with their endpoints and the proxy behind them. Each part sees the others' writes one
 * watch hop later. Built at time 0; what is put into it before the run starts is taken as long settled.
 */
export class Cluster implements ClusterApi, Surroundings {
  readonly kernel: Kernel<EventKind>;
  readonly spec: ClusterSpec;
  readonly hooks: TrafficHooks;
  readonly crashLoop: Backoff;
  /** Every pod there ever was; a pod's number is its position. */
  readonly pods: Pod[] = [];
  private readonly seed: string;
  private readonly fleet: Fleet;
  private readonly population = new Population();
  private readonly limiter: ClientLimiter | null;
  private readonly workload: Workload;
  private readonly scheduler: Scheduler;
  private readonly workers = new Map<Pod, PodWorker>();
  /** What the pods' processes do, as far as somebody outside can make them. */
  readonly processes = new Processes(this.workers);
  /** Evictions and the budget that limits them. */
  readonly disruptions: Disruptions;
  /** Cordons, drains, deaths and returns of nodes. */
  readonly nodes: NodeLifecycle;
  readonly services: Services;
  private readonly listeners: (() => void)[] = [];

  constructor(options: ClusterOptions) {
    const { kernel, spec, hooks, seed, workload = "web", crashLoop = CRASH_LOOP_DEFAULTS } = options;
    this.kernel = kernel;
    this.spec = spec;
    this.hooks = hooks;
    this.seed = seed;
    this.crashLoop = new Backoff(crashLoopBackoff(crashLoop));
    this.workload = new Workload(inCluster(spec, workload));
    const pods = () => [...this.workers.keys()];
    this.services = new Services(this, {
      seed,
      pods,
      answers: (pod) => this.processes.isUp(pod),
      nodeIsAlive: (name) => this.fleet.find(name)?.alive === true,
    });
    this.fleet = new Fleet(kernel, spec);
    this.limiter = spec.clientLimits ? new ClientLimiter(spec.clientLimits) : null;
    const freed = () => this.scheduler.resourcesFreed();
    this.scheduler = new Scheduler({
      kernel,
      fleet: this.fleet,
      population: this.population,
      watchLatency: spec.watchLatency,
      bind: (pod, node) => this.bind(pod, node),
      evict: (node, victims) => evictFillers(this, { node, victims, freed, why: "podPreempted" }),
    });
    const { fleet, scheduler, population } = this;
    const deletePod = (pod: Pod) => this.deletePod(pod);
    const { disruptionBudget: limit = null } = options;
    this.disruptions = new Disruptions({ world: this, name: workload, spec: limit, pods, deletePod });
    this.nodes = new NodeLifecycle({
      world: this,
      fleet,
      workers: () => [...this.workers.values()],
      deletePod,
      evict: (pod) => this.disruptions.evict(pod),
      resourcesFreed: freed,
      machineIs: (name, state) => this.services.proxies.nodeIs(name, state),
    });
    if (spec.autoscaler) {
      const { disruptions } = this;
      new NodeAutoscaler(spec.autoscaler, { kernel, fleet, population, scheduler, seed, pods, disruptions });
    }
  }

  get now(): Micros {
    return this.kernel.now;
  }

  get replicaSets(): readonly ReplicaSet[] {
    return this.workload.replicaSets;
  }

  createReplicaSet(template: PodTemplate, replicas: number, minReady: Micros): ReplicaSet {
    const replicaSet = this.newReplicaSet(template, replicas, minReady);
    this.workload.wake(replicaSet);
    this.notify();
    return replicaSet;
  }

  scale(replicaSet: ReplicaSet, replicas: number): void {
    assert(replicas >= 0, `scaled to ${replicas}`);
    if (replicaSet.replicas === replicas) return;
    const from = replicaSet.replicas;
    replicaSet.replicas = replicas;
    branch(this.kernel, () => {
      this.kernel.record("replicaSetScaled", replicaSet.name, { from, to: replicas });
      this.workload.wake(replicaSet);
      this.notify();
    });
  }

  deleteReplicaSet(replicaSet: ReplicaSet): void {
    this.workload.drop(replicaSet);
    branch(this.kernel, () => {
      this.kernel.record("replicaSetDeleted", replicaSet.name);
      for (const pod of [...this.workload.pods(replicaSet)]) this.deletePod(pod);
      this.notify();
    });
  }

  createService(name: string, selector: readonly string[] | null): Service {
    return this.services.create(name, selector);
  }

  select(service: Service, selector: readonly string[] | null): void {
    this.services.select(service, selector);
  }

  podsNotGone(replicaSet: ReplicaSet): number {
    return this.workload.countNotGone(replicaSet);
  }

  watch(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * A ReplicaSet whose pods have been running since long before the run: on their nodes, ready, listening, available.
   * Only at time 0. A pod that no node has room for is created pending.
   */
  populate(template: PodTemplate, replicas: number, minReady: Micros): ReplicaSet {
    assert(this.now === 0, "a cluster is populated before the run");
    this.fleet.cache(imagesOf(template));
    const replicaSet = this.newReplicaSet(template, replicas, minReady);
    branch(this.kernel, () => {
      for (let i = 0; i < replicas; i++) this.addReadyPod(replicaSet);
      this.workload.settle(replicaSet);
      this.services.settle();
      this.disruptions.settle();
    });
    return replicaSet;
  }

  /** Where the nodes pull images from. */
  get registry(): Registry {
    return this.fleet.registry;
  }

  /** Which backends users' traffic goes to: only their endpoints count as `routed` and `endpointReady` in the record. */
  setCarrying(backends: readonly number[]): void {
    this.services.setCarrying(backends, this.pods);
  }

  /** Asks for a pod's deletion, with its own grace period. */
  deletePod(pod: Pod): void {
    const worker = this.workers.get(pod);
    if (worker === undefined || pod.deleting) return;
    const { kernel } = this;
    branch(kernel, () => {
      const cause = kernel.record("podDeletionStarted", pod.name);
      pod.deletedAt = kernel.now;
      this.population.leaving(pod);
      worker.readiness.deletionStarted();
      if (pod.node === null || pod.template.terminationGracePeriod === 0) return worker.remove();
      pod.enter("terminating", kernel.now, cause);
      worker.terminate();
      this.podChanged(pod);
    });
  }

  /** The record of every pod, for a run that ends at `endOfRun`. */
  podRecords(endOfRun: Micros): PodRecord[] {
    return this.pods.map((pod) => pod.record(endOfRun));
  }

  podChanged(pod: Pod): void {
    this.workload.podChanged(pod);
    this.services.podChanged(pod);
    this.disruptions.wake();
  }

  podGone(pod: Pod): void {
    this.workers.delete(pod);
    this.workload.disown(pod);
    this.scheduler.forget(pod);
    this.population.left(pod);
    pod.node?.release(pod.template);
    this.scheduler.resourcesFreed();
    this.podChanged(pod);
    this.notify();
  }

  private newReplicaSet(template: PodTemplate, replicas: number, minReady: Micros): ReplicaSet {
    const replicaSet = this.workload.add(template, { replicas, minReady, createdAt: this.now });
    this.workload.control(replicaSet, {
      kernel: this.kernel,
      watchLatency: this.spec.watchLatency,
      limiter: this.limiter,
      createPod: (owner) => this.createPod(owner),
      deletePod: (pod) => this.deletePod(pod),
      statusChanged: () => this.notify(),
    });
    if (this.spec.newImageCached) this.fleet.cache(imagesOf(template));
    this.kernel.record("replicaSetCreated", replicaSet.name, { version: template.version, replicas });
    return replicaSet;
  }

  private createPod(replicaSet: ReplicaSet): void {
    const { kernel } = this;
    // Deleted while the call waited for its turn.
    if (!this.workload.replicaSets.includes(replicaSet)) return;
    const pod = this.newPod(replicaSet);
    const cause = kernel.record("podCreated", pod.name, { replicaSet: replicaSet.name });
    pod.enter("pending", kernel.now, cause);
    this.scheduler.enqueue(pod);
    this.podChanged(pod);
  }

  private addReadyPod(replicaSet: ReplicaSet): void {
    const pod = this.newPod(replicaSet);
    const node = this.scheduler.choose(pod);
    if (node === null) {
      pod.enter("pending", this.now, this.kernel.cause);
      this.scheduler.enqueue(pod);
    } else {
      this.place(pod, node);
      this.workers.get(pod)?.bornReady();
    }
  }

  private newPod(replicaSet: ReplicaSet): Pod {
    const { seed, now: createdAt, pods } = this;
    const pod = new Pod({ id: pods.length, ...this.workload.nextPlace(replicaSet), replicaSet, createdAt, seed });
    this.pods.push(pod);
    this.workload.adopt(pod);
    this.workers.set(pod, new PodWorker(this, pod));
    return pod;
  }

  private bind(pod: Pod, node: Node): void {
    this.place(pod, node);
    const cause = this.kernel.record("podScheduled", pod.name, { node: node.name });
    pod.enter("pulling", this.now, cause);
    this.workers.get(pod)?.admit();
    this.podChanged(pod);
  }

  private place(pod: Pod, node: Node): void {
    node.reserve(pod.template);
    pod.bindTo(node, this.now);
    this.population.placed(pod);
    this.nodes.podPlaced(pod, node);
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
