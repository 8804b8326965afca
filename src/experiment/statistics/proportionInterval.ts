import { assert } from "../../kernel/assert.ts";
import { normalQuantile } from "../../kernel/normalQuantile.ts";

/** A share of runs and the interval of Wilson (1927): sound for few runs and for shares of 0 and 1. */
export interface ProportionInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** `hits` of `tries` runs, e.g. "in 38 of 40 seeds the canary hurt fewer users". */
export function wilsonInterval(hits: number, tries: number, confidence = 0.95): ProportionInterval {
  assert(tries >= 1 && hits >= 0 && hits <= tries, `${hits} of ${tries} is no share`);
  const z = normalQuantile((1 + confidence) / 2);
  const share = hits / tries;
  const denominator = 1 + (z * z) / tries;
  const centre = (share + (z * z) / (2 * tries)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / tries + (z * z) / (4 * tries * tries));
  // At the ends the formula is exact; rounding may step a hair over.
  return {
    share,
    low: hits === 0 ? 0 : Math.max(0, centre - half),
    high: hits === tries ? 1 : Math.min(1, centre + half),
  };
}
