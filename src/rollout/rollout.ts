import type { PodTemplate, ReplicaSet, Service } from "../cluster/types.ts";
import { assert } from "../kernel/assert.ts";
import { type Process, Signal, sleep, type Wait } from "../kernel/process.ts";
import type { Micros } from "../kernel/time.ts";
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
import { Ledger } from "./ledger.ts";
import { type AnalysisParameters, measured } from "./measuring.ts";
import type { RolloutSite } from "./site.ts";
import { argoWorkload, deploymentWorkload, flaggerWorkload, type Workload } from "./workload.ts";

export type { RolloutSite } from "./site.ts";
export { strategy } from "./strategy.ts";

export type Role = "old" | "new";

/** What a strategy may want of a Deployment beside its strategy. */
export interface DeploymentOptions {
  /** `minReadySeconds` of the release, µs; left out: the service's own. */
  readonly minReady?: Micros;
}

/**
 * All that a strategy sees: the two revisions and what may be done with them. Not the clock, not chance, not the
 * measures. Either it hands over to a product's controller, or it is a recipe of its own made of the verbs below.
 */
export interface Rollout {
  readonly revisions: { readonly old: PodTemplate; readonly new: PodTemplate };
  /** Pods the service should have; an autoscaler may change it. */
  readonly replicas: number;

  /** Has a Kubernetes Deployment carry it out, which already runs the old revision. */
  deployment(strategy: DeploymentStrategy, options?: DeploymentOptions): DeploymentController;
  /** Has Argo Rollouts carry it out, which already runs the old revision as stable. */
  argo(strategy: ArgoSpec["strategy"], options?: ArgoOptions): ArgoRollout;
  /** Has a Kubernetes StatefulSet carry it out, whose pods are of the old revision. */
  statefulSet(spec: Omit<StatefulSetSpec, "minReady">): StatefulSetController;
  /** Has Flagger carry it out, whose primary already runs the old revision. */
  flagger(spec: FlaggerCanarySpec): FlaggerCanary;
  /** An analysis of what monitoring sees, for Argo Rollouts or for `analyse`. */
  measured(analysis: AnalysisParameters): AnalysisSpec;

  /** Brings a revision to `replicas` pods; done when they are available, or gone. */
  scale(role: Role, replicas: number): Process;
  /** Gives the new version this share of the user traffic, 0–1, whatever the numbers of pods. */
  route(shares: { readonly new: number }): void;
  wait(span: Micros): Wait;
  /** Measures for a span, or until the verdict is clear. */
  analyse(analysis: AnalysisSpec, span: Micros): Process<Verdict>;
  /** Everything to the new version, then the old pods go. */
  promote(): Process;
  /** Everything back to the old version, then the new pods go. */
  abort(): Process;

  /**
   * Waits until whoever was told of an alert wants the release back. Never ends when nothing is seen, when nobody is told,
   * or when the rollout has been called back in the meantime.
   */
  alert(): Process;
  /** Takes the decision to go back and has it carried out by `how`. */
  rollBack(how: () => void): void;
  /** The object that carries the release out; null before there is one, and of a recipe of its own. */
  readonly workload: Workload | null;
  /** Leaves a remark in the log. */
  note(text: string): void;

  /** Another number of pods is wanted. A recipe of its own finds it in `replicas`; a product's controller is told. */
  resize(replicas: number): void;
  /** A person's command; refused when whoever rolls out knows no such thing, or not now. */
  command(command: Command): void;
  /** @param faultAt first instant a pod of a faulty version could receive user traffic, as proxies know it. */
  record(faultAt?: Micros | null): RolloutRecord;
}

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
  private readonly changed = new Signal();
  /** The product's object that carries the rollout out, once there is one. */
  private product: Commanded | null = null;
  workload: Workload | null = null;
  /** The Services of the two revisions; made when traffic is first split by hand. */
  private sides: { readonly old: Service; readonly new: Service } | null = null;

  constructor(site: RolloutSite, names: readonly string[]) {
    this.ledger = new Ledger(site);
    const kept = names.map((name) => site.cluster.createService(name, [site.templates.old.hash]));
    const services = [site.service, ...kept];
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
  }

  get revisions(): RolloutSite["templates"] {
    return this.site.templates;
  }

  get replicas(): number {
    return this.site.replicas;
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

  *scale(role: Role, replicas: number): Process {
    const { cluster, minReady } = this.site;
    this.ledger.announces = true;
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
    this.route({ new: 0 });
    yield* this.scale("old", this.replicas);
    yield* this.scale("new", 0);
  }

  *alert(): Process {
    for (;;) {
      yield this.site.watch.rollBackWanted;
      if (this.ledger.isAborted) yield new Signal();
      if (this.ledger.isSubmitted) return;
    }
  }

  rollBack(how: () => void): void {
    const { kernel, watch } = this.site;
    kernel.record("decisionTaken", watch.decidedBy, { decision: "rollBack" });
    kernel.record("rolloutAborted", "rollout", { reason: "alert" });
    if (this.site.callBack === undefined) how();
    else this.site.callBack(how);
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
    this.sides = { old: service, new: cluster.createService("new", [this.revisions.new.hash]) };
    return this.sides;
  }
}
