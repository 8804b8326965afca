import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { runTrial, type Study, type Trial, type TrialResult } from "../experiment/trial.ts";
import { LimitReached } from "../kernel/assert.ts";

/** A trial and its place in its batch. */
export interface TrialTask {
  readonly index: number;
  readonly trial: Trial;
}

/** An error does not keep its class on the way between threads, so it travels as data. */
export type TrialVerdict =
  | { readonly index: number; readonly result: TrialResult }
  | {
      readonly index: number;
      readonly failure: { readonly name: string; readonly message: string; readonly stack: string };
    };

export interface ThreadOptions {
  /** How many to use; as many as there are cores, where that pays, when left out. */
  readonly threads?: number;
  /** Called after each trial with how many are done and expected. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Starting a thread takes about this long; less work than that is done at once. */
const WORTH_A_THREAD_MS = 500;

/**
 * Carries out a study, its batches spread over threads where that pays. The answer does not depend on the number of
 * threads: each trial is a world of its own, and the study gets results in the order of its trials.
 */
export async function conductInThreads<T>(study: Study<T>, options: ThreadOptions = {}): Promise<T> {
  const crew = new Crew(options);
  try {
    for (let step = study.next(); ; ) {
      if (step.done) return step.value;
      step = study.next(await crew.run(step.value.trials, step.value.expected));
    }
  } finally {
    await crew.dismiss();
  }
}

/** Threads that are started when there is enough to do, and stay until the study is over. */
class Crew {
  private readonly threads: number | undefined;
  private readonly onProgress: (done: number, of: number) => void;
  private workers: readonly Worker[] = [];
  private done = 0;
  private spentMs = 0;

  constructor({ threads, onProgress = () => {} }: ThreadOptions) {
    this.threads = threads;
    this.onProgress = onProgress;
  }

  async run(trials: readonly Trial[], expected: number): Promise<readonly TrialResult[]> {
    const results: TrialResult[] = [];
    const step = (index: number, result: TrialResult) => {
      results[index] = result;
      this.onProgress(++this.done, expected);
    };
    let next = 0;
    // The first trials tell how long one takes, and so whether threads pay.
    while (this.workers.length === 0 && next < trials.length && !this.isWorthwhile(trials.length - next)) {
      const startedAt = Date.now();
      step(next, runTrial(trials[next] as Trial));
      this.spentMs += Date.now() - startedAt;
      next++;
    }
    if (next === trials.length) return results;
    if (this.workers.length === 0) this.workers = hire(this.threads ?? availableParallelism());
    const queue = trials.map((trial, index) => ({ trial, index })).slice(next);
    await Promise.all(this.workers.map((worker) => work(worker, { queue, step })));
    return results;
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private isWorthwhile(left: number): boolean {
    if (this.threads !== undefined) return this.threads > 1;
    const cores = availableParallelism();
    const expectedMs = this.done === 0 ? 0 : (left * this.spentMs) / this.done;
    return expectedMs - expectedMs / cores > WORTH_A_THREAD_MS;
  }
}

function hire(threads: number): readonly Worker[] {
  return Array.from({ length: threads }, () => new Worker(workerFile()));
}

interface Work {
  readonly queue: TrialTask[];
  readonly step: (index: number, result: TrialResult) => void;
}

/** Takes the next trial when it is done with one. The first failure ends the study. */
function work(worker: Worker, { queue, step }: Work): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: Error) => {
      worker.off("error", finish);
      worker.off("message", take);
      if (error === undefined) resolve();
      else reject(error);
    };
    const next = () => {
      const task = queue.shift();
      if (task === undefined) finish();
      else worker.postMessage(task);
    };
    const take = (verdict: TrialVerdict) => {
      if ("failure" in verdict) return finish(revive(verdict.failure));
      step(verdict.index, verdict.result);
      next();
    };
    worker.on("error", finish);
    worker.on("message", take);
    next();
  });
}

/** The worker lies beside this file, in the sources and in the built package. */
function workerFile(): URL {
  const fromSources = import.meta.url.endsWith(".ts");
  return new URL(fromSources ? "trialWorker.dev.mjs" : "trialWorker.js", import.meta.url);
}

function revive({ name, message, stack }: { name: string; message: string; stack: string }): Error {
  const error = name === "LimitReached" ? new LimitReached("", message) : new Error(message);
  error.stack = stack;
  return error;
}
