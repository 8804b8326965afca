import type { ClusterApi, PodTemplate, ReplicaSet, Service } from "../../../cluster/types.ts";
import { EVENT_CLASS } from "../../../kernel/calendar.ts";
import type { RunKernel } from "../../../kernel/kernelAt.ts";
import { type LogId, NO_CAUSE } from "../../../kernel/log.ts";
import { type Micros, NEVER, SECOND } from "../../../kernel/time.ts";
import type { EventKind } from "../../../record/events.ts";
import type { Route } from "../../../traffic/plane.ts";
import { AnalysisRun } from "./analysis/analysisRun.ts";
import { isCompleted, type Phase } from "./analysis/metric.ts";
import type { ExperimentSpec, ExperimentTemplate } from "./spec.ts";

/** `DefaultScaleDownDelaySeconds`: how long the pods stay once it has ended. */
const SCALE_DOWN_DELAY: Micros = 30 * SECOND;
/** `DefaultProgressDeadlineSeconds`: a stack that is not available by then fails it. */
const PROGRESS_DEADLINE: Micros = 600 * SECOND;

export interface ExperimentOptions {
  readonly kernel: RunKernel<EventKind>;
  readonly cluster: ClusterApi;
  readonly spec: ExperimentSpec;
  readonly templates: { readonly stable: PodTemplate; readonly canary: PodTemplate };
  readonly minReady: Micros;
  /** Tells the stacks of several Experiments apart. */
  readonly serial: number;
  /** Called when the phase has changed. */
  changed(): void;
}

interface Stack {
  readonly template: ExperimentTemplate;
  readonly set: ReplicaSet;
  /** Null: it takes no traffic. */
  readonly service: Service | null;
}

/**
 * A running Experiment (`experiments/experiment.go`). Its stacks start together; when all are available its analysis
 * begins and its duration runs. What the analysis comes to, it comes to.
 */
export class Experiment {
  phase: Phase = "Pending";
  /** Why it ended badly; empty otherwise. */
  message = "";
  /** The log entry that its bad end follows from; none otherwise. */
  endedBy: LogId = NO_CAUSE;
  private readonly options: ExperimentOptions;
  private readonly stacks: readonly Stack[];
  private readonly startedAt: Micros;
  private availableAt: Micros | null = null;
  private run: AnalysisRun | null = null;

  constructor(options: ExperimentOptions) {
    const { kernel, cluster, spec } = options;
    this.options = options;
    this.startedAt = kernel.now;
    this.stacks = spec.templates.map((template) => this.startStack(template));
    cluster.watch(() => this.reconcile());
    kernel.schedule(kernel.now + PROGRESS_DEADLINE, EVENT_CLASS.control, () => this.reconcile());
    this.reconcile();
  }

  owns(set: ReplicaSet): boolean {
    return this.stacks.some((stack) => stack.set === set);
  }

  /** The traffic it takes while it runs. */
  get route(): Route {
    if (this.phase !== "Running") return [];
    return this.stacks.flatMap(({ template: { weight }, service }) =>
      service === null || weight === null ? [] : [{ backend: service.backend, weight }],
    );
  }

  /** Ends it where it is; that counts as a success. */
  terminate(): void {
    if (isCompleted(this.phase)) return;
    this.run?.terminate();
    this.end("Successful", "");
  }

  private startStack(template: ExperimentTemplate): Stack {
    const { cluster, templates, minReady, serial } = this.options;
    const base = templates[template.from];
    const hash = `${base.hash}-${template.name}-${serial}`;
    const set = cluster.createReplicaSet({ ...base, hash }, template.replicas, minReady);
    const service = template.weight === null ? null : cluster.createService(`${template.name}-${serial}`, [hash]);
    return { template, set, service };
  }

  private reconcile(): void {
    if (isCompleted(this.phase)) return;
    const { kernel } = this.options;
    if (this.availableAt === null) {
      if (this.stacks.every(({ set, template }) => set.status.available >= template.replicas)) this.begin();
      else if (kernel.now >= this.startedAt + PROGRESS_DEADLINE) {
        this.end("Failed", "its pods were not available within the progress deadline");
      }
      return;
    }
    this.follow();
  }

  private begin(): void {
    const { kernel, spec, changed } = this.options;
    this.availableAt = kernel.now;
    this.phase = "Running";
    if (spec.analysis !== null) {
      const { metrics } = spec.analysis;
      this.run = new AnalysisRun({ kernel, name: "experiment", metrics, changed: () => this.reconcile() });
    }
    const until = spec.duration === null ? NEVER : kernel.now + spec.duration;
    if (until < NEVER) kernel.schedule(until, EVENT_CLASS.control, () => this.reconcile());
    changed();
    this.follow();
  }

  /** A bad analysis ends it at once; a good one with it when no duration is set; time alone ends it as a success. */
  private follow(): void {
    const { kernel, spec } = this.options;
    const verdict = this.run?.phase ?? null;
    if (verdict !== null && isCompleted(verdict) && verdict !== "Successful") {
      this.endedBy = this.run?.endedBy ?? NO_CAUSE;
      this.end(verdict, `Experiment analysis ${verdict}: ${this.run?.message ?? ""}`);
      return;
    }
    const isOver = spec.duration !== null && kernel.now >= (this.availableAt ?? 0) + spec.duration;
    if (isOver) {
      this.run?.terminate();
      this.end("Successful", "");
    } else if (spec.duration === null && verdict === "Successful") this.end("Successful", "");
  }

  private end(phase: Phase, message: string): void {
    const { kernel, cluster, changed } = this.options;
    this.phase = phase;
    this.message = message;
    kernel.schedule(kernel.now + SCALE_DOWN_DELAY, EVENT_CLASS.control, () => {
      for (const { set } of this.stacks) cluster.scale(set, 0);
    });
    changed();
  }
}
