import type { PodTemplate, Service } from "../../../cluster/types.ts";
import { Signal } from "../../../kernel/process.ts";
import { Reconciler } from "../../../kernel/reconciler.ts";
import { type Micros, NEVER } from "../../../kernel/time.ts";
import type { RolloutSite } from "../../site.ts";
import { concludeBlueGreen, reconcileBlueGreen, reconcilePreview, scaleBlueGreen } from "./blueGreen.ts";
import { concludeCanary, reconcileCanary, scaleCanary } from "./canary.ts";
import { timestamp } from "./clock.ts";
import { followPauses } from "./progress.ts";
import { findRevisions } from "./revisions.ts";
import { CurrentRuns } from "./runs.ts";
import type { ArgoSpec } from "./spec.ts";
import { type ArgoStatus, EMPTY_STATUS, equalStatus, isFullyPromoted } from "./status.ts";
import { type ArgoObject, Sync } from "./sync.ts";

/** A Rollout of Argo Rollouts, and what a person can do to it (`kubectl argo rollouts …`). */
export interface ArgoRollout {
  readonly status: ArgoStatus;
  /** The current revision has become the stable one. */
  readonly promoted: Signal;
  readonly aborted: Signal;
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
  /** Goes back to `template`: an abort while the update is on its way, an update to it afterwards. */
  goBack(template: PodTemplate): void;
}

/**
 * Argo Rollouts' controller for one Rollout (commit 9f8d111d8, v1.10). Level-triggered: each look takes at most a few
 * writes, and each write leads to the next look. It takes over the pods of `site.templates.old` that it finds as its
 * stable revision; without any it deploys them first.
 */
export function createArgoRollout(site: RolloutSite, spec: ArgoSpec): ArgoRollout {
  return new Controller(site, spec);
}

class Controller implements ArgoRollout {
  readonly promoted = new Signal();
  readonly aborted = new Signal();
  private readonly object: ArgoObject;
  private readonly reconciler: Reconciler;

  constructor(site: RolloutSite, spec: ArgoSpec) {
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
      status: adoptedStatus(stableHash, spec, { hasServices: services !== null, now: kernel.now }),
      runs: new CurrentRuns(kernel, wake),
      services,
      setRoute: (route) => site.setRoute(route),
    };
    for (const set of cluster.replicaSets) set.desiredReplicasAnnotation = replicas;
    cluster.watch(wake);
    wake();
  }

  get status(): ArgoStatus {
    return this.object.status;
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
    } else if ("canary" in strategy && index < strategy.canary.steps.length) this.patch({ index: index + 1 });
  }

  promoteFull(): void {
    if (!isFullyPromoted(this.status)) this.patch({ promoteFull: true });
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
    if (isNewTemplate(sync)) beginUpdate(sync);
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
      object.kernel.record("rolloutAborted", after.currentHash, { reason: after.abortMessage });
      this.aborted.emit();
    }
    if (after.stableHash !== before.stableHash) this.promoted.emit();
    if (!equalStatus(before, after)) this.reconciler.wake();
    const at = nextTimer(object);
    if (at < NEVER) this.reconciler.wakeAt(at);
  }
}

/** The Service users come through becomes the stable or active one; the canary's or preview's is made beside it. */
function takeServices(
  site: RolloutSite,
  spec: ArgoSpec,
  stableHash: string,
): { main: Service; second: Service } | null {
  const isBasicCanary = "canary" in spec.strategy && spec.strategy.canary.trafficRouting === null;
  if (isBasicCanary) return null;
  const selector = stableHash === "" ? [] : [stableHash];
  site.cluster.select(site.service, selector);
  const second = site.cluster.createService("canary" in spec.strategy ? "canary" : "preview", selector);
  return { main: site.service, second };
}

