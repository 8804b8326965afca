import { objectHealth } from "../delivery/argocd/health/objectHealth.ts";
import { Delivery } from "../delivery/delivery.ts";
import type { DeliverySite } from "../delivery/site.ts";
import { assert } from "../kernel/assert.ts";
import { EVENT_CLASS } from "../kernel/calendar.ts";
import { Kernel } from "../kernel/kernel.ts";
import { NO_CAUSE } from "../kernel/log.ts";
import type { Process } from "../kernel/process.ts";
import type { Micros } from "../kernel/time.ts";
import { createWatch, type Watch } from "../observe/watch.ts";
import { violations } from "../record/conservation.ts";
import { sealRun } from "../record/digest.ts";
import type { EventKind } from "../record/events.ts";
import type { Run, VersionRecord } from "../record/run.ts";
import { type Clusters, createClusters } from "../rollout/clusters.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { strategies } from "../rollout/strategies/index.ts";
import type { Scenario, StrategyUse } from "../scenario/scenario.ts";
import { ApiRecorder } from "./apiRecorder.ts";
import { ByHand } from "./byHand.ts";
import { type Attached, ClusterWorld, type Surroundings } from "./clusterWorld.ts";
import { Faults } from "./faultWorld.ts";
import { GlobalTraffic } from "./globalTraffic.ts";
import { localsOf } from "./local.ts";
import { sealClusters } from "./sealClusters.ts";
import { suspect } from "./suspect.ts";
import { containersOf, podTemplates } from "./templates.ts";

const NEW = 1;

/**
 * One run of one scenario, put together: kernel, clusters, users, monitoring, and whoever rolls out. The rooms do not
 * know one another; this is where the clusters' pods start to serve and the traffic's counters come to be scraped.
 */
export class World {
  private readonly scenario: Scenario;
  private readonly kernel: Kernel<EventKind>;
  private readonly clusters: readonly ClusterWorld[];
  private readonly users: GlobalTraffic;
  private readonly watch: Watch;
  private readonly faults: Faults;
  private readonly templates: Surroundings["templates"];
  private readonly end: Micros;
  /** Where the release has been submitted. */
  private readonly started = new Set<ClusterWorld>();
  /** Null: the release is handed over as it is. */
  private readonly delivery: Delivery | null;
  /** Hands the release over; nothing in a world without one. */
  private handOver: () => void = () => {};
  private readonly byHand: ByHand;
  private carriedOutBy = "";
  private recorder: ApiRecorder | undefined;

  constructor(scenario: Scenario, seed: string) {
    const { warmup, duration } = scenario;
    this.scenario = scenario;
    this.end = warmup + duration;
    this.kernel = new Kernel<EventKind>(seed);
    const { kernel } = this;
    const templates = podTemplates(scenario);
    this.faults = new Faults(scenario, seed, templates.new);
    this.templates = { old: templates.old, new: this.faults.newTemplate };
    const locals = localsOf(scenario);
    this.users = new GlobalTraffic(kernel, { scenario, locals });
    this.clusters = locals.map(
      (local) =>
        new ClusterWorld(
          {
            scenario,
            kernel,
            seed,
            faults: this.faults,
            templates: this.templates,
            homes: this.users.homes,
            count: locals.length,
          },
          local,
        ),
    );
    this.users.planes = this.clusters.map(({ plane }) => plane);
    kernel.plane = this.users.together;
    this.watch = this.createWatch();
    for (const cluster of this.clusters) cluster.showTo(this.watch);
    // What was put up before the run leads to nothing in it.
    kernel.cause = NO_CAUSE;
    for (const cluster of this.clusters) cluster.startAutoscaler();
    const [first] = this.clusters as [ClusterWorld];
    this.delivery = scenario.delivery && new Delivery(this.deliverySite(first), scenario.delivery);
    this.byHand = new ByHand(first.scaleTarget, this.delivery);
    this.faults.start({ kernel, clusters: this.clusters, watch: this.watch, byHand: this.byHand });
    this.scheduleActions();
  }

  private createWatch(): Watch {
    const { scenario, kernel } = this;
    const [only] = this.clusters as [ClusterWorld];
    const counted = this.clusters.flatMap((cluster) => {
      const { name } = cluster.local;
      return name === null ? [] : [{ name, shown: cluster.shown, readCounters: cluster.readCounters.bind(cluster) }];
    });
    return createWatch({
      kernel,
      spec: scenario.monitoring,
      readCounters: (into) => only.readCounters(into),
      shown: only.shown,
      ...(counted.length === 0 ? {} : { clusters: counted }),
      versions: [scenario.release.from, scenario.release.to],
      blame: () => suspect(kernel.log.entries, this.faults.latest),
    });
  }

