import { assert } from "../../kernel/assert.ts";
import { exp, log } from "../../kernel/math.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** B_2k / (2k (2k−1)) for k = 1, 2, …: Stirling's series. */
const STIRLING: readonly number[] = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];
const FRACTION_STEPS = 10_000;
const TINY = 1e-300;

/** log Γ(x) for x > 0, to about 1e−15. */
export function logGamma(x: number): number {
  // Γ(x) = Γ(x + n) / (x (x+1) … (x+n−1)); Stirling's series is exact to a double from 15 on.
  let shifted = x;
  let product = 1;
  while (shifted < 15) product *= shifted++;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series / (shifted * shifted) + (STIRLING[k] as number);
  return (shifted - 0.5) * log(shifted) - shifted + HALF_LOG_TWO_PI + series / shifted - log(product);
}

/** Regularized incomplete beta function I_x(a, b), 0 ≤ x ≤ 1, a, b > 0: continued fraction of Lentz and Thompson–Barnett. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast left of the mean; right of it the mirrored one does.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(1 - x)) / a;
  return front / continuedFraction(x, a, b);
}

/** The denominator 1 + d1/(1 + d2/(1 + …)) of Abramowitz & Stegun 26.5.8. */
function continuedFraction(x: number, a: number, b: number): number {
  let value = 1;
  let c = 1;
  let d = 0;
  for (let i = 1; i < FRACTION_STEPS; i++) {
    const m = i >> 1;
    const term =
      i % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + term * d);
    c = nonZero(1 + term / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) return value;
  }
  assert(false, `the incomplete beta function did not converge at x ${x}, a ${a}, b ${b}`);
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
