import { type ReleaseFacts, releaseFacts } from "../measures/campaign.ts";
import type { Measures } from "../measures/ids.ts";
import { measure } from "../measures/measure.ts";
import { COARSE_BINS, coarseBinMiddle } from "../record/latency.ts";
import type { RolloutRecord, Run } from "../record/run.ts";
import type { Scenario, StrategyUse } from "../scenario/scenario.ts";
import { rehearse } from "./rehearsal.ts";
import type { Comparison } from "./types.ts";

/** One world rehearsed under some strategies: the smallest piece of work that can be given away. Plain data. */
export interface Trial {
  readonly scenario: Scenario;
  readonly strategies: readonly StrategyUse[];
  readonly seed: string;
}

/** What is kept of a trial; the records of its runs are let go. Plain data. */
export interface TrialResult {
  /** In the order of the trial's strategies. */
  readonly lanes: readonly TrialLane[];
  /** Of the same world without a release: what would have gone wrong anyway. */
  readonly without: Measures;
  /** Mean latency row by row in the world without a release, µs; null: nothing was answered in that row. */
  readonly calm: readonly (number | null)[];
}

export interface TrialLane {
  readonly measures: Measures;
  readonly result: RolloutRecord["result"];
  readonly release: ReleaseFacts;
  /** The histogram of the users' latencies (`record/latency.ts`) without its empty bins: [bin, count, bin, count, …]. */
  readonly latency: Uint32Array;
}

/** Trials that may be run in any order and at the same time, and how many there will be in all, as far as is known. */
export interface Batch {
  readonly trials: readonly Trial[];
  readonly expected: number;
}

/**
 * A piece of research: hands out batches of trials, gets their results back in the same order, and goes on from what it
 * has learnt. It does not know who runs them, so its answer is the same in one thread, in many, and in a page.
 */
export type Study<T> = Generator<Batch, T, readonly TrialResult[]>;

/** Runs one trial. */
export function runTrial({ scenario, strategies, seed }: Trial): TrialResult {
  return trialResult(rehearse(scenario, { strategies, seed }));
}

/** What a trial would have kept of a comparison. */
export function trialResult({ lanes, twin }: Comparison): TrialResult {
  return {
    lanes: lanes.map(({ measures, run }) => ({
      measures,
      result: run.rollout.result,
      release: releaseFacts(run),
      latency: sparse(run.traffic.latency.all),
    })),
    without: measure(twin, twin),
    calm: calmLatencies(twin),
  };
}

/** Carries a study out here and now, one trial after the other. */
export function conduct<T>(study: Study<T>, onProgress: (done: number, of: number) => void = () => {}): T {
  let done = 0;
  for (let step = study.next(); ; ) {
    if (step.done) return step.value;
    const { trials, expected } = step.value;
    step = study.next(
      trials.map((trial) => {
        const result = runTrial(trial);
        onProgress(++done, expected);
        return result;
      }),
    );
  }
}

function sparse(bins: Uint32Array): Uint32Array {
  const pairs: number[] = [];
  for (let bin = 0; bin < bins.length; bin++) {
    const count = bins[bin] as number;
    if (count > 0) pairs.push(bin, count);
  }
  return Uint32Array.from(pairs);
}

function calmLatencies({ traffic: { latency } }: Run): readonly (number | null)[] {
  const { overTime } = latency;
  return Array.from({ length: overTime.length / COARSE_BINS }, (_, row) => {
    let count = 0;
    let sum = 0;
    for (let bin = 0; bin < COARSE_BINS; bin++) {
      const times = overTime[row * COARSE_BINS + bin] as number;
      count += times;
      sum += times * coarseBinMiddle(bin);
    }
    return count === 0 ? null : sum / count;
  });
}
