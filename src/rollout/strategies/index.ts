import type { StrategyDefinition } from "../strategy.ts";
import { blueGreen } from "./blueGreen.ts";
import { canary } from "./canary.ts";
import { recreate } from "./recreate.ts";
import { rolling } from "./rolling.ts";

/** Every strategy there is, one line each, in the order of the default comparison. */
export const strategies: readonly StrategyDefinition[] = [recreate, rolling, blueGreen, canary];
