import type { ReplicaSet, Service } from "../cluster/types.ts";
import { assert } from "../kernel/assert.ts";
import type { Running } from "../kernel/process.ts";
import { firstOf, type Process, Signal, sleep, type Wait } from "../kernel/process.ts";
import { type Micros, SECOND } from "../kernel/time.ts";
import type { RolloutRecord } from "../record/run.ts";
import type { Route } from "../traffic/plane.ts";
import { analyse, type Verdict } from "./analyse.ts";
import { type ArgoOptions, attend } from "./attend.ts";
import {
  type Command,
  type Commanded,
  commandArgo,
  commandDeployment,
  commandFlagger,
  commandStatefulSet,
} from "./command.ts";
import { type ArgoRollout, createArgoRollout } from "./controllers/argo/argoRollout.ts";
import type { AnalysisSpec, ArgoSpec } from "./controllers/argo/spec.ts";
import { createDeployment, type DeploymentController } from "./controllers/deployment/deployment.ts";
import type { DeploymentStrategy } from "./controllers/deployment/spec.ts";
import { createFlagger, type FlaggerCanary, type FlaggerCanarySpec } from "./controllers/flagger/flagger.ts";
import {
  createStatefulSet,
  type StatefulSetController,
  type StatefulSetSpec,
} from "./controllers/statefulSet/statefulSet.ts";
import { withEars } from "./ears.ts";
import { Experiment, type Hypothesis } from "./experiment.ts";
import { Ledger, type Standing } from "./ledger.ts";
import { type AnalysisParameters, measured } from "./measuring.ts";
import type { DeploymentOptions, Role, Rollout } from "./rollout.ts";
import type { RolloutSite } from "./site.ts";
import { createUserVerbs, type UserVerbs } from "./userVerbs.ts";
import { argoWorkload, deploymentWorkload, flaggerWorkload, type Workload } from "./workload.ts";

/** What does not show in the cluster is looked at this often. */
const LOOK = 5 * SECOND;

/**
 * Built with the world, at time 0.
 * @param services names of the Services the strategy keeps beside the one users come through. Whoever creates one of
 * that name gets it as it has been since then, with its endpoints known to all proxies.
 */
export function createRollout(site: RolloutSite, services: readonly string[] = []): Rollout {
  return new SiteRollout(site, services);
}

class SiteRollout implements Rollout {
  private readonly ledger: Ledger;
  private readonly site: RolloutSite;
  readonly changed = new Signal();
  /** Somebody who rolls out to several clusters wants it back in this one. */
  private readonly calledBack = new Signal();
  private isCalledBack = false;
  /** The product's object that carries the rollout out, once there is one. */
  private product: Commanded | null = null;
  workload: Workload | null = null;
  /** The Services of the two revisions; made when traffic is first split by hand. */
  private sides: { readonly old: Service; readonly new: Service } | null = null;
  readonly users: UserVerbs;

  constructor(site: RolloutSite, names: readonly string[]) {
    this.ledger = new Ledger(site);
    const kept = new Map(names.map((name) => [name, site.cluster.createService(name, [site.templates.old.hash])]));
    const services = [site.service, ...kept.values()];
    this.site = {
      ...site,
      get replicas() {
        return site.replicas;
      },
      cluster: withEars(site.cluster, {
        kept,
        created: (service) => services.push(service),
        selected: () => this.ledger.look(),
      }),
      setRoute: (route: Route) => {
        site.setRoute(route);
        const weightOf = (service: Service) => route.find(({ backend }) => backend === service.backend)?.weight;
        this.ledger.routeTo(
          services.flatMap((service) => {
            const weight = weightOf(service);
            return weight === undefined ? [] : [{ service, weight }];
          }),
        );
      },
    };
    site.cluster.watch(() => this.changed.emit());
    this.users = createUserVerbs(this.site, {
      ledger: this.ledger,
      sides: () => this.takeSides(),
      route: (share) => this.route({ new: share }),
    });
  }

  get revisions(): RolloutSite["templates"] {
    return this.site.templates;
  }

  get replicas(): number {
    return this.site.replicas;
  }

  get standing(): Standing {
    return this.ledger.standing;
  }

  deployment(
    strategy: DeploymentStrategy,
    { minReady = this.site.minReady }: DeploymentOptions = {},
  ): DeploymentController {
    const { progressDeadline } = this.site;
    const spec = { strategy, minReady, progressDeadline, revisionHistoryLimit: 10 };
    const deployment = createDeployment(this.site, spec);
    this.product = commandDeployment(deployment, this.revisions.old);
    this.workload = deploymentWorkload(deployment, this.revisions);
    return deployment;
  }

  argo(strategy: ArgoSpec["strategy"], options: ArgoOptions = {}): ArgoRollout {
    const { minReady, progressDeadline, kernel } = this.site;
    const { promoteAfter = null, progressDeadlineAbort = false } = options;
    this.ledger.announces = true;
    const argo = createArgoRollout(this.site, {
      strategy,
      minReady,
      progressDeadline,
      progressDeadlineAbort,
      rollbackWindow: null,
      revisionHistoryLimit: 10,
    });
    this.product = commandArgo(argo, this.revisions.old);
    if (promoteAfter !== null) kernel.spawn(attend(argo, promoteAfter));
    this.workload = argoWorkload(argo);
    return argo;
  }

