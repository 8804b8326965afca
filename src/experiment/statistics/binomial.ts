import { assert } from "../../kernel/assert.ts";

/**
 * The chances of 0, 1, …, n successes in n independent tries of chance p. Built outwards from the likeliest number by
 * ratios of neighbours and then normalised: only + − × ÷, no underflow, relative error about 1e−14.
 */
export function binomialChances(n: number, p: number): Float64Array {
  assert(Number.isInteger(n) && n >= 0 && p >= 0 && p <= 1, `no binomial law with n ${n}, p ${p}`);
  const chances = new Float64Array(n + 1);
  if (p === 0 || p === 1) {
    chances[p * n] = 1;
    return chances;
  }
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  chances[mode] = 1;
  for (let k = mode; k < n; k++) chances[k + 1] = ((chances[k] as number) * (n - k) * odds) / (k + 1);
  for (let k = mode; k > 0; k--) chances[k - 1] = ((chances[k] as number) * k) / ((n - k + 1) * odds);
  let sum = 0;
  // Smallest first, so that nothing is lost.
  for (let low = 0, high = n; low <= high; ) {
    const next = (chances[low] as number) <= (chances[high] as number) ? low++ : high--;
    sum += chances[next] as number;
  }
  for (let k = 0; k <= n; k++) chances[k] = (chances[k] as number) / sum;
  return chances;
}

/** P(successes ≥ k). */
export function binomialAtLeast(n: number, p: number, k: number): number {
  const chances = binomialChances(n, p);
  let sum = 0;
  for (let i = n; i >= Math.max(0, k); i--) sum += chances[i] as number;
  return Math.min(1, sum);
}

/** P(successes < k). */
export function binomialBelow(n: number, p: number, k: number): number {
  const chances = binomialChances(n, p);
  let sum = 0;
  for (let i = 0; i < Math.min(k, n + 1); i++) sum += chances[i] as number;
  return Math.min(1, sum);
}
