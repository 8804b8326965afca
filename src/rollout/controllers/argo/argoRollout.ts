import type { PodTemplate } from "../../../cluster/types.ts";
import type { LogId } from "../../../kernel/log.ts";
import { Signal } from "../../../kernel/process.ts";
import { Reconciler } from "../../../kernel/reconciler.ts";
import { NEVER } from "../../../kernel/time.ts";
import type { RolloutSite } from "../../site.ts";
import { adoptedStatus, takeServices } from "./adoption.ts";
import { reconcileBlueGreen, reconcilePreview } from "./blueGreen.ts";
import { reconcileCanary } from "./canary.ts";
import { Experiments } from "./experiments.ts";
import { waitsForPerson } from "./pauses.ts";
import { phaseOf, type RolloutPhase } from "./phase.ts";
import { followPauses } from "./progress.ts";
import { findRevisions } from "./revisions.ts";
import { CurrentRuns, type StartedRun } from "./runs.ts";
import type { ArgoSpec } from "./spec.ts";
import { type ArgoStatus, equalStatus, isFullyPromoted } from "./status.ts";
import { type ArgoObject, Sync } from "./sync.ts";
import { nextTimer } from "./timers.ts";
import { beginUpdate, isNewUpdate, isScalingEvent, scaleOnly } from "./update.ts";

/** A Rollout of Argo Rollouts, and what a person can do to it (`kubectl argo rollouts …`). */
export interface ArgoRollout {
  readonly status: ArgoStatus;
  /** `spec.template` */
  readonly template: PodTemplate;
  /** What people read first of it. */
  readonly phase: RolloutPhase;
  /** The AnalysisRuns there have been, oldest first, as far as they are kept. */
  readonly runs: readonly StartedRun[];
  /** The current revision has become the stable one. */
  readonly promoted: Signal;
  readonly aborted: Signal;
  /** It has come to where only a person's promotion leads on. */
  readonly stopped: Signal;
  readonly isWaitingForPerson: boolean;
  /** Writes a new pod template: an update begins. */
  apply(template: PodTemplate): void;
  /** Writes `spec.replicas`. */
  scale(replicas: number): void;
  /** Stops the update and goes back to the stable revision. */
  abort(): void;
  /** Starts an aborted update again, at its first step. */
  retry(): void;
  /** Ends the pause; without one, skips the step in progress. */
  promote(): void;
  /** Skips all steps, pauses and analyses that are left. */
  promoteFull(): void;
  /** Writes `spec.paused`: no step completes until it is resumed. */
  pause(): void;
  resume(): void;
  /** Writes another strategy of the same kind. Other steps start the update again at the first of them. */
  setStrategy(strategy: ArgoSpec["strategy"]): void;
  /** Goes back to `template`: an abort while the update is on its way, an update to it afterwards. */
  goBack(template: PodTemplate): void;
}

/**
 * Argo Rollouts' controller for one Rollout (commit 9f8d111d8, v1.10). Level-triggered: each look takes at most a few
 * writes, and each write leads to the next look. It takes over the pods of `site.templates.old` that it finds as its
 * stable revision; without any it deploys them first.
 */
export function createArgoRollout(site: ArgoSite, spec: ArgoSpec): ArgoRollout {
  return new Controller(site, spec);
}

/** What of a rollout site a Rollout needs. */
export interface ArgoSite
  extends Pick<RolloutSite, "kernel" | "cluster" | "watchLatency" | "replicas" | "service" | "setRoute"> {
  readonly templates: { readonly old: PodTemplate };
}

class Controller implements ArgoRollout {
  readonly promoted = new Signal();
  readonly aborted = new Signal();
  readonly stopped = new Signal();
  private readonly object: ArgoObject;
  private readonly reconciler: Reconciler;

  constructor(site: ArgoSite, spec: ArgoSpec) {
    const { kernel, cluster, replicas } = site;
    this.reconciler = new Reconciler(kernel, () => this.sync(), site.watchLatency);
    const wake = () => this.reconciler.wake();
    const stableHash = cluster.replicaSets.some((set) => set.template.hash === site.templates.old.hash)
      ? site.templates.old.hash
      : "";
    const services = takeServices(site, spec, stableHash);
    this.object = {
      kernel,
      cluster,
      spec,
      template: site.templates.old,
      replicas,
      paused: false,
      status: adoptedStatus(stableHash, spec, kernel.now),
      runs: new CurrentRuns(kernel, wake),
      services,
      experiments: new Experiments(kernel, cluster, wake),
      setRoute: (route) => site.setRoute(route),
    };
    cluster.replicaSets.forEach((set, index) => {
      set.revision = Math.max(set.revision, index + 1);
      set.desiredReplicasAnnotation = replicas;
    });
    cluster.watch(wake);
    wake();
  }

