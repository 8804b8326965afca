import { assert } from "../../kernel/assert.ts";
import { binomialChances } from "./binomial.ts";

/** Which of the sorted values (1 = smallest) bound a quantile, and how surely. Null: no value is far enough out. */
export interface QuantileRanks {
  readonly lower: number | null;
  readonly upper: number | null;
  /** The exact chance that the interval holds the quantile, whatever the law of the values (if it is continuous). */
  readonly coverage: number;
}

/**
 * Distribution-free interval of the p-quantile from n values: the largest l with P(Bin(n, p) < l) ≤ α/2 and the
 * smallest u with P(Bin(n, p) ≥ u) ≤ α/2. For the median of 10 values at 95 %: ranks 2 and 9, 97.9 %.
 */
export function quantileRanks(n: number, p: number, confidence = 0.95): QuantileRanks {
  const chances = binomialChances(n, p);
  const tail = (1 - confidence) / 2;
  let lower = 0;
  let below = 0;
  while (lower < n && below + (chances[lower] as number) <= tail) below += chances[lower++] as number;
  let upper = n + 1;
  let above = 0;
  while (upper > 1 && above + (chances[upper - 1] as number) <= tail) above += chances[--upper] as number;
  return { lower: lower === 0 ? null : lower, upper: upper === n + 1 ? null : upper, coverage: 1 - below - above };
}

/** The value x_(⌈np⌉): inverse of the empirical law, no interpolation. */
export function quantileOf(values: readonly number[], p: number): number {
  assert(values.length > 0, "no quantile of nothing");
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length, Math.max(1, Math.ceil(sorted.length * p))) - 1] as number;
}

/** The middle value; of an even number the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  assert(values.length > 0, "no median of nothing");
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

/** The median with the order statistics that bound it; unbounded sides are null. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly coverage: number;
}

/** For skewed results (most runs fine, a few terrible), where an interval of the mean misleads. */
export function medianInterval(values: readonly number[], confidence = 0.95): MedianInterval {
  const sorted = [...values].sort((a, b) => a - b);
  const { lower, upper, coverage } = quantileRanks(sorted.length, 0.5, confidence);
  const at = (rank: number | null) => (rank === null ? null : (sorted[rank - 1] as number));
  return { median: medianOf(values), low: at(lower), high: at(upper), coverage };
}
