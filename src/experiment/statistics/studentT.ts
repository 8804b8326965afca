import { assert } from "../../kernel/assert.ts";
import { incompleteBeta } from "./beta.ts";

/** The chance that Student's t with `df` > 0 degrees of freedom (a fraction is allowed) lies within ±t. */
export function studentWithin(t: number, df: number): number {
  return incompleteBeta((t * t) / (df + t * t), 0.5, df / 2);
}

/** The t below which a share `p` of Student's law lies, 0 < p < 1. `studentQuantile(0.975, 9)` is 2.262… */
export function studentQuantile(p: number, df: number): number {
  assert(p > 0 && p < 1 && df > 0, `no Student quantile for p ${p}, df ${df}`);
  if (p < 0.5) return -studentQuantile(1 - p, df);
  const within = 2 * p - 1;
  let low = 0;
  let high = 1;
  while (studentWithin(high, df) < within) {
    low = high;
    high *= 2;
  }
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (studentWithin(middle, df) < within) low = middle;
    else high = middle;
  }
}
