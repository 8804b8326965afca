import type { Measures } from "../measures/ids.ts";
import type { Scenario, StrategyUse } from "../scenario/scenario.ts";
import { type Rehearsal, rehearse } from "./rehearsal.ts";
import { replications, type SeedPlan } from "./replications.ts";
import { conduct } from "./trial.ts";
import type { Comparison } from "./types.ts";

export interface CompareOptions {
  /** The scenario's own when left out. */
  readonly seed?: string;
  /** Replications, ≥ 1, or how precise to become; with more than one each lane gets intervals. */
  readonly seeds?: SeedPlan;
  /** Names of the strategies to run; all of the scenario when left out. */
  readonly strategies?: readonly string[];
  /** Called after each seed with the number of seeds done and expected. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** All strategies of one scenario under one seed: the same users, the same bug; only the way of deploying differs. */
export function compare(scenario: Scenario, options: CompareOptions = {}): Comparison {
  const { seeds = 1, onProgress = () => {} } = options;
  const first = compareOnce(scenario, options);
  return conduct(replications(first, seeds), (done, of) => onProgress(done + 1, of + 1));
}

/** The first seed of a comparison, with whole records. */
export function compareOnce(scenario: Scenario, { seed, strategies }: CompareOptions = {}): Comparison {
  return rehearse(scenario, {
    strategies: chooseStrategies(scenario, strategies),
    seed: seed ?? scenario.seed,
  });
}

/** The measures of each strategy under one seed, in order; the records themselves are let go. */
export function replicate(scenario: Scenario, rehearsal: Rehearsal): readonly Measures[] {
  return rehearse(scenario, rehearsal).lanes.map((lane) => lane.measures);
}

/** The strategies of the scenario with these names, in the scenario's order; all of them when no name is given. */
export function chooseStrategies(scenario: Scenario, names: readonly string[] | undefined): readonly StrategyUse[] {
  if (names === undefined) return scenario.strategies;
  return scenario.strategies.filter((strategy) => names.includes(strategy.name));
}
