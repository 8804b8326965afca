import { normalQuantile } from "../../kernel/normalQuantile.ts";
import { findRoot } from "./findRoot.ts";
import { ranks } from "./ranks.ts";

/** R's `wilcox.test` looks for the ends of the interval this exactly; with many ties the answer depends on it. */
const TOLERANCE = 1e-4;

/** By how much one sample lies above another. */
export interface LocationShift {
  /** Hodges & Lehmann's estimate of the shift. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The shift of `experiment` against `control` with its asymptotic interval by the rank-sum test of Mann & Whitney
 * (R `wilcox.test(conf.int = TRUE, exact = FALSE)`): the shifts that the test would not reject, corrected for ties and
 * continuity. Two samples without any spread are as far apart as their values.
 */
export function locationShift(
  experiment: readonly number[],
  control: readonly number[],
  confidence: number,
): LocationShift {
  const low = leastOf(experiment) - mostOf(control);
  const high = mostOf(experiment) - leastOf(control);
  if (low === high) return { estimate: low, low, high };
  const statistic = (shift: number) => standardized(experiment, control, shift);
  const quantile = normalQuantile((1 - confidence) / 2);
  const root = (z: number) => {
    if (statistic(low) - z <= 0) return low;
    if (statistic(high) - z >= 0) return high;
    return findRoot((shift) => statistic(shift) - z, { low, high, tolerance: TOLERANCE });
  };
  return { estimate: root(0), low: root(-quantile), high: root(quantile) };
}

/** The rank sum of `experiment` − shift among both samples, in standard deviations from its mean. */
function standardized(experiment: readonly number[], control: readonly number[], shift: number): number {
  const [n, m] = [experiment.length, control.length];
  const { of, ties } = ranks([...experiment.map((value) => value - shift), ...control]);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += of[i] as number;
  const distance = sum - (n * (n + 1)) / 2 - (n * m) / 2;
  const correction = distance > 0 ? 0.5 : distance < 0 ? -0.5 : 0;
  const deviation = Math.sqrt(((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1))));
  return deviation > 0 ? (distance - correction) / deviation : 0;
}

/** Chance that a value of `experiment` is above one of `control`, ties counted half (Vargha & Delaney 2000). */
export function superiority(experiment: readonly number[], control: readonly number[]): number {
  const [n, m] = [experiment.length, control.length];
  const { of } = ranks([...experiment, ...control]);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += of[i] as number;
  return (2 * sum - n * (n + 1)) / (2 * n * m);
}

function leastOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function mostOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