  /** A number of pods may be asked for without a release; everything else is said to a rollout. */
  private scheduleActions(): void {
    const { kernel, scenario } = this;
    for (const action of scenario.actions) {
      kernel.schedule(scenario.warmup + action.at, EVENT_CLASS.control, () => {
        kernel.cause = NO_CAUSE;
        if ("command" in action) {
          for (const { rollout } of this.clusters) kernel.because(NO_CAUSE, () => rollout?.command(action.command));
        } else {
          kernel.record("commandGiven", "rollout", { command: `scale ${action.scaleTo}`, outcome: "accepted" });
          for (const { local, scaleTarget } of this.clusters) {
            scaleTarget.scale(Math.ceil((action.scaleTo * local.replicas) / scenario.service.replicas));
          }
        }
      });
    }
  }

  /** Has a watcher take down from now on what is written to the API server; with several clusters, to the first one's. */
  recordApi(): ApiRecorder {
    const [first] = this.clusters as [ClusterWorld];
    this.recorder = new ApiRecorder(first.cluster, this.scenario.name);
    return this.recorder;
  }

  /** Has the release submitted at its time, to be carried out by this strategy. */
  submitReleaseWith(use: StrategyUse): void {
    const definition = strategies.find(({ name }) => name === use.name);
    assert(definition !== undefined, `no strategy is called ${use.name}`);
    this.carriedOutBy = definition.carriedOutBy;
    const { kernel } = this;
    const { warmup, releaseAt } = this.scenario;
    const services = definition.services?.(use.parameters) ?? [];
    const recipes = this.clusters.map((cluster): (() => Process) => {
      const rollout = cluster.prepareRollout(services, this.attached(cluster));
      return () => definition.run(rollout, use.parameters);
    });
    const clusters = createClusters(
      kernel,
      this.clusters.map((cluster, index) => ({
        name: cluster.local.name ?? this.scenario.name,
        labels: cluster.local.labels,
        rollout: cluster.rollout as Rollout,
        get health() {
          return healthOf(cluster.rollout as Rollout);
        },
        serve: (part) => this.users.serve(cluster.local, part),
        submit: () => this.submit(cluster, { strategy: use.name, recipe: recipes[index] as () => Process }),
      })),
    );
    const everywhere = (): Process => definition.across?.(clusters, use.parameters) ?? atOnce(clusters);
    this.handOver = () => {
      kernel.spawn(everywhere());
    };
    kernel.schedule(warmup + releaseAt, EVENT_CLASS.control, () => {
      kernel.cause = NO_CAUSE;
      if (this.delivery === null) this.handOver();
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

  private submit(
    cluster: ClusterWorld,
    { strategy, recipe }: { readonly strategy: string; readonly recipe: () => Process },
  ): void {
    const isFirst = this.started.size === 0;
    this.started.add(cluster);
    cluster.kernel.record("releaseSubmitted", this.scenario.release.to, { strategy });
    if (isFirst) this.faults.releaseSubmitted();
    this.kernel.spawn(recipe());
  }

  private unsealed(strategy: string): Parameters<typeof sealRun>[0] {
    const { scenario, kernel } = this;
    const { warmup, releaseAt } = scenario;
    const told = sealClusters(this.clusters, {
      seed: kernel.seed,
      end: this.end,
      submittedAt: warmup + releaseAt,
      sent: this.users.sent,
      isStarted: (cluster) => this.started.has(cluster),
    });
    return {
      scenario: scenario.name,
      strategy,
      carriedOutBy: this.carriedOutBy,
      seed: kernel.seed,
      window: { start: warmup, end: this.end },
      versions: this.versions(),
      desiredReplicas: scenario.service.replicas,
      ...told,
      events: kernel.log.entries,
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

  /** Whoever delivers writes to one cluster; with several, a person's pipeline only starts the strategy. */
  private deliverySite(first: ClusterWorld): DeliverySite {
    const { scenario, kernel, templates } = this;
    const { cluster, local, scaleTarget } = first;
    return {
      kernel,
      cluster,
      templates,
      windowStart: scenario.warmup,
      workload: () => first.rollout?.workload ?? null,
      replicas: {
        inGit: scenario.service.autoscaling === null ? local.replicas : null,
        live: () => first.wanted,
        scale: (replicas) => scaleTarget.scale(replicas),
      },
      written: () => this.byHand.overwritten(),
      submit: () => this.handOver(),
    };
  }

  private attached(cluster: ClusterWorld): Attached {
    return {
      watch: this.watch,
      deploymentChanged: (deployment) => {
        if (cluster === this.clusters[0]) this.recorder?.deploymentChanged(deployment);
      },
      callBack: (how) => (this.delivery === null ? how() : this.delivery.callBack(how)),
    };
  }
}

/** As Argo CD judges what the release is written to; a recipe of its own by how far its pods are. */
function healthOf({ workload, standing }: Rollout): string {
  const judged = workload === null ? null : objectHealth(workload.describe());
  if (judged !== null) return judged.status;
  return standing === "deployed" ? "Healthy" : standing === "underway" ? "Progressing" : "Degraded";
}

/** Every cluster for itself, all at the same time. */
// biome-ignore lint/correctness/useYield: a process that has nothing to wait for
function* atOnce(clusters: Clusters): Process {
  for (const cluster of clusters.all) cluster.start();
}
