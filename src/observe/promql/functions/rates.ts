import type { Invocation } from "../invocation.ts";
import type { Samples } from "../series.ts";
import { ExactSum } from "../sum.ts";
import { overRange, SECOND_IN_MICROS } from "./definition.ts";

/** How the increase of a range is worked out: with counter resets and per second, or not. */
interface Kind {
  readonly isCounter: boolean;
  readonly perSecond: boolean;
}

/**
 * Growth over a range, extrapolated to its edges (`promql/functions.go:extrapolatedRate`). Undefined with fewer than two
 * samples: no result is not zero.
 *
 * Worked example: a counter scraped every 15 s gives 0, 30, 60, 90 at 10, 25, 40, 55 s; `increase(…[1m])` at 60 s. The
 * samples grow by 90 in 45 s. The edges are 10 s and 5 s away, both nearer than 1.1 × 15 s, so the growth would go on to
 * them — but the counter was 0 at its first sample and cannot have been less before: nothing is added at the start.
 * 90 · (45 + 0 + 5) / 45 = 100.
 */
function extrapolated({ times, values, from, to }: Samples, { isCounter, perSecond }: Kind): number | undefined {
  const count = times.length;
  if (count < 2) return undefined;
  const first = values[0] as number;
  let growth = (values[count - 1] as number) - first;
  if (isCounter) {
    for (let i = 1; i < count; i++) {
      const before = values[i - 1] as number;
      if ((values[i] as number) < before) growth += before;
    }
  }
  const sampled = (times[count - 1] as number) - (times[0] as number);
  const spacing = sampled / (count - 1);
  const near = spacing * 1.1;
  let toStart = (times[0] as number) - from;
  let toEnd = to - (times[count - 1] as number);
  if (toStart >= near) toStart = spacing / 2;
  if (isCounter && growth > 0 && first >= 0) toStart = Math.min(toStart, sampled * (first / growth));
  if (toEnd >= near) toEnd = spacing / 2;
  const whole = growth * ((sampled + toStart + toEnd) / sampled);
  return perSecond ? whole / ((to - from) / SECOND_IN_MICROS) : whole;
}

/** Growth between the last two samples. */
function instant({ times, values }: Samples, { isCounter, perSecond }: Kind): number | undefined {
  const last = times.length - 1;
  if (last < 1) return undefined;
  const [before, now] = [values[last - 1] as number, values[last] as number];
  const growth = isCounter && now < before ? now : now - before;
  const span = ((times[last] as number) - (times[last - 1] as number)) / SECOND_IN_MICROS;
  return perSecond ? growth / span : growth;
}

function countSteps({ values }: Samples, counts: (before: number, now: number) => boolean): number {
  let steps = 0;
  for (let i = 1; i < values.length; i++) if (counts(values[i - 1] as number, values[i] as number)) steps++;
  return steps;
}

interface Line {
  readonly slope: number;
  /** Value at the origin. */
  readonly intercept: number;
}

/** Least squares over the samples, time in seconds from `origin` (`promql/functions.go:linearRegression`). */
function regression({ times, values }: Samples, origin: number): Line {
  const first = values[0] as number;
  if (values.every((value) => value === first)) {
    return Number.isFinite(first) ? { slope: 0, intercept: first } : { slope: Number.NaN, intercept: Number.NaN };
  }
  const [x, y, xy, xx] = [new ExactSum(), new ExactSum(), new ExactSum(), new ExactSum()];
  times.forEach((time, i) => {
    const at = (time - origin) / SECOND_IN_MICROS;
    const value = values[i] as number;
    x.add(at);
    y.add(value);
    xy.add(at * value);
    xx.add(at * at);
  });
  const count = times.length;
  const slope = (xy.value - (x.value * y.value) / count) / (xx.value - (x.value * x.value) / count);
  return { slope, intercept: y.value / count - (slope * x.value) / count };
}

/** Holt's linear smoothing (`funcDoubleExponentialSmoothing`). */
function smoothed({ values }: Samples, invocation: Invocation): number | undefined {
  const [factor, trendFactor] = [invocation.number(1), invocation.number(2)];
  if (values.length < 2) return undefined;
  let before = Number.NaN;
  let level = values[0] as number;
  let trend = (values[1] as number) - level;
  for (let i = 1; i < values.length; i++) {
    if (i > 1) trend = trendFactor * (level - before) + (1 - trendFactor) * trend;
    before = level;
    level = factor * (values[i] as number) + (1 - factor) * (level + trend);
  }
  return level;
}

export const rates = {
  rate: overRange(["matrix"], (samples) => extrapolated(samples, { isCounter: true, perSecond: true })),
  increase: overRange(["matrix"], (samples) => extrapolated(samples, { isCounter: true, perSecond: false })),
  delta: overRange(["matrix"], (samples) => extrapolated(samples, { isCounter: false, perSecond: false })),
  irate: overRange(["matrix"], (samples) => instant(samples, { isCounter: true, perSecond: true })),
  idelta: overRange(["matrix"], (samples) => instant(samples, { isCounter: false, perSecond: false })),
  resets: overRange(["matrix"], (samples) => countSteps(samples, (before, now) => now < before)),
  changes: overRange(["matrix"], (samples) =>
    countSteps(samples, (before, now) => now !== before && !(Number.isNaN(now) && Number.isNaN(before))),
  ),
  deriv: overRange(["matrix"], (samples) =>
    samples.times.length < 2 ? undefined : regression(samples, samples.times[0] as number).slope,
  ),
  predict_linear: overRange(["matrix", "scalar"], (samples, invocation) => {
    if (samples.times.length < 2) return undefined;
    const { slope, intercept } = regression(samples, invocation.context.at);
    return slope * invocation.number(1) + intercept;
  }),
  double_exponential_smoothing: overRange(["matrix", "scalar", "scalar"], smoothed),
};
