/** Halvings of the interval at most; Brent's method needs a few dozen. */
const STEPS_MAX = 1000;
const EPSILON = 2.220446049250313e-16;

/**
 * A zero of `f` between `low` and `high`, where it changes its sign: Brent's method (1973, "zeroin") with a tolerance of
 * ± `tolerance` / 2, as R's `uniroot` finds it. Where f is a step function the answer depends on the tolerance, so that
 * whoever compares with R must take the same one. Without a change of sign: the end at which f is nearer to 0.
 */
export function findRoot(
  f: (x: number) => number,
  { low, high, tolerance }: { readonly low: number; readonly high: number; readonly tolerance: number },
): number {
  let [before, best] = [low, high];
  let [fBefore, fBest] = [f(low), f(high)];
  if (fBefore === 0) return low;
  if (fBest === 0) return high;
  if (fBefore > 0 === fBest > 0) return Math.abs(fBefore) < Math.abs(fBest) ? low : high;
  let [other, fOther] = [before, fBefore];
  for (let i = 0; i <= STEPS_MAX; i++) {
    const last = best - before;
    if (Math.abs(fOther) < Math.abs(fBest)) {
      [before, best, other] = [best, other, best];
      [fBefore, fBest, fOther] = [fBest, fOther, fBest];
    }
    const least = 2 * EPSILON * Math.abs(best) + tolerance / 2;
    const half = (other - best) / 2;
    if (Math.abs(half) <= least || fBest === 0) return best;
    let step = half;
    if (Math.abs(last) >= least && Math.abs(fBefore) > Math.abs(fBest)) {
      step = interpolated({ before, best, other, fBefore, fBest, fOther, last, least }) ?? half;
    }
    if (Math.abs(step) < least) step = step > 0 ? least : -least;
    [before, fBefore] = [best, fBest];
    best += step;
    fBest = f(best);
    if (fBest > 0 === fOther > 0) [other, fOther] = [before, fBefore];
  }
  return best;
}

interface Bracket {
  readonly before: number;
  readonly best: number;
  readonly other: number;
  readonly fBefore: number;
  readonly fBest: number;
  readonly fOther: number;
  readonly last: number;
  readonly least: number;
}

/** The step of the secant or of the inverse parabola; null when it is no better than halving. */
function interpolated({ before, best, other, fBefore, fBest, fOther, last, least }: Bracket): number | null {
  const width = other - best;
  const toBefore = fBest / fBefore;
  let p: number;
  let q: number;
  if (before === other) {
    p = width * toBefore;
    q = 1 - toBefore;
  } else {
    const ratio = fBefore / fOther;
    const toOther = fBest / fOther;
    p = toBefore * (width * ratio * (ratio - toOther) - (best - before) * (toOther - 1));
    q = (ratio - 1) * (toOther - 1) * (toBefore - 1);
  }
  if (p > 0) q = -q;
  else p = -p;
  const isInside = p < 0.75 * width * q - Math.abs(least * q) / 2 && p < Math.abs((last * q) / 2);
  return isInside ? p / q : null;
}
