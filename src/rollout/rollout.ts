export type { RolloutSite } from "./site.ts";
export { type StrategyDefinition, strategy } from "./strategy.ts";
