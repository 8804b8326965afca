import type { FlaggerAnalysis } from "./spec.ts";

/** All weights of a route together, percent. */
export const TOTAL_WEIGHT = 100;

type Steps = Pick<FlaggerAnalysis, "maxWeight" | "stepWeight" | "stepWeights">;

/** The weight at which the canary is promoted (Flagger v1.44 `scheduler.go:maxWeight`). */
export function maxWeight({ maxWeight, stepWeights }: Steps): number {
  const last = stepWeights.at(-1);
  if (last !== undefined) return Math.min(TOTAL_WEIGHT, last);
  return maxWeight > 0 ? maxWeight : TOTAL_WEIGHT;
}

/**
 * What the next tick adds to the canary's weight; 0 or less: it never moves again (`scheduler.go:nextStepWeight`).
 * With stepWeights 1, 5, 25 the steps are 1, 4, 20; a weight that stands twice in the list is looked up at its first place
 * and therefore never left.
 */
export function nextStepWeight({ stepWeight, stepWeights }: Steps, canaryWeight: number): number {
  if (stepWeight > 0 || stepWeights.length === 0) return stepWeight;
  const left = TOTAL_WEIGHT - canaryWeight;
  // Any step above 0 leads on to the promotion.
  if (left === 0) return 1;
  if (canaryWeight === 0) return Math.min(left, stepWeights[0] ?? 0);
  const at = stepWeights.indexOf(canaryWeight);
  const next = at === -1 ? undefined : stepWeights[at + 1];
  return next === undefined ? left : Math.min(left, next - canaryWeight);
}
