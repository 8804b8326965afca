import type { ScaleTarget } from "../cluster/autoscaler/podAutoscaler.ts";
import { type Cluster, createCluster } from "../cluster/cluster.ts";
import type { PodTemplate, Service } from "../cluster/types.ts";
import { Delivery } from "../delivery/delivery.ts";
import type { DeliverySite } from "../delivery/site.ts";
import { assert } from "../kernel/assert.ts";
import { EVENT_CLASS } from "../kernel/calendar.ts";
import { Kernel } from "../kernel/kernel.ts";
import { NO_CAUSE } from "../kernel/log.ts";
import { type Micros, NEVER } from "../kernel/time.ts";
import { createWatch, type Watch } from "../observe/watch.ts";
import { violations } from "../record/conservation.ts";
import { sealRun } from "../record/digest.ts";
import type { EventKind } from "../record/events.ts";
import type { PodRecord, Run, VersionRecord } from "../record/run.ts";
import { createRollout, type Rollout, type RolloutSite } from "../rollout/rollout.ts";
import { strategies } from "../rollout/strategies/index.ts";
import type { Scenario, StrategyUse } from "../scenario/scenario.ts";
import { createTrafficPlane } from "../traffic/createTrafficPlane.ts";
import { FlagProviders } from "../traffic/flags/flagProviders.ts";
import type { Route, TrafficPlane } from "../traffic/plane.ts";
import { ApiRecorder } from "./apiRecorder.ts";
import { startAutoscaler } from "./autoscaling.ts";
import { ByHand } from "./byHand.ts";
import { Faults } from "./faultWorld.ts";
import { firstMet, noRollout } from "./firstMet.ts";
import { startTargets } from "./scrapeTargets.ts";
import { suspect } from "./suspect.ts";
import { containersOf, podTemplates } from "./templates.ts";
import { trafficConfig } from "./trafficConfig.ts";
import { trafficHooks } from "./trafficHooks.ts";
import { countConversions, userTraffic } from "./userTraffic.ts";

const NEW = 1;

/**
 * One run of one scenario, put together: kernel, cluster, users, monitoring, and whoever rolls out. The rooms do not
 * know one another; this is where the cluster's pods start to serve and the traffic's counters come to be scraped.
 */
export class World {
  private readonly scenario: Scenario;
  private readonly kernel: Kernel<EventKind>;
  private readonly plane: TrafficPlane;
  private readonly cluster: Cluster;
  private readonly watch: Watch;
  private readonly service: Service;
  private readonly faults: Faults;
  private readonly flag: FlagProviders;
  private readonly templates: { readonly old: PodTemplate; readonly new: PodTemplate };
  private readonly end: Micros;
  private rollout: Rollout | undefined;
  /** Null: the release is handed over as it is. */
  private readonly delivery: Delivery | null;
  /** Hands the release over; nothing in a world without one. */
  private submit: () => void = () => {};
  private carriedOutBy = "";
  private readonly byHand: ByHand;
  private recorder: ApiRecorder | undefined;
  /** `spec.replicas` of the workload over time. */
  private readonly desired: Run["desired"][number][];

