import { measure } from "../measures/measure.ts";
import type { Scenario, StrategyUse } from "../scenario/scenario.ts";
import { simulate, simulateTwin } from "./simulate.ts";
import type { Comparison, Lane } from "./types.ts";

/** One seed of a comparison. */
export interface Rehearsal {
  readonly strategies: readonly StrategyUse[];
  readonly seed: string;
}

/** Every strategy in the same world, with whole records, and the world without a release beside them. */
export function rehearse(scenario: Scenario, { strategies, seed }: Rehearsal): Comparison {
  const twin = simulateTwin(scenario, seed);
  const lanes: Lane[] = strategies.map((strategy) => {
    const run = simulate(scenario, strategy, seed);
    return { strategy: strategy.name, run, measures: measure(run, twin) };
  });
  return { scenario, seed, lanes, twin };
}
