import { exp } from "../../kernel/math.ts";
import type { Tally } from "./twoProportions.ts";

export interface MixtureTest {
  /** How much likelier the observed difference is under the mixture than without one. */
  readonly likelihoodRatio: number;
  /** Valid however often one looks (as the least so far), 0–1. */
  readonly alwaysValidP: number;
  /** Of one pair of observations, one of each side. */
  readonly variance: number;
}

/**
 * The mixture sequential probability ratio test of two proportions: effects are mixed by a normal law with mean 0 and
 * standard deviation `tau` (Robbins 1970; Johari, Pekelis & Walsh 2015). With V = p_a (1−p_a) + p_b (1−p_b) and n pairs,
 * Λ = √(V / (V + n τ²)) · exp(n² τ² d² / (2 V (V + n τ²))), p = min(1, 1/Λ).
 *
 * Sides of unequal size count as many pairs as have the same variance of the difference: n = V / (V_a/n_a + V_b/n_b).
 */
export function mixtureTest(a: Tally, b: Tally, tau: number): MixtureTest {
  const [pA, pB] = [a.successes / a.tries, b.successes / b.tries];
  const [varianceA, varianceB] = [pA * (1 - pA), pB * (1 - pB)];
  const variance = varianceA + varianceB;
  if (!(variance > 0)) return { likelihoodRatio: 1, alwaysValidP: 1, variance: 0 };
  const pairs = a.tries === b.tries ? a.tries : variance / (varianceA / a.tries + varianceB / b.tries);
  const difference = pB - pA;
  const spread = variance + pairs * tau * tau;
  const exponent = (pairs * pairs * tau * tau * difference * difference) / (2 * variance * spread);
  const likelihoodRatio = Math.sqrt(variance / spread) * exp(exponent);
  return { likelihoodRatio, alwaysValidP: Math.min(1, 1 / likelihoodRatio), variance };
}
