import type { Kernel } from "../../kernel/kernel.ts";
import { firstOf, type Process, type Running, Signal, sleep } from "../../kernel/process.ts";
import { NEVER } from "../../kernel/time.ts";
import type { EventKind } from "../../record/events.ts";
import { drawn } from "../site.ts";
import type { ConcurrencySpec, EnvironmentSpec, JobSpec, WorkflowSpec } from "../spec.ts";
import type { ConcurrencyGroups, Contender } from "./concurrency.ts";

export type Conclusion = "success" | "failure" | "skipped" | "cancelled";

export interface RunContext {
  readonly kernel: Kernel<EventKind>;
  /** Counting from 1. */
  readonly number: number;
  readonly groups: ConcurrencyGroups;
  /** What the job that deploys does at its end. */
  deploy(): Process<"success" | "failure">;
}

/** One run of a workflow: its jobs as `needs`, gates, groups and runners let them. */
export class WorkflowRun {
  private readonly workflow: WorkflowSpec;
  private readonly context: RunContext;
  private readonly conclusions = new Map<string, Conclusion>();
  private readonly changed = new Signal();
  private readonly running: { stop(): void }[] = [];
  private readonly contenders: Contender[] = [];
  private isCancelled = false;

  constructor(workflow: WorkflowSpec, context: RunContext) {
    this.workflow = workflow;
    this.context = context;
    this.spawn(this.run());
  }

  private get subject(): string {
    return `run ${this.context.number}`;
  }

  private *run(): Process {
    const { kernel } = this.context;
    yield sleep(this.drawn("trigger", this.workflow.trigger));
    const leave = yield* this.enter(this.workflow.concurrency);
    kernel.record("pipelineStarted", this.subject);
    for (const job of this.workflow.jobs) this.spawn(this.job(job));
    while (this.conclusions.size < this.workflow.jobs.length) yield this.changed;
    const hasFailed = this.workflow.jobs.some((job) => !job.continueOnError && isBad(this.conclusions.get(job.name)));
    kernel.record("pipelineFinished", this.subject, { conclusion: hasFailed ? "failure" : "success" });
    leave();
  }

  private *job(job: JobSpec): Process {
    while (!job.needs.every((name) => this.conclusions.has(name))) yield this.changed;
    if (!this.mayRun(job)) return this.conclude(job, "skipped");
    if (job.environment !== null) yield* this.gate(job, job.environment);
    const leave = yield* this.enter(job.concurrency);
    this.conclude(job, yield* this.legs(job));
    leave();
  }

  /** What a condition without a status function asks for is the success of everything it needs. */
  private mayRun({ runs, needs }: JobSpec): boolean {
    if (runs === "never") return false;
    if (runs === "always") return true;
    if (runs === "failure") return needs.some((name) => this.hasFailedBefore(name));
    return needs.every((name) => this.resultOf(name) === "success");
  }

  /** `failure()` asks about everything that came before, not only about what is needed directly. */
  private hasFailedBefore(name: string): boolean {
    if (this.resultOf(name) === "failure") return true;
    return this.specOf(name)?.needs.some((before) => this.hasFailedBefore(before)) ?? false;
  }

  /** The result that others see: of a job that may fail it is a success. */
  private resultOf(name: string): Conclusion | undefined {
    const conclusion = this.conclusions.get(name);
    return this.specOf(name)?.continueOnError && conclusion === "failure" ? "success" : conclusion;
  }

  private specOf(name: string): JobSpec | undefined {
    return this.workflow.jobs.find((job) => job.name === name);
  }

