import type { MetricsServer } from "../cluster/autoscaler/metricsServer.ts";
import type { ScaleTarget } from "../cluster/autoscaler/podAutoscaler.ts";
import { type Cluster, createCluster } from "../cluster/cluster.ts";
import type { PodTemplate, Service } from "../cluster/types.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { KernelAt, type RunKernel } from "../kernel/kernelAt.ts";
import { type Micros, NEVER } from "../kernel/time.ts";
import type { ShownByProxy } from "../observe/proxyTarget.ts";
import type { Watch } from "../observe/watch.ts";
import type { EventKind } from "../record/events.ts";
import type { PodRecord, RolloutRecord, Run } from "../record/run.ts";
import type { DeploymentController } from "../rollout/controllers/deployment/deployment.ts";
import { createRollout, type Rollout, type RolloutSite } from "../rollout/rollout.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { createTrafficPlane } from "../traffic/createTrafficPlane.ts";
import { FlagProviders } from "../traffic/flags/flagProviders.ts";
import type { CounterReading, Route, TrafficPlane } from "../traffic/plane.ts";
import type { Residents } from "../traffic/residents.ts";
import { askedOf } from "./askedOf.ts";
import { startAutoscaler } from "./autoscaling.ts";
import type { Faults } from "./faultWorld.ts";
import { firstMet, noRollout } from "./firstMet.ts";
import type { Local } from "./local.ts";
import { RoutePropagation } from "./routePropagation.ts";
import { shownByProxy, startTargets } from "./scrapeTargets.ts";
import { suspect } from "./suspect.ts";
import { trafficConfig } from "./trafficConfig.ts";
import { trafficHooks } from "./trafficHooks.ts";
import { countConversions, userTraffic } from "./userTraffic.ts";

const NEW = 1;

/** What the clusters of a world have in common. */
export interface Surroundings {
  readonly scenario: Scenario;
  readonly kernel: Kernel<EventKind>;
  readonly seed: string;
  readonly faults: Faults;
  readonly templates: { readonly old: PodTemplate; readonly new: PodTemplate };
  /** Null: there is one cluster, and everybody comes to it. */
  readonly homes: Residents | null;
  /** How many clusters there are. */
  readonly count: number;
}

/** What a rollout in a cluster has to do with the world around it. */
export interface Attached {
  readonly watch: Watch;
  deploymentChanged(deployment: DeploymentController): void;
  callBack(how: () => void): void;
}

/** One cluster of a world with all that is its own: its pods, its users' requests, its autoscaler, its rollout. */
export class ClusterWorld {
  readonly local: Local;
  readonly plane: TrafficPlane;
  readonly cluster: Cluster;
  /** Null before it is scaled by load, or where it is not. */
  metrics: MetricsServer | null = null;
  rollout: Rollout | undefined;
  /** `spec.replicas` of the workload over time. */
  readonly desired: Run["desired"][number][];
  /** The kernel of whoever rolls out here. */
  readonly kernel: RunKernel<EventKind>;
  private readonly world: Surroundings;
  private readonly service: Service;
  private readonly flag: FlagProviders;

  constructor(world: Surroundings, local: Local) {
    const { scenario, kernel, seed, faults, templates, homes, count } = world;
    const { name, spec, replicas, index } = local;
    const chance = name === null ? seed : `${seed}/${name}`;
    this.world = world;
    this.local = local;
    this.kernel = name === null ? kernel : new KernelAt(kernel, name);
    this.desired = [{ at: 0, replicas }];
    this.plane = createTrafficPlane(trafficConfig(scenario, seed, { local, homes, faults }));
    this.flag = new FlagProviders({
      kernel,
      ...(name === null ? {} : { cluster: name }),
      version: NEW,
      otherwise: 0,
      setFlag: (pod, view) => this.plane.setFlag(pod, view, kernel.now),
      learned: () => this.rollout?.look(),
    });
    this.cluster = createCluster({
      kernel,
      spec,
      hooks: trafficHooks({ kernel, plane: this.plane, faults, flag: this.flag, place: { index, of: count } }),
      seed: chance,
      workload: scenario.name,
      disruptionBudget: scenario.service.disruptionBudget,
    });
    this.service = this.cluster.createService(scenario.name, null);
    this.setRoute([{ backend: this.service.backend, weight: 1 }]);
    this.cluster.populate(templates.old, replicas, scenario.service.minReady);
  }

