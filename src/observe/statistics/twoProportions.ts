import { normalQuantile } from "../../kernel/normalQuantile.ts";
import { normalAbove } from "./normalLaw.ts";

/** How many of `tries` were successes. */
export interface Tally {
  readonly successes: number;
  readonly tries: number;
}

export interface TwoProportions {
  /** (p_b − p_a) in standard errors under the hypothesis that both are one; 0 when nothing varies. */
  readonly z: number;
  /** Chance of a |z| as large if there is no difference, 0–1. */
  readonly twoSided: number;
  /** Interval of p_b − p_a, each proportion with its own variance. */
  readonly low: number;
  readonly high: number;
}

/**
 * The z-test of two proportions with pooled variance, z = (p_b − p_a) / √(p (1−p) (1/n_a + 1/n_b)): for one look at a
 * sample whose size was fixed before. Who looks after every scrape and stops at the first p < 5 % is wrong about one
 * time in five after ten looks.
 */
export function twoProportions(a: Tally, b: Tally, confidence = 0.95): TwoProportions {
  const [pA, pB] = [a.successes / a.tries, b.successes / b.tries];
  const pooled = (a.successes + b.successes) / (a.tries + b.tries);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.tries + 1 / b.tries));
  const z = error > 0 ? (pB - pA) / error : 0;
  const unpooled = Math.sqrt((pA * (1 - pA)) / a.tries + (pB * (1 - pB)) / b.tries);
  const half = normalQuantile((1 + confidence) / 2) * unpooled;
  return { z, twoSided: Math.min(1, 2 * normalAbove(Math.abs(z))), low: pB - pA - half, high: pB - pA + half };
}

export interface SampleQuestion {
  /** Share of successes without the change, 0–1. */
  readonly base: number;
  /** Difference that is not to be missed, as a difference of shares; below 0 where successes get fewer. */
  readonly effect: number;
  /** Chance to see a difference where there is none, both sides together. */
  readonly alpha: number;
  /** Chance to see the effect where there is one. */
  readonly power: number;
}

/**
 * Tries that each side needs: ⌈(z_{1−α/2} √(2 p̄ (1−p̄)) + z_{power} √(p_1 (1−p_1) + p_2 (1−p_2)))² / effect²⌉ with p̄
 * the mean of both shares (Fleiss 1981, without correction for continuity). To tell 6 % from 5 % at 5 % and 80 %: 8158.
 */
export function sampleSizePerSide({ base, effect, alpha, power }: SampleQuestion): number {
  const changed = base + effect;
  const middle = (base + changed) / 2;
  const same = normalQuantile(1 - alpha / 2) * Math.sqrt(2 * middle * (1 - middle));
  const different = normalQuantile(power) * Math.sqrt(base * (1 - base) + changed * (1 - changed));
  return Math.ceil(((same + different) * (same + different)) / (effect * effect));
}
