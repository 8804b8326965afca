import type { Run } from "../record/run.ts";
import type { Scenario, StrategyUse } from "../scenario/scenario.ts";
import { World } from "./world.ts";

/**
 * Rehearses one release: the same scenario, strategy and seed always give the same record, on every engine.
 * @param seed names all streams of chance; the scenario's own when left out.
 * @throws LimitReached when a bound of the scenario or the kernel is hit; AssertionFailed on a fault of Drydock itself.
 */
export function simulate(scenario: Scenario, strategy: StrategyUse, seed: string = scenario.seed): Run {
  const world = new World(scenario, seed);
  world.submitReleaseWith(strategy);
  return world.play(strategy.name);
}

/** The same world, users and weather without any release: what would have happened anyway. */
export function simulateTwin(scenario: Scenario, seed: string = scenario.seed): Run {
  return new World(scenario, seed).play("none");
}
