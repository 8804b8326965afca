import { assert } from "../../kernel/assert.ts";
import { type MeanInterval, meanInterval } from "./meanInterval.ts";

/** When enough replications have been made. */
export interface StoppingRule {
  /** Never fewer than this, ≥ 2: with very few runs a small spread is luck. */
  readonly pilot: number;
  /** Never more than this. */
  readonly limit: number;
  /** The half-width wanted, in the measure's own unit … */
  readonly absolute: number;
  /** … or as a share of the mean, whichever is wider. */
  readonly relative: number;
  readonly confidence: number;
}

/** Ten runs to begin with, then until the 95 % interval is ±5 % of the mean, at most a thousand. */
const DEFAULT_STOPPING: StoppingRule = { pilot: 10, limit: 1000, absolute: 0, relative: 0.05, confidence: 0.95 };

export interface Stopped {
  readonly reason: "precise" | "limit";
  readonly interval: MeanInterval;
}

/**
 * Looks at the values so far, in the order of the seeds: the first number of them at which the interval is narrow
 * enough, or the limit; undefined while more are wanted (Chow & Robbins 1965).
 */
export function stopped(values: readonly number[], rule: StoppingRule = DEFAULT_STOPPING): Stopped | undefined {
  assert(rule.pilot >= 2 && rule.limit >= rule.pilot, "a stopping rule needs 2 ≤ pilot ≤ limit");
  const last = Math.min(values.length, rule.limit);
  for (let count = rule.pilot; count <= last; count++) {
    const interval = meanInterval(values.slice(0, count), rule.confidence);
    const wanted = Math.max(rule.absolute, rule.relative * Math.abs(interval.mean));
    if (interval.halfWidth <= wanted) return { reason: "precise", interval };
    if (count === rule.limit) return { reason: "limit", interval };
  }
  return undefined;
}
