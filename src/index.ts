/** Drydock as a library: read a scenario, rehearse it, look at the record and the measures. */

export type { CauseChain, Entry } from "./experiment/causeChain.ts";
export { type CompareOptions, compare } from "./experiment/compare.ts";
export { checkExpectations, type ExpectationResult } from "./experiment/expectations.ts";
export { type Explanation, explain, type Question } from "./experiment/explain.ts";
export { simulate, simulateTwin } from "./experiment/simulate.ts";
export type { Comparison, Lane, MeasureInterval } from "./experiment/types.ts";
export { AssertionFailed, LimitReached } from "./kernel/assert.ts";
export { MEASURES, type MeasureId, type Measures } from "./measures/ids.ts";
export { measure } from "./measures/measure.ts";
export type * from "./record/run.ts";
export type { Problem, Reading } from "./scenario/problem.ts";
export { readScenario } from "./scenario/read.ts";
export type { Scenario, StrategyUse } from "./scenario/scenario.ts";
