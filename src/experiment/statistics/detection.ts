import { binomialAtLeast } from "./binomial.ts";

/** Whether a canary step can tell a bad version from a good one at all: exact, by the binomial law. */

export interface CanaryQuestion {
  /** Error share of a healthy version, 0–1. */
  readonly baseline: number;
  /** Error share of the version one wants to catch. */
  readonly faulty: number;
  /** A healthy version may be aborted with at most this chance. */
  readonly falseAbortMax: number;
  /** A faulty one must be aborted with at least this chance. */
  readonly powerMin: number;
}

/** "Abort when at least `errors` of the first `requests` canary requests fail." */
export interface CanaryRule {
  readonly requests: number;
  readonly errors: number;
  readonly falseAbort: number;
  readonly power: number;
}

/** Requests beyond which no rule is looked for. */
const REQUESTS_MAX = 20_000;

/**
 * The rule that needs the fewest canary requests; null when none of up to 20 000 does. To tell 1 % from 0.1 % at 5 %
 * false aborts and 80 % power: two errors in 299 requests.
 */
export function smallestCanaryRule({ baseline, faulty, falseAbortMax, powerMin }: CanaryQuestion): CanaryRule | null {
  let errors = 1;
  for (let requests = 1; requests <= REQUESTS_MAX; requests++) {
    let falseAbort = binomialAtLeast(requests, baseline, errors);
    // The least number of errors that keeps false aborts rare never falls as requests are added.
    while (falseAbort > falseAbortMax && errors <= requests) falseAbort = binomialAtLeast(requests, baseline, ++errors);
    if (errors > requests) continue;
    const power = binomialAtLeast(requests, faulty, errors);
    if (power >= powerMin) return { requests, errors, falseAbort, power };
  }
  return null;
}

/** Chance that a window of `requests` has an error ratio strictly above the threshold, each failing with `errorShare`. */
export function chanceAboveThreshold(requests: number, errorShare: number, threshold: number): number {
  let errors = Math.floor(requests * threshold);
  while (errors > 0 && errors / requests > threshold) errors--;
  while (errors / requests <= threshold) errors++;
  return binomialAtLeast(requests, errorShare, errors);
}

/** Chance of at least one in `windows` independent windows. */
export function chanceInAny(windows: number, chance: number): number {
  return 1 - integerPower(1 - chance, windows);
}

/** Chance that `requests` show no error at all: a quiet canary proves little. */
export function chanceOfSilence(requests: number, errorShare: number): number {
  return integerPower(1 - errorShare, requests);
}

/** Mean number of requests until `run` of them fail in a row: (1 − p^k) / ((1 − p) p^k) (outlier ejection, probes). */
export function meanUntilConsecutive(failureShare: number, run: number): number {
  const all = integerPower(failureShare, run);
  return failureShare === 1 ? run : (1 - all) / ((1 - failureShare) * all);
}

/** x^n for whole n ≥ 0 by squaring. */
export function integerPower(x: number, n: number): number {
  let result = 1;
  let factor = x;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}
