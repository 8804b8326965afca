import type { PodTemplate, ReplicaSet } from "../../../cluster/types.ts";
import { firstOf, type Process, Signal } from "../../../kernel/process.ts";
import { Reconciler } from "../../../kernel/reconciler.ts";
import { MILLISECOND, NEVER } from "../../../kernel/time.ts";
import type { RolloutSite } from "../../site.ts";
import { condition, conditionOf, REASON, withCondition } from "./conditions.ts";
import { maxSurge } from "./fenceposts.ts";
import { expiredReplicaSets, previousReplicaSet } from "./history.ts";
import { checkPausedConditions } from "./pause.ts";
import {
  deploymentComplete,
  LOOK_LATER,
  requeueStuckDeployment,
  syncRolloutStatus,
  type WatchedDeployment,
} from "./progress.ts";
import { oldPodsRunning, scaleDownOldReplicaSetsForRecreate } from "./recreate.ts";
import { actualCount, findNewReplicaSet, findOldReplicaSets, maxRevision } from "./replicaSets.ts";
import { newRSNewReplicas, reconcileNewReplicaSet, reconcileOldReplicaSets } from "./rolling.ts";
import { isScalingEvent, scale } from "./scale.ts";
import type { DeploymentSpec, Scaling } from "./spec.ts";
import { calculateStatus, type DeploymentStatus, sameStatus } from "./status.ts";

/** What of a rollout site a Deployment needs. */
export type DeploymentSite = Pick<RolloutSite, "kernel" | "cluster" | "watchLatency" | "replicas" | "templates">;

/** The first wait of a rate-limited work queue (client-go `default_rate_limiters.go`). */
const RATE_LIMITED = 5 * MILLISECOND;

/**
 * A Deployment of the old template that takes over the cluster's ReplicaSets; `apply` starts a rollout.
 * `progressDeadline` may be null or `NEVER`: then progress is not watched.
 */
export function createDeployment(site: DeploymentSite, spec: Omit<DeploymentSpec, "replicas">): DeploymentController {
  const progressDeadline = spec.progressDeadline === NEVER ? null : spec.progressDeadline;
  return new DeploymentController(site, { ...spec, progressDeadline, replicas: site.replicas });
}

/** The ReplicaSets of one sync. */
interface Known {
  readonly newRS: ReplicaSet | null;
  readonly oldRSs: readonly ReplicaSet[];
}

/**
 * The Deployment controller for one Deployment: look at the ReplicaSets, take one step, wait for a change. Readiness
 * reaches it only through the status of ReplicaSets. Kubernetes v1.36 `deployment_controller.go:syncDeployment`.
 */
export class DeploymentController {
  /** The rollout that was asked for last is complete: all pods are new and available, no old ones are left. */
  readonly completed = new Signal();
  /** Nothing has moved for longer than the progress deadline. The rollout goes on trying nevertheless. */
  readonly deadlineExceeded = new Signal();
  status: DeploymentStatus;
  private spec: DeploymentSpec;
  private template: PodTemplate;
  private generation = 1;
  private isPaused = false;
  /** The rollout that goes on, until its completion has been told. */
  private underway: "nothing" | "rollout" | "rollback" = "nothing";
  private readonly site: DeploymentSite;
  private readonly reconciler: Reconciler;

  constructor(site: DeploymentSite, spec: DeploymentSpec) {
    this.site = site;
    this.spec = spec;
    this.template = site.templates.old;
    this.reconciler = new Reconciler(site.kernel, () => this.sync(), site.watchLatency);
    this.status = this.adopt();
    site.cluster.watch(() => this.reconciler.wake());
    this.reconciler.wake();
  }

  /** Rolls out a template. Equal to the present one: there is nothing to roll out, and it completes at once. */
  apply(template: PodTemplate): void {
    this.change("rollout", () => {
      this.template = template;
    });
  }

  /** Rolls out a template as the way back. Its ReplicaSet, if it still exists, is used again with the pods it has. */
  rollBackTo(template: PodTemplate): void {
    this.change("rollback", () => {
      this.template = template;
    });
  }

  /**
   * `kubectl rollout undo`: back to the template of the second highest revision. Refused while paused and without a
   * history (Recreate before its new ReplicaSet exists); then nothing is changed.
   */
  rolloutUndo(): "undone" | "paused" | "no history" {
    if (this.isPaused) return "paused";
    const previous = previousReplicaSet(this.site.cluster.replicaSets);
    if (previous === null) return "no history";
    if (previous.template.hash !== this.template.hash) this.rollBackTo(previous.template);
    return "undone";
  }

  /** Writes `spec.replicas`. */
  scale(replicas: number): void {
    this.change("scaling", () => {
      this.spec = { ...this.spec, replicas };
    });
  }