  get status(): ArgoStatus {
    return this.object.status;
  }

  get template(): PodTemplate {
    return this.object.template;
  }

  get phase(): RolloutPhase {
    const { cluster, status } = this.object;
    const current = cluster.replicaSets.find(({ template }) => template.hash === status.currentHash);
    return phaseOf({ ...this.object, current: { name: current?.name ?? "", revision: current?.revision ?? 0 } });
  }

  get isWaitingForPerson(): boolean {
    return waitsForPerson(this.object);
  }

  get runs(): readonly StartedRun[] {
    return this.object.runs.history;
  }

  apply(template: PodTemplate): void {
    this.object.template = template;
    this.reconciler.wake();
  }

  scale(replicas: number): void {
    this.object.replicas = replicas;
    this.reconciler.wake();
  }

  abort(): void {
    if (isFullyPromoted(this.status) || this.status.aborted) return;
    this.patch({ aborted: true, abortMessage: "" });
  }

  retry(): void {
    if (!this.status.aborted) return;
    this.object.runs.reset();
    this.patch({ aborted: false, abortMessage: "" });
  }

  promote(): void {
    this.object.paused = false;
    const { pauses, index } = this.status;
    const { strategy } = this.object.spec;
    const inconclusiveStep = this.object.runs.get("step")?.phase === "Inconclusive";
    if (pauses.length > 0) {
      this.patch(inconclusiveStep ? { pauses: [], controllerPause: false, index: index + 1 } : { pauses: [] });
    } else if ("canary" in strategy && !isFullyPromoted(this.status)) this.patch({ index: index + 1 });
  }

  promoteFull(): void {
    if (!isFullyPromoted(this.status)) this.patch({ promoteFull: true });
  }

  pause(): void {
    this.object.paused = true;
    this.reconciler.wake();
  }

  resume(): void {
    this.object.paused = false;
    this.reconciler.wake();
  }

  setStrategy(strategy: ArgoSpec["strategy"]): void {
    this.object.spec = { ...this.object.spec, strategy };
    this.reconciler.wake();
  }

  goBack(template: PodTemplate): void {
    const isUpdating = !isFullyPromoted(this.status) || this.object.template.hash !== this.status.currentHash;
    if (isUpdating && this.status.stableHash === template.hash) this.abort();
    else this.apply(template);
  }

  private patch(change: Partial<ArgoStatus>): void {
    this.object.status = { ...this.object.status, ...change };
    this.reconciler.wake();
  }

  private sync(): void {
    const { object } = this;
    const sync = new Sync(object, findRevisions(object));
    if (sync.blueGreen !== null) reconcilePreview(sync);
    if (followPauses(sync)) {
      this.reconciler.wake();
      return;
    }
    if (isNewUpdate(sync)) beginUpdate(sync);
    else if (isScalingEvent(sync)) scaleOnly(sync);
    else if (sync.canary !== null) reconcileCanary(sync, sync.canary);
    else if (sync.blueGreen !== null) reconcileBlueGreen(sync, sync.blueGreen);
    this.persist(sync);
  }

  private persist(sync: Sync): void {
    const { object } = this;
    const { before } = sync;
    const after = sync.result();
    object.status = after;
    if (after.aborted && !before.aborted) {
      object.kernel.record("rolloutAborted", sync.revisions.current.name, { reason: after.abortMessage });
      this.aborted.emit();
    }
    if (after.stableHash !== before.stableHash) this.promoted.emit();
    if (after.pauses.length > before.pauses.length && this.isWaitingForPerson) this.stopped.emit();
    if (sync.hasAnnotated || !equalStatus(before, after)) this.reconciler.wake();
    const at = nextTimer(object);
    if (at < NEVER) object.kernel.because(this.timerCause(), () => this.reconciler.wakeAt(at));
  }

  /** What ends by time alone ends because it began, whatever pod happened to be looked at in between. */
  private timerCause(): LogId {
    const { kernel, status } = this.object;
    const paused =
      status.pauses.length > 0 ? kernel.log.entries.findLast(({ kind }) => kind === "rolloutPaused") : null;
    return paused?.id ?? kernel.cause;
  }
}
