import { Fnv1a64 } from "../kernel/hash.ts";
import { MEASURES, type MeasureId, type Measures } from "../measures/ids.ts";
import { contrasts } from "./contrasts.ts";
import { LatencyPool } from "./latencyPool.ts";
import { PRECISION, Precise, type Precision } from "./precise.ts";
import { PRIMARY } from "./primary.ts";
import { replicationSeed } from "./seeds.ts";
import { settling } from "./settling.ts";
import { summaries } from "./statistics/summaries.ts";
import { type Study, type Trial, type TrialResult, trialResult } from "./trial.ts";
import type { Comparison, Experiment, Stopping } from "./types.ts";

/** How many seeds, or how precise the primary measures have to become. */
export type SeedPlan = number | Precision;

/** As many seeds as one comparison may ask for. */
export const REPLICATIONS_MOST = 10_000;

/** Results are put together and let go after so many seeds, so that ten thousand of them need no more room than these. */
const BATCH = 64;

/** A comparison over many seeds, of which the first has been rehearsed. `primary`: at most three measures that decide. */
export function* replications(
  first: Comparison,
  plan: SeedPlan,
  primary: readonly MeasureId[] = PRIMARY,
): Study<Comparison> {
  if (plan === 1) return first;
  const tally = new Tally(first);
  const stopping = typeof plan === "number" ? yield* fixed(tally, plan) : yield* sequential(tally, plan, primary);
  return tally.comparison(stopping, primary);
}

function* fixed(tally: Tally, seeds: number): Study<Stopping> {
  while (tally.seeds < seeds) {
    const results = yield { trials: tally.trials(Math.min(BATCH, seeds - tally.seeds)), expected: seeds - 1 };
    for (const result of results) tally.add(result);
  }
  return { reason: "asked", halfWidth: null };
}

/**
 * Stops at the first number of seeds that is precise enough (Chow & Robbins 1965), however many were run at a time: what
 * was run beyond it does not count.
 */
function* sequential(tally: Tally, precision: Precision, primary: readonly MeasureId[]): Study<Stopping> {
  const precise = new Precise(precision, { lanes: tally.byLane, primary });
  const { pilot, limit, halfWidth } = { ...PRECISION, ...precision };
  for (let wanted = pilot; ; wanted = precise.guess(tally.seeds)) {
    const upTo = Math.min(limit, wanted);
    const results = yield { trials: tally.trials(upTo - tally.seeds), expected: upTo - 1 };
    for (const result of results) {
      tally.add(result);
      if (tally.seeds >= pilot && precise.isReached()) return { reason: "precise", halfWidth };
    }
    if (tally.seeds >= limit) return { reason: "limit", halfWidth };
  }
}

/** What has come out so far, in the order of the seeds. */
class Tally {
  /** [lane][seed] */
  readonly byLane: readonly Measures[][];
  private readonly first: Comparison;
  private readonly latency: readonly LatencyPool[];
  private readonly calm: (readonly (number | null)[])[] = [];
  private readonly digest = new Fnv1a64();

  constructor(first: Comparison) {
    this.first = first;
    this.byLane = first.lanes.map(() => []);
    this.latency = first.lanes.map(() => new LatencyPool());
    this.add(trialResult(first));
  }

  get seeds(): number {
    return this.calm.length;
  }

  /** The next trials after those that have been added. */
  trials(count: number): readonly Trial[] {
    const { scenario, seed, lanes } = this.first;
    const strategies = scenario.strategies.filter(({ name }) => lanes.some(({ strategy }) => strategy === name));
    return Array.from({ length: Math.max(0, count) }, (_, index) => ({
      scenario,
      strategies,
      seed: replicationSeed(seed, this.seeds + index),
    }));
  }

  add({ lanes, calm }: TrialResult): void {
    this.calm.push(calm);
    for (const [index, { measures, latency }] of lanes.entries()) {
      this.byLane[index]?.push(measures);
      this.latency[index]?.add(latency);
      // NaN has no place in a digest, and no measure is below −1e300.
      for (const id of Object.keys(MEASURES) as MeasureId[]) this.digest.number(measures[id] ?? -1e308);
    }
  }

  comparison(stopping: Stopping, primary: readonly MeasureId[]): Comparison {
    const { first, byLane } = this;
    const experiment: Experiment = {
      seeds: this.seeds,
      stopping,
      primary,
      contrasts: contrasts(byLane, { names: first.lanes.map(({ strategy }) => strategy), primary }),
      warmup: settling(first.scenario, { rows: this.calm, width: first.twin.traffic.latency.bucket }),
      latency: this.latency.map((pool) => pool.quantiles()),
      digest: this.digest.hex(),
    };
    const lanes = first.lanes.map((lane, index) => ({
      ...lane,
      intervals: summaries(byLane[index] ?? [], `${first.seed}/${lane.strategy}`),
    }));
    return { ...first, lanes, experiment };
  }
}
