import { type Cluster, createCluster } from "../../src/cluster/cluster.ts";
import type { DisruptionBudgetSpec } from "../../src/cluster/disruptions.ts";
import type { ClusterSpec, PodTemplate, TrafficHooks } from "../../src/cluster/types.ts";
import { Kernel } from "../../src/kernel/kernel.ts";
import type { Law } from "../../src/kernel/law.ts";
import { SECOND } from "../../src/kernel/time.ts";
import type { EventKind } from "../../src/record/events.ts";
import type { PodRecord, Span } from "../../src/record/run.ts";
import { createDeployment, type DeploymentController } from "../../src/rollout/controllers/deployment/deployment.ts";
import type { DeploymentStrategy } from "../../src/rollout/controllers/deployment/spec.ts";

/** Always the same span, seconds. */
export const exactly = (seconds: number): Law => ({ law: "deterministic", value: seconds * SECOND });

/** A pod that boots for ten seconds, is ready then, and is gone the moment it is deleted. */
export function templateOf(version: number, changes: Partial<PodTemplate> = {}): PodTemplate {
  return {
    version,
    hash: `v${version}`,
    cpuMilli: 100,
    memoryBytes: 1 << 20,
    image: { name: `app:${version}`, bytes: 0 },
    readinessProbe: null,
    preStop: 0,
    terminationGracePeriod: 0,
    onSigterm: "graceful",
    behaviour: { boot: exactly(10), neverReady: false, crashAfter: null },
    ...changes,
  };
}

/** Ample nodes on which nothing takes any time. */
export function specOf(changes: Partial<ClusterSpec> = {}): ClusterSpec {
  const node = (index: number) => ({ name: `node-${index}`, zone: "a", cpuMilli: 1e6, memoryBytes: 2 ** 40 });
  return {
    nodes: [0, 1, 2, 3, 4].map(node),
    watchLatency: 0,
    sandbox: exactly(0),
    pullBytesPerSecond: 1e9,
    newImageCached: true,
    propagation: { add: exactly(0), remove: exactly(0) },
    ...changes,
  };
}

export interface Stage {
  readonly kernel: Kernel<EventKind>;
  readonly cluster: Cluster;
  /** What the traffic was told, as text: `listen 3`, `kill 3`, `endpoints 0: 1 2 3`. */
  readonly told: string[];
}

/** The rules of all proxies, put together from what the traffic is told. */
export class Rules {
  private readonly pods = new Map<string, Set<number>>();

  /** The pods this proxy now sends this backend's traffic to, in order. */
  of({ backend, proxy }: { readonly backend: number; readonly proxy: number }): readonly number[] {
    return [...(this.pods.get(`${backend}/${proxy}`) ?? [])].sort((a, b) => a - b);
  }

  change(...[of, { added, removed }]: Parameters<TrafficHooks["changeEndpoints"]>): readonly number[] {
    const pods = new Set(this.of(of));
    for (const pod of removed) pods.delete(pod);
    for (const pod of added) pods.add(pod);
    this.pods.set(`${of.backend}/${of.proxy}`, pods);
    return this.of(of);
  }
}

export interface StageOptions {
  readonly spec?: Partial<ClusterSpec>;
  readonly seed?: string;
  /** How long a pod needs to finish its requests after SIGTERM, seconds. */
  readonly drain?: number;
  readonly reducedDecay?: boolean;
  readonly disruptionBudget?: DisruptionBudgetSpec;
}

/** A cluster with one Service that carries all users, and traffic that only takes notes. */
export function stage({
  spec,
  seed = "stage",
  drain = 0,
  reducedDecay = false,
  disruptionBudget,
}: StageOptions = {}): Stage {
  const kernel = new Kernel<EventKind>(seed);
  const told: string[] = [];
  const tell = (text: string) => told.push(`${kernel.now / SECOND} ${text}`);
  const rules = new Rules();
  const hooks: TrafficHooks = {
    listen: (pod) => tell(`listen ${pod}`),
    shutDown(pod, how) {
      tell(`shutDown ${pod} ${how}`);
      return how === "graceful" ? kernel.now + drain * SECOND : kernel.now;
    },
    kill: (pod) => tell(`kill ${pod}`),
    hang: (pod) => tell(`hang ${pod}`),
    changeEndpoints(of, change) {
      const pods = rules.change(of, change).join(" ");
      tell(`endpoints ${of.backend}: ${pods}${of.proxy === 0 ? "" : ` by ${of.proxy}`}`);
    },
    setEntrances: (proxies) => tell(`entrances: ${proxies.join(" ")}`),
    closeConnections: (which) => tell("proxy" in which ? `close by ${which.proxy}` : `close ${which.pod}`),
  };
  const crashLoop = { configuredMax: null, maxIsConfigurable: true, reducedDecay };
  const cluster = createCluster({
    kernel,
    spec: specOf(spec),
    hooks,
    seed,
    crashLoop,
    disruptionBudget: disruptionBudget ?? null,
  });
  cluster.setCarrying([cluster.createService("web", null).backend]);
  return { kernel, cluster, told };
}

export interface RolloutOptions extends StageOptions {
  readonly replicas: number;
  readonly strategy: DeploymentStrategy;
  readonly minReady?: number;
  readonly progressDeadline?: number;
  readonly revisionHistoryLimit?: number;
  readonly old?: Partial<PodTemplate>;
  readonly next?: Partial<PodTemplate>;
}

export interface RolloutStage extends Stage {
  readonly deployment: DeploymentController;
  readonly old: PodTemplate;
  readonly next: PodTemplate;
}

/** A Deployment whose old version runs; nothing is rolled out yet. Times in seconds. */
export function rolloutStage(options: RolloutOptions): RolloutStage {
  const { replicas, strategy, minReady = 0, progressDeadline = 600, revisionHistoryLimit = 10 } = options;
  const set = stage(options);
  const old = templateOf(0, options.old);
  const next = templateOf(1, options.next);
  set.cluster.populate(old, replicas, minReady * SECOND);
  const { watchLatency } = specOf(options.spec);
  const deployment = createDeployment(
    { kernel: set.kernel, cluster: set.cluster, watchLatency, replicas, templates: { old, new: next } },
    { strategy, minReady: minReady * SECOND, progressDeadline: progressDeadline * SECOND, revisionHistoryLimit },
  );
  return { ...set, deployment, old, next };
}

/** How many of the spans hold, over time: each step is the count from `at` (µs) on. Spans of no length do not count. */
export function countOver(spans: readonly Span[]): { readonly at: number; readonly count: number }[] {
  const edges = new Map<number, number>();
  const add = (at: number, change: number) => edges.set(at, (edges.get(at) ?? 0) + change);
  for (const { start, end } of spans) {
    add(start, 1);
    add(end, -1);
  }
  let count = 0;
  return [...edges]
    .sort(([a], [b]) => a - b)
    .map(([at, change]) => {
      count += change;
      return { at, count };
    });
}

/** From the creation of a pod until it is gone, or `end`. */
export function lifeOf({ transitions }: PodRecord, end: number): Span {
  const gone = transitions.find(({ state }) => state === "gone")?.at ?? end;
  return { start: transitions[0]?.at ?? 0, end: gone };
}
