import type { Measures } from "../measures/ids.ts";
import { measure } from "../measures/measure.ts";
import type { Scenario, StrategyUse } from "../scenario/scenario.ts";
import { replicationSeed } from "./seeds.ts";
import { simulate, simulateTwin } from "./simulate.ts";
import { intervals } from "./statistics/intervals.ts";
import type { Comparison, Lane } from "./types.ts";

export interface CompareOptions {
  /** The scenario's own when left out. */
  readonly seed?: string;
  /** Replications, ≥ 1; from 2 on each lane gets intervals. */
  readonly seeds?: number;
  /** Names of the strategies to run; all of the scenario when left out. */
  readonly strategies?: readonly string[];
  /** Called after each run with the number of runs done and wanted. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** All strategies of one scenario under one seed: the same users, the same bug; only the way of deploying differs. */
export function compare(scenario: Scenario, options: CompareOptions = {}): Comparison {
  const seed = options.seed ?? scenario.seed;
  const seeds = options.seeds ?? 1;
  const chosen = chooseStrategies(scenario, options.strategies);
  const total = seeds * (chosen.length + 1);
  let done = 0;
  const step = () => options.onProgress?.(++done, total);

  const first = rehearse(scenario, { strategies: chosen, seed, step });
  if (seeds === 1) return first;
  const byLane: Measures[][] = first.lanes.map((lane) => [lane.measures]);
  for (let index = 1; index < seeds; index++) {
    const measures = replicate(scenario, { strategies: chosen, seed: replicationSeed(seed, index), step });
    for (const [lane, values] of measures.entries()) byLane[lane]?.push(values);
  }
  return withIntervals(first, byLane);
}

/** One seed of a comparison. */
interface Replication {
  readonly strategies: readonly StrategyUse[];
  readonly seed: string;
  /** Called after each run. */
  readonly step?: () => void;
}

/** The measures of each strategy under one seed, in order; the records themselves are let go. */
export function replicate(scenario: Scenario, replication: Replication): readonly Measures[] {
  return rehearse(scenario, replication).lanes.map((lane) => lane.measures);
}

/** Adds to each lane the interval of every measure over several seeds. `byLane`: [lane][seed]. */
export function withIntervals(comparison: Comparison, byLane: readonly (readonly Measures[])[]): Comparison {
  const lanes = comparison.lanes.map((lane, index) => ({
    ...lane,
    intervals: intervals(byLane[index] ?? [lane.measures]),
  }));
  return { ...comparison, lanes };
}

/** The strategies of the scenario with these names, in the scenario's order; all of them when no name is given. */
export function chooseStrategies(scenario: Scenario, names: readonly string[] | undefined): readonly StrategyUse[] {
  if (names === undefined) return scenario.strategies;
  return scenario.strategies.filter((strategy) => names.includes(strategy.name));
}

function rehearse(scenario: Scenario, { strategies, seed, step = () => {} }: Replication): Comparison {
  const twin = simulateTwin(scenario, seed);
  step();
  const lanes: Lane[] = strategies.map((strategy) => {
    const run = simulate(scenario, strategy, seed);
    const lane = { strategy: strategy.name, run, measures: measure(run, twin) };
    step();
    return lane;
  });
  return { scenario, seed, lanes, twin };
}
