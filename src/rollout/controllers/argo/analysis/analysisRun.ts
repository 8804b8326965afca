import { assert } from "../../../../kernel/assert.ts";
import { EVENT_CLASS, NO_TICKET, type Ticket } from "../../../../kernel/calendar.ts";
import type { RunKernel } from "../../../../kernel/kernelAt.ts";
import { type LogId, NO_CAUSE } from "../../../../kernel/log.ts";
import { type Micros, NEVER } from "../../../../kernel/time.ts";
import type { EventKind } from "../../../../record/events.ts";
import { type Assessment, assessRun } from "./assess.ts";
import {
  counted,
  isCompleted,
  type Measurement,
  type MetricResult,
  type MetricSpec,
  NO_RESULT,
  type Phase,
} from "./metric.ts";
import { nextMeasurementAt } from "./schedule.ts";
import { whatIsWrong } from "./validate.ts";

export interface AnalysisRunOptions {
  readonly kernel: RunKernel<EventKind>;
  /** Names the run in the log, e.g. `background`. */
  readonly name: string;
  readonly metrics: readonly MetricSpec[];
  /** Called when the phase has changed. */
  changed(): void;
}

/** One measurement of a run, and when it was taken. */
export interface TakenMeasurement {
  readonly at: Micros;
  readonly metric: string;
  readonly measurement: Measurement;
}

const ENDED = {
  Successful: "analysisSucceeded",
  Inconclusive: "analysisInconclusive",
  Failed: "analysisFailed",
  Error: "analysisFailed",
} as const;

/**
 * A running AnalysisRun (`analysis/analysis.go:reconcileAnalysisRun`): measures each metric on its own schedule until
 * all are complete. One metric that ends badly ends the run: its siblings are then Successful as they stand.
 */
export class AnalysisRun {
  readonly name: string;
  phase: Phase = "Pending";
  /** Why it ended badly, in Argo's words; empty otherwise. */
  message = "";
  /** The log entry of its end; none while it runs. */
  endedBy: LogId = NO_CAUSE;
  private readonly options: AnalysisRunOptions;
  private readonly startedAt: Micros;
  private readonly states: MetricResult[];
  private readonly taken: TakenMeasurement[] = [];
  /** What a run that is ending says; null while it goes on. */
  private terminating: string | null = null;
  private ticket: Ticket = NO_TICKET;

  /** Starts the run now; measurements that are due at once are taken before this returns. */
  constructor(options: AnalysisRunOptions) {
    assert(options.metrics.length > 0, "an analysis needs a metric");
    this.options = options;
    this.name = options.name;
    this.startedAt = options.kernel.now;
    this.states = options.metrics.map(() => NO_RESULT);
    options.kernel.because(options.kernel.cause, () => {
      options.kernel.record("analysisStarted", this.name);
      if (!this.refuse()) this.reconcile();
    });
  }

  /** One result per metric, in the order of the metrics. */
  get results(): readonly MetricResult[] {
    return this.states;
  }

  /** Every measurement, in the order in which they were taken. */
  get measurements(): readonly TakenMeasurement[] {
    return this.taken;
  }

  /** Ends the run where it is: what has not failed is Successful. */
  terminate(): void {
    if (isCompleted(this.phase)) return;
    this.terminating = "Run Terminated";
    this.reconcile();
  }

  private readonly reconcile = (): void => {
    const { kernel, metrics } = this.options;
    kernel.cancel(this.ticket);
    this.ticket = NO_TICKET;
    if (isCompleted(this.phase)) return;
    if (this.terminating === null) for (const [index, spec] of metrics.entries()) this.measureIfDue(spec, index);
    let assessment = this.assess();
    if (this.terminating === null && this.hasBadMetric()) {
      this.terminating = "";
      assessment = this.assess();
    }
    if (assessment.phase !== this.phase) this.enter(assessment.phase, assessment.message);
    if (!isCompleted(this.phase)) this.scheduleNext();
  };

  /** A run with a metric that makes no sense is in Error before it measures anything. */
  private refuse(): boolean {
    for (const [index, spec] of this.options.metrics.entries()) {
      const wrong = whatIsWrong(spec);
      if (wrong === null) continue;
      this.enter("Error", `Analysis spec invalid: metrics[${index}]: ${wrong}`);
      return true;
    }
    return false;
  }

  private measureIfDue(spec: MetricSpec, index: number): void {
    const { kernel } = this.options;
    const before = this.stateOf(index);
    if (nextMeasurementAt(spec, before, this.startedAt) > kernel.now) return;
    const measurement = spec.measure();
    this.states[index] = counted(before, measurement, kernel.now);
    this.taken.push({ at: kernel.now, metric: spec.name, measurement });
    kernel.record("measurementTaken", this.name, {
      metric: spec.name,
      verdict: measurement.verdict,
      value: measurement.value,
    });
  }

  private assess(): Assessment {
    const metrics = this.options.metrics.map((spec, index) => ({ spec, result: this.stateOf(index) }));
    const assessment = assessRun(metrics, this.terminating);
    assessment.phases.forEach((phase, index) => {
      this.states[index] = { ...this.stateOf(index), phase };
    });
    return assessment;
  }

  private hasBadMetric(): boolean {
    return this.options.metrics.some((spec, index) => {
      const { phase } = this.stateOf(index);
      return !spec.dryRun && isCompleted(phase) && phase !== "Successful";
    });
  }

  private enter(phase: Phase, message: string): void {
    const { kernel, changed } = this.options;
    this.phase = phase;
    this.message = message;
    if (isCompleted(phase))
      this.endedBy = kernel.record(ENDED[phase], this.name, this.message === "" ? {} : { message: this.message });
    changed();
  }

  private scheduleNext(): void {
    const { kernel, metrics } = this.options;
    let at: Micros = NEVER;
    metrics.forEach((spec, index) => {
      at = Math.min(at, nextMeasurementAt(spec, this.stateOf(index), this.startedAt));
    });
    if (at < NEVER) this.ticket = kernel.schedule(at, EVENT_CLASS.control, this.reconcile);
  }

  private stateOf(index: number): MetricResult {
    return this.states[index] ?? NO_RESULT;
  }
}