  /** Scaling still works while paused; nothing is rolled out. */
  pause(): void {
    this.change("pausing", () => {
      this.isPaused = true;
      this.site.kernel.record("rolloutPaused", "deployment");
    });
  }

  resume(): void {
    this.change("pausing", () => {
      this.isPaused = false;
      this.site.kernel.record("rolloutResumed", "deployment");
    });
  }

  /** Waits for the end of the rollout that goes on: complete, or stalled beyond its deadline. */
  *settled(): Process<"completed" | "stalled"> {
    while (this.underway !== "nothing") {
      if (conditionOf(this.status.conditions, "Progressing")?.reason === REASON.timedOut) return "stalled";
      yield firstOf(this.completed, this.deadlineExceeded);
    }
    return "completed";
  }

  /** A person's write to the Deployment: everyone who watches it sees it one hop later. */
  private change(what: "rollout" | "rollback" | "scaling" | "pausing", write: () => void): void {
    const { kernel } = this.site;
    kernel.because(kernel.cause, () => {
      this.generation++;
      write();
      if (what === "rollout" || what === "rollback") {
        this.underway = what;
        kernel.record(what === "rollout" ? "rolloutStarted" : "rollbackStarted", "deployment", {
          version: this.template.version,
        });
      }
      this.reconciler.wake();
    });
  }

  /** What exists at the start was rolled out by this Deployment, long ago. */
  private adopt(): DeploymentStatus {
    const { cluster, kernel } = this.site;
    const empty = {
      observedGeneration: 0,
      replicas: 0,
      updated: 0,
      ready: 0,
      available: 0,
      unavailable: 0,
      terminating: 0,
      conditions: [],
    };
    cluster.replicaSets.forEach((replicaSet, index) => {
      replicaSet.revision = index + 1;
      this.annotate(replicaSet);
    });
    const d = { ...this.spec, generation: this.generation, status: empty };
    const status = calculateStatus(d, { all: cluster.replicaSets, newRS: this.known().newRS }, kernel.now);
    return syncRolloutStatus(d, status, kernel.now);
  }

  private stored(): WatchedDeployment {
    return { ...this.spec, generation: this.generation, status: this.status };
  }

  private sync(): void {
    const { kernel, cluster } = this.site;
    const conditions = checkPausedConditions(
      { ...this.spec, paused: this.isPaused },
      this.status.conditions,
      kernel.now,
    );
    this.status = { ...this.status, conditions };
    if (this.isPaused || isScalingEvent(this.spec.replicas, cluster.replicaSets)) this.syncScale();
    else if (this.spec.strategy.type === "Recreate") this.rolloutRecreate();
    else this.rolloutRolling();
  }

  /** Kubernetes v1.36 `sync.go:sync`: for a scale event and while paused; nothing is rolled out in such a pass. */
  private syncScale(): void {
    const known = this.known();
    this.resize(scale({ ...this.spec, statusReplicas: this.status.replicas }, known.newRS, known.oldRSs));
    if (this.isPaused) this.cleanUp(known);
    this.write(this.freshStatus(known));
  }

  /** Kubernetes v1.36 `rolling.go:rolloutRolling`. */
  private rolloutRolling(): void {
    const newRS = this.getNewReplicaSet();
    const known = { newRS, oldRSs: this.known().oldRSs };
    const wanted = reconcileNewReplicaSet(this.spec, this.site.cluster.replicaSets, newRS);
    if (wanted !== newRS.replicas) {
      this.resize([{ replicaSet: newRS, to: wanted }]);
      return this.writeRolloutStatus(known);
    }
    const scalings = reconcileOldReplicaSets(this.spec, known.oldRSs, newRS);
    this.resize(scalings);
    if (scalings.length === 0 && deploymentComplete(this.stored(), this.status)) this.cleanUp(known);
    this.writeRolloutStatus(known);
  }

  /** Kubernetes v1.36 `recreate.go:rolloutRecreate`. */
  private rolloutRecreate(): void {
    const before = this.known();
    this.syncRevision(before);
    const down = scaleDownOldReplicaSetsForRecreate(before.oldRSs);
    this.resize(down);
    if (down.length > 0 || this.oldPodsRunning(before)) return this.writeRolloutStatus(before);
    const newRS = this.getNewReplicaSet();
    const known = { newRS, oldRSs: before.oldRSs };
    this.resize(newRS.replicas === this.spec.replicas ? [] : [{ replicaSet: newRS, to: this.spec.replicas }]);
    if (deploymentComplete(this.stored(), this.status)) this.cleanUp(known);
    this.writeRolloutStatus(known);
  }