  readCounters(into: CounterReading): void {
    this.plane.readCounters(this.world.kernel.now, into);
  }

  /** What of the proxy here a query of the scenario asks for. */
  get shown(): ShownByProxy {
    return shownByProxy(askedOf(this.world.scenario), this.cluster);
  }

  /** Has monitoring look at more than the proxy, where the scenario asks for it. */
  showTo(watch: Watch): void {
    const { scenario, kernel } = this.world;
    const { cluster, plane } = this;
    const { name } = this.local;
    countConversions(scenario, { name, kernel, plane, watch });
    startTargets(scenario, { name, kernel, cluster, plane, watch });
  }

  startAutoscaler(): void {
    const { scenario, kernel, faults } = this.world;
    const { cluster, plane } = this;
    this.metrics = startAutoscaler(scenario.service, {
      kernel,
      cluster,
      plane,
      target: this.scaleTarget,
      blame: () => suspect(kernel.log.entries, faults.latest),
    });
  }

  /** The workload's size: written to whoever carries out the rollout, before that (and without one) to its ReplicaSet. */
  readonly scaleTarget: ScaleTarget = this.createScaleTarget();

  private createScaleTarget(): ScaleTarget {
    const world = this;
    return {
      get replicas() {
        return world.wanted;
      },
      scale: (replicas) => {
        this.desired.push({ at: this.kernel.now, replicas });
        const [only] = this.cluster.replicaSets;
        if (this.rollout !== undefined) this.rollout.resize(replicas);
        else if (only !== undefined) this.cluster.scale(only, replicas);
      },
    };
  }

  /** @param services names of the Services that the strategy keeps beside the one users come through */
  prepareRollout(services: readonly string[], attached: Attached): Rollout {
    const { scenario, templates } = this.world;
    const { kernel, cluster, plane, service, flag } = this;
    const { name } = this.local;
    const { watch, deploymentChanged, callBack } = attached;
    const world = this;
    const { router } = scenario.traffic;
    const routes =
      router === null ? null : new RoutePropagation(this.world.kernel, router, (route) => this.setRoute(route));
    const site: RolloutSite = {
      ...(name === null ? {} : { clusterName: name }),
      kernel,
      cluster,
      watchLatency: this.local.spec.watchLatency,
      get replicas() {
        return world.wanted;
      },
      minReady: scenario.service.minReady,
      progressDeadline: scenario.service.progressDeadline,
      templates,
      service,
      watch: name === null ? watch : watch.at(name),
      monitoring: scenario.monitoring,
      setRoute: (route) => (routes === null ? this.setRoute(route) : routes.write(route)),
      deploymentChanged,
      callBack,
      users: userTraffic(scenario, { name, kernel: this.world.kernel, plane, watch, flag }),
    };
    this.rollout = createRollout(site, services);
    return this.rollout;
  }

  get wanted(): number {
    return this.desired.at(-1)?.replicas ?? 0;
  }

  /** How the rollout ended here; in a world without one, as if nothing had been done. */
  rolloutRecord(pods: readonly PodRecord[]): RolloutRecord {
    const { warmup, releaseAt } = this.world.scenario;
    return this.rollout?.record(this.faultAt(pods)) ?? noRollout(warmup + releaseAt);
  }

  private setRoute(route: Route): void {
    this.plane.setRoute(route, this.world.kernel.now);
    this.cluster.setCarrying(route.filter(({ weight }) => weight > 0).map(({ backend }) => backend));
  }

  /** First instant the release's fault could hurt: it shows, and the proxy sends users to a pod of the new version. */
  private faultAt(pods: readonly PodRecord[]): Micros | null {
    const began = this.world.faults.releaseFaultAt;
    if (began === null) return null;
    return firstMet(pods, NEW, Math.max(began, this.releasedAt()));
  }

  /** When a flag first let anybody meet the new version's code; 0 where there is no flag. */
  private releasedAt(): Micros {
    const { released } = this.rollout?.record() ?? {};
    return released === undefined ? 0 : (released.find(({ share }) => share > 0)?.at ?? NEVER);
  }
}