/** The status of a Rollout that has been running its stable revision for long. */
function adoptedStatus(
  hash: string,
  spec: ArgoSpec,
  { hasServices, now }: { readonly hasServices: boolean; readonly now: Micros },
): ArgoStatus {
  if (hash === "") return { ...EMPTY_STATUS, progress: { reason: "ReplicaSetUpdated", at: timestamp(now) } };
  const { strategy } = spec;
  return {
    ...EMPTY_STATUS,
    stableHash: hash,
    currentHash: hash,
    index: "canary" in strategy ? strategy.canary.steps.length : 0,
    weights:
      "canary" in strategy && hasServices
        ? {
            canary: 0,
            stable: strategy.canary.trafficRouting?.maxTrafficWeight ?? 100,
            canaryHash: hash,
            stableHash: hash,
          }
        : null,
    activeHash: "blueGreen" in strategy ? hash : "",
    previewHash: "blueGreen" in strategy ? hash : "",
    progress: { reason: "NewReplicaSetAvailable", at: timestamp(now) },
  };
}

function isNewTemplate({ before, revisions }: Sync): boolean {
  return before.currentHash !== revisions.current.template.hash;
}

/**
 * A new template resets everything (`resetRolloutStatus`) — except that a template of the stable revision, or one inside
 * the rollback window, has no steps to go through.
 */
function beginUpdate(sync: Sync): void {
  const { before, object, revisions, canary } = sync;
  const hash = revisions.current.template.hash;
  object.runs.reset();
  sync.clearPauses();
  sync.removeAbort();
  const deadline = revisions.current.scaleDownDeadline;
  const isStillUp = canary === null && deadline !== null && deadline > sync.now;
  const fastRollback = isStillUp || isInRollbackWindow(sync);
  const skipsSteps = hash === before.stableHash || fastRollback;
  sync.after = {
    currentHash: hash,
    index: canary !== null && skipsSteps ? canary.steps.length : 0,
    promoteFull: false,
    previewCheckpoint: false,
    fastRollback,
    progress: { reason: "ReplicaSetUpdated", at: timestamp(sync.now) },
  };
  object.kernel.record("rolloutStarted", hash, { revision: revisions.current.revision });
  if (canary !== null) concludeReset(sync);
}

function concludeReset(sync: Sync): void {
  const { current } = sync.revisions;
  sync.after = { ...sync.after, updated: current.status.replicas };
}

/** Older than stable, with fewer than `rollbackWindow` revisions created between them. */
function isInRollbackWindow({ object, revisions }: Sync): boolean {
  const window = object.spec.rollbackWindow;
  const { current, stable, others } = revisions;
  if (window === null || stable === null || current.serial >= stable.serial) return false;
  return others.filter((set) => set.serial > current.serial && set.serial < stable.serial).length < window;
}

/** `spec.replicas` has changed: sizes come first, in a look of their own. A paused canary waits. */
function isScalingEvent(sync: Sync): boolean {
  const { current, stable } = sync.revisions;
  const { object, before } = sync;
  const waits = object.paused || before.pauses.some(({ reason }) => reason === "InconclusiveAnalysisRun");
  if (sync.canary !== null && waits) return false;
  return [current, stable].some(
    (set) => set !== null && set.replicas > 0 && set.desiredReplicasAnnotation !== object.replicas,
  );
}

function scaleOnly(sync: Sync): void {
  if (sync.canary !== null) {
    scaleCanary(sync, sync.canary);
    concludeCanary(sync, sync.canary);
  } else if (sync.blueGreen !== null) {
    scaleBlueGreen(sync, sync.blueGreen);
    concludeBlueGreen(sync, sync.blueGreen);
  }
}

/** When time alone changes something: the end of a pause, a deadline of pods, the progress deadline. */
function nextTimer(object: ArgoObject): Micros {
  const { status, spec, kernel, cluster } = object;
  const times = cluster.replicaSets.map((set) => (set.replicas > 0 ? (set.scaleDownDeadline ?? NEVER) : NEVER));
  times.push(status.progress.at + spec.progressDeadline);
  for (const { startedAt, reason } of status.pauses) {
    if (reason === "CanaryPauseStep" && "canary" in spec.strategy) {
      const step = spec.strategy.canary.steps[status.index];
      if (step !== undefined && "pause" in step && step.pause !== null) times.push(startedAt + step.pause);
    }
    if (reason === "BlueGreenPause" && "blueGreen" in spec.strategy)
      times.push(startedAt + spec.strategy.blueGreen.autoPromotion);
  }
  return times.reduce((first, at) => (at > kernel.now ? Math.min(first, at) : first), NEVER);
}
