import type { Kernel } from "../../kernel/kernel.ts";
import { type Process, type Running, Signal, sleep } from "../../kernel/process.ts";
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
  private readonly running: Running[] = [];
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
    const hasFailed = [...this.conclusions.values()].some((conclusion) => conclusion !== "success");
    kernel.record("pipelineFinished", this.subject, { conclusion: hasFailed ? "failure" : "success" });
    leave();
  }

  private *job(job: JobSpec): Process {
    const { kernel } = this.context;
    while (!job.needs.every((name) => this.conclusions.has(name))) yield this.changed;
    if (job.needs.some((name) => this.conclusions.get(name) !== "success")) return this.conclude(job, "skipped");
    if (job.environment !== null) yield* this.gate(job, job.environment);
    const leave = yield* this.enter(job.concurrency);
    yield sleep(this.drawn(`${job.name}/runner`, this.workflow.runner));
    kernel.record("jobStarted", job.name);
    yield sleep(this.drawn(`${job.name}/takes`, job.takes));
    const conclusion = job.fails ? "failure" : job.deploys ? yield* this.context.deploy() : "success";
    this.conclude(job, conclusion);
    leave();
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
    if (conclusion !== "skipped") this.context.kernel.record("jobFinished", name, { conclusion });
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
