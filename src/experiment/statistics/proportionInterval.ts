import { assert } from "../../kernel/assert.ts";
import { exp, log } from "../../kernel/math.ts";
import { normalQuantile } from "../../kernel/normalQuantile.ts";
import { incompleteBeta } from "./beta.ts";

/** A share of runs and an interval of it. */
export interface ProportionInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The interval of Wilson (1927), sound for few runs and for shares of 0 and 1; it covers as often as asked on average over
 * shares. `hits` of `tries` runs, e.g. "in 38 of 40 seeds the canary hurt fewer users".
 */
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

/**
 * The exact interval of Clopper & Pearson (1934): never covers less often than asked. Its ends are the shares at which as
 * many hits or more, or as few or fewer, have a chance of α/2: for 8 of 10, 44.4 % and 97.5 %.
 */
export function clopperPearson(hits: number, tries: number, confidence = 0.95): ProportionInterval {
  assert(tries >= 1 && hits >= 0 && hits <= tries, `${hits} of ${tries} is no share`);
  const tail = (1 - confidence) / 2;
  return {
    share: hits / tries,
    low: hits === 0 ? 0 : betaQuantile(tail, { a: hits, b: tries - hits + 1 }),
    high: hits === tries ? 1 : betaQuantile(1 - tail, { a: hits + 1, b: tries - hits }),
  };
}

/**
 * What did not happen in any of `tries` runs has at most this chance, 95 % sure: 1 − 0.05^(1/n), which is a little less
 * than 3/n.
 */
export function ruleOfThree(tries: number, confidence = 0.95): number {
  assert(tries >= 1, "no run, no bound");
  return 1 - exp(log(1 - confidence) / tries);
}

/** The x below which a share `p` of the beta law lies. */
function betaQuantile(p: number, { a, b }: { readonly a: number; readonly b: number }): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
}
