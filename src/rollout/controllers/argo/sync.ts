import type { ClusterApi, PodTemplate, ReplicaSet, Service } from "../../../cluster/types.ts";
import type { RunKernel } from "../../../kernel/kernelAt.ts";
import type { Micros } from "../../../kernel/time.ts";
import type { EventKind } from "../../../record/events.ts";
import type { Route } from "../../../traffic/plane.ts";
import { timestamp } from "./clock.ts";
import type { Experiments } from "./experiments.ts";
import type { CurrentRuns } from "./runs.ts";
import type { ArgoSpec, BlueGreenSpec, CanarySpec } from "./spec.ts";
import { type ArgoStatus, isInconclusive, type PauseReason } from "./status.ts";

/** Stable and canary Service of a canary, active and preview Service of a blue/green; null: not set. */
export interface ArgoServices {
  readonly main: Service | null;
  readonly second: Service | null;
}

/** The Rollout object and what its controller has hands on. */
export interface ArgoObject {
  readonly kernel: RunKernel<EventKind>;
  readonly cluster: ClusterApi;
  spec: ArgoSpec;
  template: PodTemplate;
  replicas: number;
  /** `spec.paused` */
  paused: boolean;
  status: ArgoStatus;
  readonly runs: CurrentRuns;
  readonly experiments: Experiments;
  readonly services: ArgoServices;
  setRoute(route: Route): void;
}

/** The ReplicaSets of a Rollout by the part they play. */
export interface Revisions {
  /** The one of `spec.template`: canary, preview, or the promoted one itself. */
  readonly current: ReplicaSet;
  readonly stable: ReplicaSet | null;
  /** Neither current nor stable, newest revision first. */
  readonly others: readonly ReplicaSet[];
  readonly all: readonly ReplicaSet[];
}

/** Which of the run's versions an update is about, for the log. */
export function versionOf({ revisions }: Sync): { readonly version: number } {
  return { version: revisions.current.template.version };
}

/**
 * One look at the world: what was found, and what is to be written at its end. Decisions read `before`, as the
 * controller reads the object it was handed; changes of pauses and of the abort are collected and applied at the end
 * (`rollout/pause.go:pauseContext`).
 */
export class Sync {
  readonly object: ArgoObject;
  readonly before: ArgoStatus;
  readonly revisions: Revisions;
  /** Fields to change in the status. */
  after: Partial<ArgoStatus> = {};
  private readonly addedPauses: PauseReason[] = [];
  private readonly removedPauses: PauseReason[] = [];
  private clearsPauses = false;
  private addsAbort = false;
  private annotated = false;
  private removesAbort = false;
  private message: string;
  /** What each ReplicaSet's status told at the beginning; what this sync itself scales shows in the next one. */
  private readonly found: ReadonlyMap<ReplicaSet, ReplicaSet["status"]>;

  constructor(object: ArgoObject, revisions: Revisions) {
    this.object = object;
    this.before = object.status;
    this.revisions = revisions;
    this.message = object.status.abortMessage;
    this.found = new Map(revisions.all.map((set) => [set, { ...set.status }]));
  }

  foundIn(set: ReplicaSet): ReplicaSet["status"] {
    return this.found.get(set) ?? set.status;
  }

  get now(): number {
    return this.object.kernel.now;
  }

  get canary(): CanarySpec | null {
    return "canary" in this.object.spec.strategy ? this.object.spec.strategy.canary : null;
  }

  get blueGreen(): BlueGreenSpec | null {
    return "blueGreen" in this.object.spec.strategy ? this.object.spec.strategy.blueGreen : null;
  }

  /** There is a stable revision, and it is not the current one. */
  get isUpdate(): boolean {
    return this.revisions.stable !== null && this.revisions.stable !== this.revisions.current;
  }

  get isAborted(): boolean {
    return !this.removesAbort && (this.addsAbort || this.before.aborted);
  }

  /** Somebody must decide first (`haltProgress`): the Rollout is paused, or an analysis was inconclusive. */
  get isHalted(): boolean {
    return this.object.paused || this.before.pauses.some(({ reason }) => isInconclusive(reason));
  }

  /** An annotation was written: there will be another look. */
  get hasAnnotated(): boolean {
    return this.annotated;
  }

  setDeadline(set: ReplicaSet, deadline: Micros | null): void {
    if (set.scaleDownDeadline === deadline) return;
    set.scaleDownDeadline = deadline;
    this.annotated = true;
  }

  get hasNewPause(): boolean {
    return this.addedPauses.length > 0;
  }

  abort(message: string): void {
    this.addsAbort = true;
    this.message = message;
  }

  removeAbort(): void {
    this.removesAbort = true;
  }

  addPause(reason: PauseReason): void {
    this.addedPauses.push(reason);
  }

  removePause(reason: PauseReason): void {
    this.removedPauses.push(reason);
  }

  clearPauses(): void {
    this.clearsPauses = true;
  }

  /** The status this sync leaves behind (`CalculatePauseStatus`): an abort ends all pauses. */
  result(): ArgoStatus {
    const status = { ...this.before, ...this.after };
    if (this.isAborted) {
      return { ...status, aborted: true, abortMessage: this.message, pauses: [], controllerPause: false };
    }
    const none = { ...status, aborted: false, abortMessage: "", pauses: [], controllerPause: false };
    if (this.clearsPauses) return none;
    const kept = this.before.pauses.filter(({ reason }) => !this.removedPauses.includes(reason));
    const added = this.addedPauses
      .filter((reason) => !this.before.pauses.some((pause) => pause.reason === reason))
      .map((reason) => ({ reason, startedAt: timestamp(this.now) }));
    const pauses = [...kept, ...added];
    if (pauses.length === 0) return none;
    return { ...none, pauses, controllerPause: this.before.controllerPause || added.length > 0 };
  }
}
