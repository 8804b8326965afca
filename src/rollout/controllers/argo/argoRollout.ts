import type { PodTemplate } from "../../../cluster/types.ts";
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
import { type ArgoObject, type ArgoServices, Sync } from "./sync.ts";

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
    if (isFullyPromoted(this.status)) return;
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
      object.kernel.record("rolloutAborted", after.currentHash, { reason: after.abortMessage });
      this.aborted.emit();
    }
    if (after.stableHash !== before.stableHash) this.promoted.emit();
    if (sync.hasAnnotated || !equalStatus(before, after)) this.reconciler.wake();
    const at = nextTimer(object);
    if (at < NEVER) this.reconciler.wakeAt(at);
  }
}

/** The Service users come through becomes the stable or active one; the canary's or preview's is made beside it. */
function takeServices(site: ArgoSite, { strategy }: ArgoSpec, stableHash: string): ArgoServices {
  if ("canary" in strategy && !strategy.canary.services) return { main: null, second: null };
  const selector = stableHash === "" ? [] : [stableHash];
  site.cluster.select(site.service, selector);
  if ("canary" in strategy) return { main: site.service, second: site.cluster.createService("canary", selector) };
  const second = strategy.blueGreen.previewService ? site.cluster.createService("preview", selector) : null;
  return { main: site.service, second };
}

/** The status of a Rollout that has been running its stable revision for long. */
function adoptedStatus(hash: string, spec: ArgoSpec, now: Micros): ArgoStatus {
  if (hash === "") return { ...EMPTY_STATUS, progress: { reason: "ReplicaSetUpdated", at: timestamp(now) } };
  const { strategy } = spec;
  const router = "canary" in strategy ? strategy.canary.trafficRouting : null;
  return {
    ...EMPTY_STATUS,
    stableHash: hash,
    currentHash: hash,
    index: "canary" in strategy ? strategy.canary.steps.length : 0,
    steps: writtenSteps(spec),
    weights:
      router === null ? null : { canary: 0, stable: router.maxTrafficWeight, canaryHash: hash, stableHash: hash },
    activeHash: "blueGreen" in strategy ? hash : "",
    previewHash: "blueGreen" in strategy ? hash : "",
    progress: { reason: "NewReplicaSetAvailable", at: timestamp(now) },
  };
}

/** Another template, or other steps. */
function isNewUpdate({ before, object, revisions }: Sync): boolean {
  return before.currentHash !== revisions.current.template.hash || before.steps !== writtenSteps(object.spec);
}

function writtenSteps({ strategy }: ArgoSpec): string {
  return "canary" in strategy ? JSON.stringify(strategy.canary.steps) : "";
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
    steps: writtenSteps(object.spec),
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

/** `spec.replicas` has changed: sizes come first, in a look of their own. */
function isScalingEvent(sync: Sync): boolean {
  const { current, stable } = sync.revisions;
  const { object } = sync;
  return [current, stable].some(
    (set) => set !== null && set.replicas > 0 && set.desiredReplicasAnnotation !== object.replicas,
  );
}

/** `rollout/sync.go:syncReplicasOnly` */
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
