import { assert } from "../../kernel/assert.ts";
import { studentQuantile } from "./studentT.ts";

/** A mean and how far from it the true one may be. */
export interface MeanInterval {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1). */
  readonly deviation: number;
  readonly halfWidth: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided confidence interval of the mean of independent values (Student t); at least two of them. */
export function meanInterval(values: readonly number[], confidence = 0.95): MeanInterval {
  const count = values.length;
  assert(count >= 2, "an interval needs at least two values");
  const mean = meanOf(values);
  const deviation = Math.sqrt(varianceOf(values));
  const halfWidth = studentQuantile((1 + confidence) / 2, count - 1) * (deviation / Math.sqrt(count));
  return { count, mean, deviation, halfWidth, low: mean - halfWidth, high: mean + halfWidth };
}

/**
 * Interval of the mean difference a − b of two systems that were run in the same worlds (`a[i]` and `b[i]` under the
 * same seed): what the worlds have in common cancels, so it is narrower than `independentDifference`.
 */
export function pairedDifference(a: readonly number[], b: readonly number[], confidence = 0.95): MeanInterval {
  assert(a.length === b.length, `pairs need equally many values, not ${a.length} and ${b.length}`);
  return meanInterval(
    a.map((value, i) => value - (b[i] as number)),
    confidence,
  );
}

/** Interval of the difference of two means from unrelated runs (Welch 1947, degrees of freedom of Satterthwaite). */
export function independentDifference(a: readonly number[], b: readonly number[], confidence = 0.95): MeanInterval {
  assert(a.length >= 2 && b.length >= 2, "an interval needs at least two values on each side");
  const ofA = varianceOf(a) / a.length;
  const ofB = varianceOf(b) / b.length;
  const squaredError = ofA + ofB;
  const mean = meanOf(a) - meanOf(b);
  const count = Math.min(a.length, b.length);
  if (squaredError === 0) return { count, mean, deviation: 0, halfWidth: 0, low: mean, high: mean };
  const df = (squaredError * squaredError) / ((ofA * ofA) / (a.length - 1) + (ofB * ofB) / (b.length - 1));
  const halfWidth = studentQuantile((1 + confidence) / 2, df) * Math.sqrt(squaredError);
  return {
    count,
    mean,
    deviation: Math.sqrt(squaredError * count),
    halfWidth,
    low: mean - halfWidth,
    high: mean + halfWidth,
  };
}

/**
 * How well pairing works: the correlation of the pairs, and by how much the variance of the difference shrinks beside
 * unrelated runs, 1/(1 − correlation) for equal variances. Null when a side does not vary.
 */
export function correlation(a: readonly number[], b: readonly number[]): number | null {
  const meanA = meanOf(a);
  const meanB = meanOf(b);
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = (a[i] as number) - meanA;
    const y = (b[i] as number) - meanB;
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return squaresA > 0 && squaresB > 0 ? product / Math.sqrt(squaresA * squaresB) : null;
}

export function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Sample variance (n − 1), from the deviations and not from the squares: exact for equal values. */
export function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return squares / (values.length - 1);
}
