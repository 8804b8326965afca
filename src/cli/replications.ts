import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type CompareOptions, chooseStrategies, compare, replicate, withIntervals } from "../experiment/compare.ts";
import { replicationSeed } from "../experiment/seeds.ts";
import type { Comparison } from "../experiment/types.ts";
import { LimitReached } from "../kernel/assert.ts";
import type { Measures } from "../measures/ids.ts";
import type { Scenario, StrategyUse } from "../scenario/scenario.ts";

/** What every thread knows from the start. */
export interface ReplicationJob {
  readonly scenario: Scenario;
  readonly strategies: readonly StrategyUse[];
}

export interface ReplicationTask {
  readonly index: number;
  readonly seed: string;
}

/** An error does not keep its class on the way between threads, so it travels as data. */
export type ReplicationVerdict =
  | { readonly index: number; readonly measures: readonly Measures[] }
  | {
      readonly index: number;
      readonly failure: { readonly name: string; readonly message: string; readonly stack: string };
    };

export interface ReplicationOptions extends CompareOptions {
  readonly seeds: number;
  /** How many to use; as many as there are cores, where that pays, when left out. */
  readonly threads?: number;
}

/** Starting a thread takes about this long; less work than that is done at once. */
const WORTH_A_THREAD_MS = 500;

/**
 * The comparison over several seeds, spread over threads where that pays. The result does not depend on the number of
 * threads: each seed is a run of its own, and they are put together in the order of the seeds.
 */
export async function compareSeeds(scenario: Scenario, options: ReplicationOptions): Promise<Comparison> {
  const { seeds, onProgress } = options;
  const startedAt = Date.now();
  const first = compare(scenario, { ...options, seeds: 1, onProgress: () => {} });
  const each = Date.now() - startedAt;
  onProgress?.(1, seeds);
  if (seeds === 1) return first;

  const job = { scenario, strategies: chooseStrategies(scenario, options.strategies) };
  const tasks = Array.from({ length: seeds - 1 }, (_, index) => ({
    index: index + 1,
    seed: replicationSeed(first.seed, index + 1),
  }));
  const step = (done: number) => onProgress?.(done + 1, seeds);
  const threads = Math.min(options.threads ?? worthwhileThreads(each * tasks.length), tasks.length);
  const rest = threads > 1 ? await spread(job, { tasks, threads, step }) : oneByOne(job, tasks, step);
  const bySeed = [first.lanes.map((lane) => lane.measures), ...rest];
  return withIntervals(
    first,
    first.lanes.map((_, lane) => bySeed.map((measures) => measures[lane] as Measures)),
  );
}

function worthwhileThreads(expectedMs: number): number {
  const cores = availableParallelism();
  return expectedMs - expectedMs / cores > WORTH_A_THREAD_MS ? cores : 1;
}

function oneByOne(job: ReplicationJob, tasks: readonly ReplicationTask[], step: (done: number) => void) {
  return tasks.map(({ seed }, done) => {
    const measures = replicate(job.scenario, { strategies: job.strategies, seed });
    step(done + 1);
    return measures;
  });
}

interface Spread {
  readonly tasks: readonly ReplicationTask[];
  readonly threads: number;
  readonly step: (done: number) => void;
}

/** Every thread takes the next seed when it is done with one. The first failure ends them all. */
async function spread(job: ReplicationJob, { tasks, threads, step }: Spread): Promise<(readonly Measures[])[]> {
  const results: (readonly Measures[])[] = [];
  const waiting = [...tasks];
  let done = 0;
  const workers = Array.from({ length: threads }, () => new Worker(workerFile(), { workerData: job }));
  const work = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      const next = () => {
        const task = waiting.shift();
        if (task === undefined) resolve();
        else worker.postMessage(task);
      };
      worker.on("error", reject);
      worker.on("message", (verdict: ReplicationVerdict) => {
        if ("failure" in verdict) return reject(revive(verdict.failure));
        results[verdict.index - 1] = verdict.measures;
        step(++done);
        next();
      });
      next();
    });
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

/** The worker lies beside this file, in the sources and in the built package. */
function workerFile(): URL {
  const fromSources = import.meta.url.endsWith(".ts");
  return new URL(fromSources ? "replicationWorker.dev.mjs" : "replicationWorker.js", import.meta.url);
}

function revive({ name, message, stack }: { name: string; message: string; stack: string }): Error {
  const error = name === "LimitReached" ? new LimitReached("", message) : new Error(message);
  error.stack = stack;
  return error;
}