  constructor(scenario: Scenario, seed: string) {
    const { warmup, duration, service } = scenario;
    this.scenario = scenario;
    this.end = warmup + duration;
    this.desired = [{ at: 0, replicas: service.replicas }];
    this.kernel = new Kernel<EventKind>(seed);
    const templates = podTemplates(scenario);
    this.faults = new Faults(scenario, seed, templates.new);
    this.templates = { old: templates.old, new: this.faults.newTemplate };
    this.plane = createTrafficPlane(trafficConfig(scenario, seed, this.faults));
    this.kernel.plane = this.plane;
    this.flag = new FlagProviders({
      kernel: this.kernel,
      version: NEW,
      otherwise: 0,
      setFlag: (pod, view) => this.plane.setFlag(pod, view, this.kernel.now),
      learned: () => this.rollout?.look(),
    });
    this.cluster = createCluster({
      kernel: this.kernel,
      spec: scenario.cluster,
      hooks: trafficHooks({ kernel: this.kernel, plane: this.plane, faults: this.faults, flag: this.flag }),
      seed,
      workload: scenario.name,
      disruptionBudget: service.disruptionBudget,
    });
    this.service = this.cluster.createService(scenario.name, null);
    this.setRoute([{ backend: this.service.backend, weight: 1 }]);
    this.cluster.populate(this.templates.old, service.replicas, service.minReady);
    this.watch = createWatch({
      kernel: this.kernel,
      spec: scenario.monitoring,
      readCounters: (into) => this.plane.readCounters(this.kernel.now, into),
      versions: [scenario.release.from, scenario.release.to],
      blame: () => suspect(this.kernel.log.entries, this.faults.latest),
    });
    countConversions(scenario, { kernel: this.kernel, plane: this.plane, watch: this.watch });
    startTargets(scenario, { kernel: this.kernel, cluster: this.cluster, plane: this.plane, watch: this.watch });
    // What was put up before the run leads to nothing in it.
    this.kernel.cause = NO_CAUSE;
    const metrics = startAutoscaler(service, {
      kernel: this.kernel,
      cluster: this.cluster,
      plane: this.plane,
      target: this.scaleTarget(),
      blame: () => suspect(this.kernel.log.entries, this.faults.latest),
    });
    const { kernel, cluster, plane, watch } = this;
    this.delivery = scenario.delivery && new Delivery(this.deliverySite(), scenario.delivery);
    this.byHand = new ByHand(this.scaleTarget(), this.delivery);
    this.faults.start({ kernel, cluster, plane, watch, metrics, byHand: this.byHand });
    this.scheduleActions();
  }

  /** A number of pods may be asked for without a release; everything else is said to a rollout. */
  private scheduleActions(): void {
    const { kernel, scenario } = this;
    const target = this.scaleTarget();
    for (const action of scenario.actions) {
      kernel.schedule(scenario.warmup + action.at, EVENT_CLASS.control, () => {
        kernel.cause = NO_CAUSE;
        if ("command" in action) this.rollout?.command(action.command);
        else {
          kernel.record("commandGiven", "rollout", { command: `scale ${action.scaleTo}`, outcome: "accepted" });
          target.scale(action.scaleTo);
        }
      });
    }
  }

  /** Has a watcher take down from now on what is written to the API server. */
  recordApi(): ApiRecorder {
    this.recorder = new ApiRecorder(this.cluster, this.scenario.name);
    return this.recorder;
  }

  /** Has the release submitted at its time, to be carried out by this strategy. */
  submitReleaseWith(use: StrategyUse): void {
    const definition = strategies.find(({ name }) => name === use.name);
    assert(definition !== undefined, `no strategy is called ${use.name}`);
    this.carriedOutBy = definition.carriedOutBy;
    const rollout = this.createRollout(definition.services?.(use.parameters) ?? []);
    this.rollout = rollout;
    const { kernel } = this;
    const { warmup, releaseAt, release } = this.scenario;
    this.submit = () => {
      kernel.record("releaseSubmitted", release.to, { strategy: use.name });
      this.faults.releaseSubmitted();
      kernel.spawn(definition.run(rollout, use.parameters));
    };
    kernel.schedule(warmup + releaseAt, EVENT_CLASS.control, () => {
      kernel.cause = NO_CAUSE;
      if (this.delivery === null) this.submit();
      else this.delivery.release();
    });
  }

  /** Plays the run to its end and seals the record. */
  play(strategy: string): Run {
    this.kernel.run(this.end - 1);
    const run = sealRun(this.unsealed(strategy));
    const broken = violations(run);
    assert(broken.length === 0, `${broken[0]} (seed ${this.kernel.seed}, after event ${this.kernel.eventCount})`);
    return run;
  }