  /** The jobs of a matrix, so many at once; the worst of them is the conclusion. */
  private *legs(job: JobSpec): Process<Conclusion> {
    const { kernel } = this.context;
    const most = job.maxParallel ?? job.matrix;
    const legs: Running<Conclusion>[] = [];
    const over = new Signal();
    const watched = function* (leg: Process<Conclusion>): Process<Conclusion> {
      const conclusion = yield* leg;
      over.emit();
      return conclusion;
    };
    for (let number = 1; number <= job.matrix; number++) {
      while (legs.filter(({ isRunning }) => isRunning).length >= most) yield over;
      const leg = kernel.spawn(watched(this.leg(job, number)));
      legs.push(leg);
      this.running.push(leg);
    }
    while (legs.some(({ isRunning }) => isRunning)) yield over;
    return legs.map(({ result }) => result ?? "cancelled").find((conclusion) => conclusion !== "success") ?? "success";
  }

  /** One job on one runner, as long as it may take. The first of a matrix is the one that hands the change over. */
  private *leg(job: JobSpec, number: number): Process<Conclusion> {
    const { kernel } = this.context;
    const name = job.matrix === 1 ? job.name : `${job.name} (${number})`;
    yield sleep(this.drawn(`${name}/runner`, this.workflow.runner));
    kernel.record("jobStarted", name);
    const work = kernel.spawn(this.work(job, { name, deploys: job.deploys && number === 1 }));
    this.running.push(work);
    if (work.isRunning) yield firstOf(work.ended, sleep(job.timeout));
    const conclusion = work.isRunning ? "cancelled" : (work.result ?? "cancelled");
    work.stop();
    kernel.record("jobFinished", name, { conclusion });
    return conclusion;
  }

  private *work(
    job: JobSpec,
    { name, deploys }: { readonly name: string; readonly deploys: boolean },
  ): Process<"success" | "failure"> {
    yield sleep(this.drawn(`${name}/takes`, job.takes));
    if (job.fails) return "failure";
    return deploys ? yield* this.context.deploy() : "success";
  }

  /** The wait timer and the reviewers at the same time; the first approval is enough. */
  private *gate({ name }: JobSpec, { name: environment, waitTimer, reviewers, approval }: EnvironmentSpec): Process {
    const { kernel } = this.context;
    if (reviewers === 0) {
      yield sleep(waitTimer);
      return;
    }
    kernel.record("approvalRequested", environment, { reviewers });
    let first = NEVER;
    for (let reviewer = 1; reviewer <= reviewers; reviewer++) {
      first = Math.min(first, this.drawn(`${name}/reviewer ${reviewer}`, approval));
    }
    yield sleep(first);
    kernel.record("approvalGiven", environment);
    yield sleep(Math.max(0, waitTimer - first));
  }

  /** Waits for its turn in a concurrency group; answers how to leave it. */
  private *enter(concurrency: ConcurrencySpec | null): Process<() => void> {
    if (concurrency === null) return () => {};
    const { groups } = this.context;
    const started = new Signal();
    let mayRun = false;
    const contender: Contender = {
      ...concurrency,
      start: () => {
        mayRun = true;
        started.emit();
      },
      cancel: () => this.cancel(),
    };
    this.contenders.push(contender);
    groups.enter(contender);
    while (!mayRun) yield started;
    return () => groups.leave(contender);
  }

  private cancel(): void {
    if (this.isCancelled) return;
    this.isCancelled = true;
    const { kernel, groups } = this.context;
    kernel.because(kernel.cause, () => kernel.record("pipelineFinished", this.subject, { conclusion: "cancelled" }));
    for (const running of this.running) running.stop();
    for (const contender of this.contenders) groups.leave(contender);
  }

  private conclude({ name }: JobSpec, conclusion: Conclusion): void {
    this.conclusions.set(name, conclusion);
    this.changed.emit();
  }

  private drawn(name: string, law: WorkflowSpec["trigger"]) {
    return drawn(this.context.kernel, `${this.subject}/${name}`, law);
  }

  private spawn(body: Process): void {
    this.running.push(this.context.kernel.spawn(body));
  }
}

function isBad(conclusion: Conclusion | undefined): boolean {
  return conclusion === "failure" || conclusion === "cancelled";
}
