/**
 * A law of chance for a quantity ≥ 0, in the unit of whoever uses it (µs for durations).
 * Means and medians are exact parameters, so a scenario says what it wants and not what the sampler needs.
 */
export type Law =
  | { readonly law: "deterministic"; readonly value: number }
  | { readonly law: "uniform"; readonly low: number; readonly high: number }
  | { readonly law: "exponential"; readonly mean: number }
  /** `sigma` is the standard deviation of the logarithm; mean = median · exp(sigma²/2). */
  | { readonly law: "lognormal"; readonly median: number; readonly sigma: number }
  /** Variance = mean²/shape; shape 1 is the exponential law. */
  | { readonly law: "gamma"; readonly shape: number; readonly mean: number }
  /** Draws one of the values, each equally likely. */
  | { readonly law: "empirical"; readonly values: readonly number[] };
