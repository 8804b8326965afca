import type { PodTemplate, ReplicaSet } from "../../../cluster/types.ts";
import { fnv1a64 } from "../../../kernel/hash.ts";
import { firstOf, type Process, Signal } from "../../../kernel/process.ts";
import { Reconciler } from "../../../kernel/reconciler.ts";
import { MILLISECOND, NEVER } from "../../../kernel/time.ts";
import type { RolloutSite } from "../../site.ts";
import { condition, conditionOf, REASON, withCondition } from "./conditions.ts";
import { previousReplicaSet } from "./history.ts";
import { type Known, OwnedReplicaSets } from "./ownedReplicaSets.ts";
import { checkPausedConditions } from "./pause.ts";
import {
  deploymentComplete,
  LOOK_LATER,
  requeueStuckDeployment,
  syncRolloutStatus,
  type WatchedDeployment,
} from "./progress.ts";
import { scaleDownOldReplicaSetsForRecreate } from "./recreate.ts";
import { reconcileNewReplicaSet, reconcileOldReplicaSets } from "./rolling.ts";
import { isScalingEvent, scale } from "./scale.ts";
import type { DeploymentSpec, Sizing } from "./spec.ts";
import { calculateStatus, type DeploymentStatus, NO_STATUS, sameStatus } from "./status.ts";