  statefulSet(spec: Omit<StatefulSetSpec, "minReady">): StatefulSetController {
    this.ledger.announces = true;
    const set = createStatefulSet(this.site, { ...spec, minReady: this.site.minReady });
    this.product = commandStatefulSet(set, this.revisions.old);
    return set;
  }

  flagger(spec: FlaggerCanarySpec): FlaggerCanary {
    this.ledger.announces = true;
    const canary = createFlagger(this.site, spec);
    this.product = commandFlagger(canary, this.revisions.old);
    this.workload = flaggerWorkload(canary);
    return canary;
  }

  measured(analysis: AnalysisParameters): AnalysisSpec {
    return measured(this.site, analysis);
  }

  experiment(question: Hypothesis): Experiment {
    return new Experiment(this.site, question);
  }

  *scale(role: Role, replicas: number): Process {
    const { cluster, minReady } = this.site;
    this.ledger.announces = true;
    // Whoever comes through the service must not meet new pods before they are routed to.
    if (role === "new") this.takeSides();
    const template = this.revisions[role];
    const set = this.find(role) ?? cluster.createReplicaSet(template, 0, minReady);
    const isGrowing = replicas >= set.replicas;
    cluster.scale(set, replicas);
    const isDone = () => (isGrowing ? set.status.available >= replicas : set.status.replicas <= replicas);
    while (!isDone()) yield this.changed;
  }

  route({ new: share }: { readonly new: number }): void {
    assert(share >= 0 && share <= 1, `a share of ${share}`);
    const sides = this.takeSides();
    this.site.kernel.record("trafficShifted", sides.new.name, { weight: share });
    this.site.setRoute([
      { backend: sides.old.backend, weight: 1 - share },
      { backend: sides.new.backend, weight: share },
    ]);
  }

  wait(span: Micros): Wait {
    return sleep(span);
  }

  analyse({ metrics }: AnalysisSpec, span: Micros): Process<Verdict> {
    return analyse(this.site.kernel, metrics, span);
  }

  *promote(): Process {
    yield* this.scale("new", this.replicas);
    this.route({ new: 1 });
    yield* this.scale("old", 0);
  }

  *abort(): Process {
    this.site.kernel.record("rolloutAborted", "rollout");
    yield* this.goBack();
  }

  alongside(process: Process<unknown>): Running<unknown> {
    return this.site.kernel.spawn(process);
  }

  *deployed(): Process<Exclude<Standing, "underway">> {
    for (;;) {
      const standing = this.ledger.standing;
      if (standing !== "underway") return standing;
      yield firstOf(this.changed, sleep(LOOK));
    }
  }

  *guarded(recipe: Process): Process {
    const running = this.alongside(recipe);
    yield* this.alert();
    running.stop();
    this.rollBack(() => this.alongside(this.goBack()));
  }

  /** Users go back at once where the old version still has all its pods; else it gets them first. */
  private *goBack(): Process {
    const isWhole = (this.find("old")?.status.available ?? 0) >= this.replicas;
    yield* this.scale("old", this.replicas);
    // Proxies hear of endpoints a moment after the pods are available.
    if (!isWhole) yield sleep(LOOK);
    this.route({ new: 0 });
    yield* this.scale("new", 0);
  }

  *alert(): Process {
    for (;;) {
      yield firstOf(this.site.watch.rollBackWanted, this.calledBack);
      if (this.ledger.isAborted) yield new Signal();
      if (this.ledger.isSubmitted) return;
    }
  }

  rollBack(how: () => void): void {
    const { kernel, watch } = this.site;
    if (!this.isCalledBack) kernel.record("decisionTaken", watch.decidedBy, { decision: "rollBack" });
    kernel.record("rolloutAborted", "rollout", { reason: this.isCalledBack ? "otherCluster" : "alert" });
    if (this.site.callBack === undefined) how();
    else this.site.callBack(how);
  }

  callBack(): void {
    this.isCalledBack = true;
    this.calledBack.emit();
  }

  callOff(how: () => void): void {
    this.site.kernel.record("rolloutAborted", "rollout");
    how();
  }

  note(text: string): void {
    const { kernel } = this.site;
    kernel.because(kernel.cause, () => kernel.record("noted", "rollout", { text }));
  }

  resize(replicas: number): void {
    const old = this.find("old");
    if (this.product !== null) this.product.scale(replicas);
    else if (!this.ledger.isSubmitted && old !== undefined) this.site.cluster.scale(old, replicas);
  }

  command(command: Command): void {
    const { kernel } = this.site;
    const obey = this.product?.obeys()[command];
    kernel.record("commandGiven", "rollout", { command, outcome: obey === undefined ? "refused" : "accepted" });
    if (obey === undefined) return;
    if (command === "undo") kernel.record("rolloutAborted", "rollout", { reason: "command" });
    obey();
  }

  look(): void {
    this.ledger.look();
  }

  record(faultAt: Micros | null = null): RolloutRecord {
    return this.ledger.record(faultAt);
  }

  private find(role: Role): ReplicaSet | undefined {
    const { hash } = this.revisions[role];
    return this.site.cluster.replicaSets.find(({ template }) => template.hash === hash);
  }

  private takeSides(): { readonly old: Service; readonly new: Service } {
    if (this.sides !== null) return this.sides;
    const { cluster, service } = this.site;
    cluster.select(service, [this.revisions.old.hash]);
    const fresh = cluster.createService("new", [this.revisions.new.hash]);
    cluster.select(fresh, [this.revisions.new.hash]);
    this.sides = { old: service, new: fresh };
    return this.sides;
  }
}