  private oldPodsRunning({ oldRSs }: Known): boolean {
    const phases = oldRSs.flatMap((replicaSet) =>
      Array.from({ length: this.site.cluster.podsNotGone(replicaSet) }, () => "Running" as const),
    );
    return oldPodsRunning({ oldRSs, phases });
  }

  private known(): Known {
    const { replicaSets } = this.site.cluster;
    const newRS = findNewReplicaSet(replicaSets, ({ template }) => template.hash === this.template.hash);
    return { newRS, oldRSs: findOldReplicaSets(replicaSets, newRS).all };
  }

  /** A ReplicaSet that is used again gets a new revision. */
  private syncRevision({ newRS, oldRSs }: Known): void {
    if (newRS !== null) newRS.revision = Math.max(newRS.revision, maxRevision(oldRSs) + 1);
  }

  /** Kubernetes v1.36 `sync.go:getNewReplicaSet`. */
  private getNewReplicaSet(): ReplicaSet {
    const { cluster, kernel } = this.site;
    const known = this.known();
    this.syncRevision(known);
    if (known.newRS !== null) {
      if (conditionOf(this.status.conditions, "Progressing") === null) this.noteProgress(REASON.foundNewReplicaSet);
      return known.newRS;
    }
    const size = newRSNewReplicas(this.spec, cluster.replicaSets, { replicas: 0 });
    return kernel.because(kernel.cause, () => {
      const created = cluster.createReplicaSet(this.template, size, this.spec.minReady);
      created.revision = maxRevision(known.oldRSs) + 1;
      this.annotate(created);
      this.noteProgress(REASON.newReplicaSet);
      return created;
    });
  }

  private noteProgress(reason: string): void {
    if (this.spec.progressDeadline === null) return;
    const written = condition("Progressing", { status: "True", reason }, this.site.kernel.now);
    this.status = { ...this.status, conditions: withCondition(this.status.conditions, written) };
  }

  private resize(scalings: readonly Scaling<ReplicaSet>[]): void {
    for (const { replicaSet, to } of scalings) {
      this.annotate(replicaSet);
      this.site.cluster.scale(replicaSet, to);
    }
  }

  private annotate(replicaSet: ReplicaSet): void {
    replicaSet.desiredReplicasAnnotation = this.spec.replicas;
    replicaSet.maxReplicasAnnotation = this.spec.replicas + maxSurge(this.spec);
  }

  private cleanUp({ oldRSs }: Known): void {
    for (const replicaSet of expiredReplicaSets(oldRSs, this.spec.revisionHistoryLimit))
      this.site.cluster.deleteReplicaSet(replicaSet);
  }

  private freshStatus({ newRS, oldRSs }: Known): DeploymentStatus {
    const all = newRS === null ? oldRSs : [...oldRSs, newRS];
    return calculateStatus(this.stored(), { all, newRS }, this.site.kernel.now);
  }

  private writeRolloutStatus(known: Known): void {
    const { now } = this.site.kernel;
    const fresh = syncRolloutStatus(this.stored(), this.freshStatus(known), now);
    if (this.write(fresh) === "unchanged") {
      const after = requeueStuckDeployment(this.stored(), fresh, now);
      if (after !== null) this.reconciler.wakeAt(now + (after === 0 ? RATE_LIMITED : after + LOOK_LATER));
    }
  }

  /** The write comes back through the watch, so that the next sync follows one hop later. */
  private write(fresh: DeploymentStatus): "written" | "unchanged" {
    const before = this.status;
    if (sameStatus(before, fresh)) return "unchanged";
    this.status = fresh;
    this.tell(before);
    this.reconciler.wake();
    return "written";
  }

  private tell(before: DeploymentStatus): void {
    const { kernel } = this.site;
    const reasonOf = ({ conditions }: DeploymentStatus) => conditionOf(conditions, "Progressing");
    const isStalled = reasonOf(this.status)?.reason === REASON.timedOut && reasonOf(before)?.reason !== REASON.timedOut;
    kernel.because(kernel.cause, () => {
      if (isStalled) {
        const overdueSince = (reasonOf(before)?.lastUpdate ?? 0) + (this.spec.progressDeadline ?? 0);
        kernel.record("rolloutStalled", "deployment", { overdueSince });
        this.deadlineExceeded.emit();
      }
      if (this.underway !== "nothing" && deploymentComplete(this.stored(), this.status)) {
        const kind = this.underway;
        this.underway = "nothing";
        kernel.record(kind === "rollout" ? "rolloutCompleted" : "rollbackCompleted", "deployment", {
          version: this.template.version,
        });
        this.completed.emit();
      }
    });
  }
}

/** Pods that are still there, terminating ones among them. */
export function podsLeft(replicaSets: readonly ReplicaSet[]): number {
  return actualCount(replicaSets);
}