/** What of a rollout site a Deployment needs, and what the log calls it: `deployment` unless there are several. */
export interface DeploymentSite
  extends Pick<RolloutSite, "kernel" | "cluster" | "watchLatency" | "replicas" | "templates"> {
  readonly name?: string;
  /** Told of every write to the Deployment's spec or status. */
  readonly deploymentChanged?: ((deployment: DeploymentController) => void) | undefined;
}

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
  /** `metadata.generation`: writes to the spec so far, the first one included. */
  generation = 1;
  private isPaused = false;
  private restarts = 0;
  /** The rollout that goes on, until its completion has been told. */
  private underway: "nothing" | "rollout" | "rollback" = "nothing";
  private readonly site: DeploymentSite;
  /** What the log calls it. */
  readonly name: string;
  private readonly reconciler: Reconciler;
  private readonly owned: OwnedReplicaSets;

  constructor(site: DeploymentSite, spec: DeploymentSpec) {
    this.site = site;
    this.name = site.name ?? "deployment";
    this.spec = spec;
    this.template = site.templates.old;
    this.reconciler = new Reconciler(site.kernel, () => this.sync(), site.watchLatency);
    this.owned = new OwnedReplicaSets(site.cluster, this);
    this.owned.adopt(spec);
    this.status = NO_STATUS;
    this.status = syncRolloutStatus(this.stored(), this.freshStatus(this.owned.find(this.template)), site.kernel.now);
    site.cluster.watch(() => this.reconciler.wake());
    this.reconciler.wake();
  }

  /** `spec.replicas` */
  get replicas(): number {
    return this.spec.replicas;
  }

  /** `spec.paused` */
  get paused(): boolean {
    return this.isPaused;
  }

  /** `spec.template` */
  get podTemplate(): PodTemplate {
    return this.template;
  }

  /** What `helm --wait` reads beside the status: how pods are replaced, and the ready pods of the template's ReplicaSet. */
  get progress(): Sizing & { readonly ready: number | null } {
    const newRS = this.owned.all.find(({ template }) => template.hash === this.template.hash);
    return { replicas: this.spec.replicas, strategy: this.spec.strategy, ready: newRS?.status.ready ?? null };
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
    const previous = previousReplicaSet(this.owned.all);
    if (previous === null) return "no history";
    if (previous.template.hash !== this.template.hash) this.rollBackTo(previous.template);
    return "undone";
  }

  /**
   * `kubectl rollout restart`: the same template with another annotation, so with pods of its own. In the middle of a
   * rollout that is a rollover: what it has put up so far is old from now on.
   */
  restart(): void {
    this.restarts++;
    this.apply({ ...this.template, hash: fnv1a64(`${this.template.hash}/${this.restarts}`).slice(0, 9) });
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
      this.site.kernel.record("rolloutPaused", this.name);
    });
  }

  resume(): void {
    this.change("pausing", () => {
      this.isPaused = false;
      this.site.kernel.record("rolloutResumed", this.name);
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
      this.site.deploymentChanged?.(this);
      if (what === "rollout" || what === "rollback") {
        this.underway = what;
        kernel.record(what === "rollout" ? "rolloutStarted" : "rollbackStarted", this.name, {
          version: this.template.version,
        });
      }
      this.reconciler.wake();
    });
  }

  private stored(): WatchedDeployment {
    return { ...this.spec, generation: this.generation, status: this.status };
  }

  private sync(): void {
    const { now } = this.site.kernel;
    const conditions = checkPausedConditions({ ...this.spec, paused: this.isPaused }, this.status.conditions, now);
    this.status = { ...this.status, conditions };
    if (this.isPaused || isScalingEvent(this.spec.replicas, this.owned.all)) this.syncScale();
    else
      this.writeRolloutStatus(this.spec.strategy.type === "Recreate" ? this.rolloutRecreate() : this.rolloutRolling());
  }

  /** Kubernetes v1.36 `sync.go:sync`: for a scale event and while paused; nothing is rolled out in such a pass. */
  private syncScale(): void {
    const known = this.owned.find(this.template);
    const d = { ...this.spec, statusReplicas: this.status.replicas };
    this.owned.resize(scale(d, known.newRS, known.oldRSs), this.spec);
    if (this.isPaused) this.owned.cleanUp(known.oldRSs, this.spec);
    this.write(this.freshStatus(known));
  }

  /** Scale up if we can; scale down if we can; else wait. Kubernetes v1.36 `rolling.go:rolloutRolling`. */
  private rolloutRolling(): Known {
    const known = this.owned.find(this.template);
    const { oldRSs } = known;
    const newRS = this.getNewReplicaSet(known);
    const size = reconcileNewReplicaSet(this.spec, [...oldRSs, newRS], newRS);
    const scalings =
      size === newRS.replicas ? reconcileOldReplicaSets(this.spec, oldRSs, newRS) : [{ replicaSet: newRS, to: size }];
    this.owned.resize(scalings, this.spec);
    if (scalings.length === 0) this.cleanUpWhenComplete(oldRSs);
    return { newRS, oldRSs };
  }

  /** Everything old away, wait until it is really gone, then everything new. Kubernetes v1.36 `recreate.go:rolloutRecreate`. */
  private rolloutRecreate(): Known {
    const known = this.owned.find(this.template);
    const { oldRSs } = known;
    const down = scaleDownOldReplicaSetsForRecreate(oldRSs);
    this.owned.resize(down, this.spec);
    if (down.length > 0 || this.owned.oldPodsRunning(oldRSs)) return known;
    const newRS = this.getNewReplicaSet(known);
    if (newRS.replicas !== this.spec.replicas)
      this.owned.resize([{ replicaSet: newRS, to: this.spec.replicas }], this.spec);
    this.cleanUpWhenComplete(oldRSs);
    return { newRS, oldRSs };
  }

  /** Kubernetes v1.36 `sync.go:getNewReplicaSet`. */
  private getNewReplicaSet({ newRS }: Known): ReplicaSet {
    if (newRS !== null) {
      if (conditionOf(this.status.conditions, "Progressing") === null) this.noteProgress(REASON.foundNewReplicaSet);
      return newRS;
    }
    return this.site.kernel.because(this.site.kernel.cause, () => {
      const created = this.owned.create(this.template, this.spec);
      this.noteProgress(REASON.newReplicaSet);
      return created;
    });
  }

  private cleanUpWhenComplete(oldRSs: readonly ReplicaSet[]): void {
    if (deploymentComplete(this.stored(), this.status)) this.owned.cleanUp(oldRSs, this.spec);
  }

  private noteProgress(reason: string): void {
    if (this.spec.progressDeadline === null) return;
    const written = condition("Progressing", { status: "True", reason }, this.site.kernel.now);
    this.status = { ...this.status, conditions: withCondition(this.status.conditions, written) };
  }

  private freshStatus({ newRS, oldRSs }: Known): DeploymentStatus {
    const all = newRS === null ? oldRSs : [...oldRSs, newRS];
    return calculateStatus(this.stored(), { all, newRS }, this.site.kernel.now);
  }

  private writeRolloutStatus(known: Known): void {
    const { now } = this.site.kernel;
    const fresh = syncRolloutStatus(this.stored(), this.freshStatus(known), now);
    if (this.write(fresh) === "written") return;
    const after = requeueStuckDeployment(this.stored(), fresh, now);
    if (after !== null) this.reconciler.wakeAt(now + (after === 0 ? RATE_LIMITED : after + LOOK_LATER));
  }

  /** The write comes back through the watch, so that the next sync follows one hop later. */
  private write(fresh: DeploymentStatus): "written" | "unchanged" {
    const before = this.status;
    if (sameStatus(before, fresh)) return "unchanged";
    this.status = fresh;
    this.site.deploymentChanged?.(this);
    this.tell(before);
    this.reconciler.wake();
    return "written";
  }

  private tell(before: DeploymentStatus): void {
    const { kernel } = this.site;
    const [was, is] = [before, this.status].map(({ conditions }) => conditionOf(conditions, "Progressing"));
    if (is?.reason === REASON.timedOut && was?.reason !== REASON.timedOut) {
      const overdueSince = (was?.lastUpdate ?? 0) + (this.spec.progressDeadline ?? 0);
      kernel.because(kernel.cause, () => {
        kernel.record("rolloutStalled", this.name, { overdueSince });
        this.deadlineExceeded.emit();
      });
    }
    if (this.underway === "nothing" || !deploymentComplete(this.stored(), this.status)) return;
    const kind = this.underway === "rollout" ? "rolloutCompleted" : "rollbackCompleted";
    this.underway = "nothing";
    kernel.because(kernel.cause, () => {
      kernel.record(kind, this.name, { version: this.template.version });
      this.completed.emit();
    });
  }
}