  private unsealed(strategy: string): Parameters<typeof sealRun>[0] {
    const { scenario, kernel } = this;
    const { warmup } = scenario;
    const pods = this.cluster.podRecords(this.end);
    return {
      scenario: scenario.name,
      strategy,
      carriedOutBy: this.carriedOutBy,
      seed: kernel.seed,
      window: { start: warmup, end: this.end },
      versions: this.versions(),
      desiredReplicas: scenario.service.replicas,
      desired: this.desired,
      pods,
      proxies: this.cluster.services.proxies.records(this.cluster.pods, this.end),
      events: kernel.log.entries,
      rollout: this.rollout?.record(this.faultAt(pods)) ?? noRollout(warmup + scenario.releaseAt),
      traffic: this.plane.seal(),
      monitoring: this.watch.record(),
      objectives: scenario.objectives,
      prices: scenario.prices,
      kernelEvents: kernel.eventCount,
    };
  }

  private versions(): readonly VersionRecord[] {
    const { scenario } = this;
    const { release } = scenario;
    return [
      { name: release.from, role: "old", faulty: false, containers: containersOf(scenario, this.templates.old) },
      {
        name: release.to,
        role: "new",
        faulty: this.faults.versions[NEW]?.faulty ?? false,
        containers: containersOf(scenario, this.templates.new),
      },
    ];
  }

  /** First instant the release's fault could hurt: it shows, and the proxy sends users to a pod of the new version. */
  private faultAt(pods: readonly PodRecord[]): Micros | null {
    const began = this.faults.releaseFaultAt;
    if (began === null) return null;
    return firstMet(pods, NEW, Math.max(began, this.releasedAt()));
  }

  /** When a flag first let anybody meet the new version's code; 0 where there is no flag. */
  private releasedAt(): Micros {
    const { released } = this.rollout?.record() ?? {};
    return released === undefined ? 0 : (released.find(({ share }) => share > 0)?.at ?? NEVER);
  }

  /** The workload's size: written to whoever carries out the rollout, before that (and without one) to its ReplicaSet. */
  private scaleTarget(): ScaleTarget {
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

  private get wanted(): number {
    return this.desired.at(-1)?.replicas ?? 0;
  }

  private setRoute(route: Route): void {
    this.plane.setRoute(route, this.kernel.now);
    this.cluster.setCarrying(route.filter(({ weight }) => weight > 0).map(({ backend }) => backend));
  }

  private deliverySite(): DeliverySite {
    const { scenario, kernel, cluster, templates } = this;
    const { service, warmup } = scenario;
    const target = this.scaleTarget();
    return {
      kernel,
      cluster,
      templates,
      windowStart: warmup,
      workload: () => this.rollout?.workload ?? null,
      replicas: {
        inGit: service.autoscaling === null ? service.replicas : null,
        live: () => this.wanted,
        scale: (replicas) => target.scale(replicas),
      },
      written: () => this.byHand.overwritten(),
      submit: () => this.submit(),
    };
  }

  private createRollout(services: readonly string[]): Rollout {
    const { scenario, kernel, cluster, watch, service, templates } = this;
    const world = this;
    const { monitoring } = scenario;
    const site: RolloutSite = {
      kernel,
      cluster,
      watchLatency: scenario.cluster.watchLatency,
      get replicas() {
        return world.wanted;
      },
      minReady: scenario.service.minReady,
      progressDeadline: scenario.service.progressDeadline,
      templates,
      service,
      watch,
      monitoring,
      setRoute: (route) => this.setRoute(route),
      deploymentChanged: (deployment) => this.recorder?.deploymentChanged(deployment),
      callBack: (how) => (this.delivery === null ? how() : this.delivery.callBack(how)),
      users: userTraffic(scenario, { kernel, plane: this.plane, watch, flag: this.flag }),
    };
    return createRollout(site, services);
  }
}
