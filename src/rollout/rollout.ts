import type { PodTemplate } from "../cluster/types.ts";
import type { Process, Running, Signal, Wait } from "../kernel/process.ts";
import type { Micros } from "../kernel/time.ts";
import type { RolloutRecord } from "../record/run.ts";
import type { Verdict } from "./analyse.ts";
import type { ArgoOptions } from "./attend.ts";
import type { Command } from "./command.ts";
import type { ArgoRollout } from "./controllers/argo/argoRollout.ts";
import type { AnalysisSpec, ArgoSpec } from "./controllers/argo/spec.ts";
import type { DeploymentController } from "./controllers/deployment/deployment.ts";
import type { DeploymentStrategy } from "./controllers/deployment/spec.ts";
import type { FlaggerCanary, FlaggerCanarySpec } from "./controllers/flagger/flagger.ts";
import type { StatefulSetController, StatefulSetSpec } from "./controllers/statefulSet/statefulSet.ts";
import type { Experiment, Hypothesis } from "./experiment.ts";
import type { Standing } from "./ledger.ts";
import type { AnalysisParameters } from "./measuring.ts";
import type { UserVerbs } from "./userVerbs.ts";
import type { Workload } from "./workload.ts";

export type { RolloutSite } from "./site.ts";
export { createRollout } from "./siteRollout.ts";

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
  /** An experiment on the two versions as monitoring counts them, for `analyse`. */
  experiment(question: Hypothesis): Experiment;

  /** Brings a revision to `replicas` pods; done when they are available, or gone. */
  scale(role: Role, replicas: number): Process;
  /** Gives the new version this share of the user traffic, 0–1, whatever the numbers of pods. */
  route(shares: { readonly new: number }): void;
  wait(span: Micros): Wait;
  /** What may be done to users' traffic beside its weights. */
  readonly users: UserVerbs;
  /** Measures for a span, or until the verdict is clear. */
  analyse(analysis: AnalysisSpec, span: Micros): Process<Verdict>;
  /** Everything to the new version, then the old pods go. */
  promote(): Process;
  /** Everything back to the old version as soon as it is whole, then the new pods go. */
  abort(): Process;
  /** Goes on with `process` beside what is being done. */
  alongside(process: Process<unknown>): Running<unknown>;
  /** Waits until all wanted pods of the new version are available and no other version has a ready one, or until not. */
  deployed(): Process<Exclude<Standing, "underway">>;
  /** How far its pods have come. */
  readonly standing: Standing;
  /** Emitted whenever a pod or a ReplicaSet has changed. */
  readonly changed: Signal;
  /** A recipe that an alert interrupts: then everything goes back. Never ends when the recipe has an end of its own. */
  guarded(recipe: Process): Process;

  /**
   * Waits until whoever was told of an alert wants the release back. Never ends when nothing is seen, when nobody is told,
   * or when the rollout has been called back in the meantime.
   */
  alert(): Process;
  /** Takes the decision to go back and has it carried out by `how`. */
  rollBack(how: () => void): void;
  /** The object that carries the release out; null before there is one, and of a recipe of its own. */
  readonly workload: Workload | null;
  /** Whoever rolls out to several clusters wants it back in this one: as if an alert had said so. */
  callBack(): void;
  /** The recipe itself decides to go back, and has it carried out by `how`. */
  callOff(how: () => void): void;
  /** Leaves a remark in the log. */
  note(text: string): void;

  /** Another number of pods is wanted. A recipe of its own finds it in `replicas`; a product's controller is told. */
  resize(replicas: number): void;
  /** A person's command; refused when whoever rolls out knows no such thing, or not now. */
  command(command: Command): void;
  /** Something happened that does not show in the cluster: compares the world with what is wanted. */
  look(): void;
  /** @param faultAt first instant a pod of a faulty version could receive user traffic, as proxies know it. */
  record(faultAt?: Micros | null): RolloutRecord;
}
