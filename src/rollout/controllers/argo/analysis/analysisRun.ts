import { assert } from "../../../../kernel/assert.ts";
import { EVENT_CLASS, NO_TICKET, type Ticket } from "../../../../kernel/calendar.ts";
import type { Kernel } from "../../../../kernel/kernel.ts";
import { type LogId, NO_CAUSE } from "../../../../kernel/log.ts";
import { type Micros, NEVER } from "../../../../kernel/time.ts";
import type { EventKind } from "../../../../record/events.ts";
import { assessMetric, assessRun, breachOf, isWorse } from "./assess.ts";
import {
  counted,
  isCompleted,
  type Measurement,
  type MetricResult,
  type MetricSpec,
  NO_RESULT,
  type Phase,
  type Verdict,
} from "./metric.ts";
import { nextMeasurementAt } from "./schedule.ts";
import { whatIsWrong } from "./validate.ts";

export interface AnalysisRunOptions {
  readonly kernel: Kernel<EventKind>;
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
  /** The worst end of a metric so far, which `message` is about. */
  private worst: Verdict = "Successful";
  private readonly taken: TakenMeasurement[] = [];
  private terminating = false;
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
    this.terminating = true;
    this.message = "Run Terminated";
    this.reconcile();
  }

  private readonly reconcile = (): void => {
    const { kernel, metrics } = this.options;
    kernel.cancel(this.ticket);
    this.ticket = NO_TICKET;
    if (isCompleted(this.phase)) return;
    if (!this.terminating) for (const [index, spec] of metrics.entries()) this.measureIfDue(spec, index);
    this.assess();
    if (this.hasBadMetric()) {
      this.terminating = true;
      this.assess();
    }
    const phase = assessRun(metrics.map((spec, i) => ({ phase: this.stateOf(i).phase, dryRun: spec.dryRun })));
    if (phase !== this.phase) this.enter(phase);
    if (!isCompleted(this.phase)) this.scheduleNext();
  };

  /** A run with a metric that makes no sense is in Error before it measures anything. */
  private refuse(): boolean {
    for (const [index, spec] of this.options.metrics.entries()) {
      const wrong = whatIsWrong(spec);
      if (wrong === null) continue;
      this.message = `Analysis spec invalid: metrics[${index}]: ${wrong}`;
      this.enter("Error");
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

  private assess(): void {
    this.options.metrics.forEach((spec, index) => {
      const state = this.stateOf(index);
      const phase = assessMetric(spec, state, { terminating: this.terminating });
      if (phase === state.phase) return;
      this.states[index] = { ...state, phase };
      const breach = breachOf(spec, state);
      if (breach === null || spec.dryRun || !isWorse(breach.phase, this.worst)) return;
      this.worst = breach.phase;
      const said = breach.phase === "Error" ? `: "Error Message: ${state.last?.measurement.value ?? ""}"` : "";
      this.message = `Metric "${spec.name}" assessed ${breach.phase} due to ${breach.reason}${said}`;
    });
  }

  private hasBadMetric(): boolean {
    return this.options.metrics.some((spec, index) => {
      const { phase } = this.stateOf(index);
      return !spec.dryRun && isCompleted(phase) && phase !== "Successful";
    });
  }

  private enter(phase: Phase): void {
    const { kernel, changed } = this.options;
    this.phase = phase;
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
