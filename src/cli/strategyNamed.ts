import { assert } from "../kernel/assert.ts";
import type { StrategyUse } from "../scenario/scenario.ts";
import { checkStrategies, type Input } from "./input.ts";

/** The strategy of the scenario with this name, which a person gave. */
export function strategyNamed(input: Input, name: string): StrategyUse {
  checkStrategies(input, [name]);
  const strategy = input.scenario.strategies.find((other) => other.name === name);
  assert(strategy !== undefined, `the strategy ${name} was checked`);
  return strategy;
}
