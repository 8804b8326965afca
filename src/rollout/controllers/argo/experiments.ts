import type { ClusterApi, ReplicaSet } from "../../../cluster/types.ts";
import type { RunKernel } from "../../../kernel/kernelAt.ts";
import type { EventKind } from "../../../record/events.ts";
import type { Route } from "../../../traffic/plane.ts";
import type { Phase } from "./analysis/metric.ts";
import { Experiment } from "./experiment.ts";
import type { CanarySpec } from "./spec.ts";
import { isFullyPromoted } from "./status.ts";
import type { Sync } from "./sync.ts";
import { currentStep } from "./weight.ts";

/** The Experiments of a Rollout's steps: at most one runs, ended ones keep their pods for a while. */
export class Experiments {
  private readonly kernel: RunKernel<EventKind>;
  private readonly cluster: ClusterApi;
  private readonly changed: () => void;
  private started: readonly Experiment[] = [];
  private current: { readonly experiment: Experiment; readonly step: number; readonly hash: string } | null = null;

  constructor(kernel: RunKernel<EventKind>, cluster: ClusterApi, changed: () => void) {
    this.kernel = kernel;
    this.cluster = cluster;
    this.changed = changed;
  }

  /** Of the one of the step in progress; null: none. */
  get phase(): Phase | null {
    return this.current?.experiment.phase ?? null;
  }

  get running(): Experiment | null {
    return this.current?.experiment ?? null;
  }

  /** The traffic that the running one takes from the stable version. */
  get route(): Route {
    return this.current?.experiment.route ?? [];
  }

  owns(set: ReplicaSet): boolean {
    return this.started.some((experiment) => experiment.owns(set));
  }

  isOf(step: number, hash: string): boolean {
    return this.current !== null && this.current.step === step && this.current.hash === hash;
  }

  start(sync: Sync, spec: CanarySpec): void {
    const { before, revisions } = sync;
    const step = currentStep(spec, before.index);
    if (step === undefined || !("experiment" in step) || revisions.stable === null) return;
    const { kernel, cluster, changed } = this;
    const experiment = new Experiment({
      kernel,
      cluster,
      changed,
      spec: step.experiment,
      templates: { stable: revisions.stable.template, canary: revisions.current.template },
      minReady: revisions.current.minReady,
      serial: this.started.length,
    });
    this.started = [...this.started, experiment];
    this.current = { experiment, step: before.index, hash: before.currentHash };
  }

  /** Ends what runs: its outcome is of no interest any more. */
  forget(): void {
    this.current?.experiment.terminate();
    this.current = null;
  }
}

/** Starts, reads and ends the Experiment of the step in progress (`rollout/experiment.go:reconcileExperiments`). */
export function reconcileExperiment(sync: Sync, spec: CanarySpec): void {
  const { before, object } = sync;
  const { experiments } = object;
  const step = currentStep(spec, before.index);
  const isExempt = before.promoteFull || before.fastRollback || isFullyPromoted(before) || before.stableHash === "";
  if (sync.isAborted || isExempt || step === undefined || !("experiment" in step)) {
    experiments.forget();
    return;
  }
  if (!experiments.isOf(before.index, before.currentHash)) {
    experiments.forget();
    experiments.start(sync, spec);
  }
  const { running } = experiments;
  if (running === null) return;
  if (running.phase === "Inconclusive" && before.pauses.length === 0 && !before.controllerPause) {
    sync.addPause("InconclusiveExperiment");
  }
  if (running.phase !== "Failed" && running.phase !== "Error") return;
  object.kernel.cause = running.endedBy;
  sync.abort(running.message);
}
