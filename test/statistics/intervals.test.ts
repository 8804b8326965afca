import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialAtLeast, binomialBelow } from "../../src/experiment/statistics/binomial.ts";
import { intervals } from "../../src/experiment/statistics/intervals.ts";
import {
  correlation,
  independentDifference,
  meanInterval,
  pairedDifference,
} from "../../src/experiment/statistics/meanInterval.ts";
import { wilsonInterval } from "../../src/experiment/statistics/proportionInterval.ts";
import {
  medianInterval,
  medianOf,
  quantileOf,
  quantileRanks,
} from "../../src/experiment/statistics/quantileInterval.ts";
import { stopped } from "../../src/experiment/statistics/stopping.ts";
import { AssertionFailed } from "../../src/kernel/assert.ts";
import { stream } from "../../src/kernel/streams.ts";
import { measure } from "../../src/measures/measure.ts";
import { handmade } from "../record/handmade.ts";

const sample = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 });

describe("the interval of a mean", () => {
  it("is t·s/√n to both sides", () => {
    const { mean, deviation, halfWidth } = meanInterval([1, 2, 3, 4]);
    expect(mean).toBe(2.5);
    expect(deviation).toBeCloseTo(Math.sqrt(5 / 3), 12);
    expect(halfWidth).toBeCloseTo((3.182446305284264 * Math.sqrt(5 / 3)) / 2, 10);
  });

  it("has no width when all values agree, and does not exist for one value", () => {
    expect(meanInterval([0.1, 0.1, 0.1]).halfWidth).toBeCloseTo(0, 15);
    expect(() => meanInterval([1])).toThrow(AssertionFailed);
  });

  it("holds the true mean in 95 of 100 cases", () => {
    const draws = stream("coverage", "normal");
    let held = 0;
    for (let trial = 0; trial < 4000; trial++) {
      const { low, high } = meanInterval(Array.from({ length: 8 }, () => draws.normal()));
      if (low <= 0 && 0 <= high) held++;
    }
    // ± 4 standard errors of a share of 0.95 in 4000 trials.
    expect(Math.abs(held / 4000 - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / 4000));
  });

  it("moves and stretches with the values", () => {
    fc.assert(
      fc.property(
        sample,
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 1, max: 9 }),
        (values, shift, factor) => {
          const before = meanInterval(values);
          const after = meanInterval(values.map((value) => factor * value + shift));
          expect(after.mean).toBeCloseTo(factor * before.mean + shift, 8);
          expect(after.halfWidth).toBeCloseTo(factor * before.halfWidth, 8);
        },
      ),
    );
  });
});

describe("comparing two systems", () => {
  it("finds exactly no difference between a system and itself", () => {
    fc.assert(
      fc.property(sample, (values) => {
        expect(pairedDifference(values, values)).toMatchObject({ mean: 0, halfWidth: 0 });
      }),
    );
  });

  it("changes the sign when the two change places", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ max: 99 }), fc.integer({ max: 99 })), { minLength: 2, maxLength: 20 }),
        (pairs) => {
          const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
          const [forth, back] = [pairedDifference(a, b), pairedDifference(b, a)];
          expect(forth.mean + back.mean).toBeCloseTo(0, 6);
          expect(forth.halfWidth).toBeCloseTo(back.halfWidth, 6);
        },
      ),
    );
  });

  it("is sharper in pairs when the worlds have much in common", () => {
    const world = [10, 20, 30, 40, 50, 60];
    const better = world.map((value, i) => value - 1 - (i % 2));
    expect(correlation(world, better)).toBeGreaterThan(0.99);
    expect(pairedDifference(world, better).low).toBeGreaterThan(0);
    expect(independentDifference(world, better).low).toBeLessThan(0);
    expect(correlation([1, 1], [1, 2])).toBeNull();
  });

  it("refuses pairs that are none", () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow(AssertionFailed);
  });
});

describe("order statistics", () => {
  it("bound the median of ten values by the second and the ninth, at 97.9 %", () => {
    expect(quantileRanks(10, 0.5)).toMatchObject({ lower: 2, upper: 9 });
    expect(quantileRanks(10, 0.5).coverage).toBeCloseTo(1 - 22 / 1024, 12);
  });

  it("cannot bound the median of five values at 95 %", () => {
    expect(quantileRanks(5, 0.5)).toEqual({ lower: null, upper: null, coverage: 1 });
    expect(medianInterval([3, 1, 2, 5, 4])).toMatchObject({ median: 3, low: null, high: null });
  });

  it("never cover less than asked, and the next rank inwards would", () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 200 }), fc.double({ min: 0.2, max: 0.8, noNaN: true }), (n, p) => {
        const { lower, upper, coverage } = quantileRanks(n, p);
        expect(coverage).toBeGreaterThanOrEqual(0.95 - 1e-12);
        if (lower !== null) expect(binomialBelow(n, p, lower + 1)).toBeGreaterThan(0.025);
        if (upper !== null) expect(binomialAtLeast(n, p, upper - 1)).toBeGreaterThan(0.025);
      }),
    );
  });

  it("do not interpolate, except for the middle of an even number", () => {
    expect(quantileOf([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(quantileOf([1, 2, 3, 4], 0.5)).toBe(2);
    expect(quantileOf([1, 2, 3, 4], 0.51)).toBe(3);
    expect(medianOf([4, 1, 3, 2])).toBe(2.5);
  });
});

describe("a share of runs", () => {
  it("has the interval of Wilson", () => {
    const { low, high } = wilsonInterval(8, 10);
    expect(low).toBeCloseTo(0.4901624715, 8);
    expect(high).toBeCloseTo(0.9433178485, 8);
  });

  it("is not certain even when all runs agree", () => {
    expect(wilsonInterval(40, 40)).toMatchObject({ share: 1, high: 1 });
    expect(wilsonInterval(40, 40).low).toBeCloseTo(40 / (40 + 1.959963984540054 ** 2), 10);
    expect(wilsonInterval(0, 40).low).toBe(0);
  });

  it("lies within [0, 1] around the share, the same seen from the other side", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat({ max: 500 }), (tries, some) => {
        const hits = some % (tries + 1);
        const { share, low, high } = wilsonInterval(hits, tries);
        const mirror = wilsonInterval(tries - hits, tries);
        expect(0 <= low && low <= share && share <= high && high <= 1).toBe(true);
        expect(low).toBeCloseTo(1 - mirror.high, 12);
      }),
    );
  });
});

describe("stopping", () => {
  const rule = { pilot: 3, limit: 6, absolute: 0.5, relative: 0, confidence: 0.95 };

  it("stops at the first number of runs that is precise enough, whatever comes after", () => {
    const values = [10, 12, 10, 11.1, 11, 11, 90, -90];
    const told = stopped([10, 10.1, 9.9, 55], rule);
    expect(told).toMatchObject({ reason: "precise", interval: { count: 3 } });
    expect(stopped(values.slice(0, 4), rule)).toBeUndefined();
  });

  it("asks for more until the limit, and then says that it was the limit", () => {
    expect(stopped([1, 9], rule)).toBeUndefined();
    expect(stopped([1, 9, 1, 9, 1], rule)).toBeUndefined();
    expect(stopped([1, 9, 1, 9, 1, 9], rule)).toMatchObject({ reason: "limit", interval: { count: 6 } });
  });

  it("is content at once with a measure that is always 0", () => {
    expect(stopped(new Array(10).fill(0))).toMatchObject({ reason: "precise", interval: { mean: 0 } });
  });
});

describe("intervals of all measures", () => {
  const bad = (errors: number, detectedAt: number | null) => {
    const rollout = { faultAt: 0, detectedAt };
    const run = handmade({ seconds: 10, rollout, traffic: () => ({ ok: 100 - errors, error: errors }) });
    return measure(run, run);
  };

  it("hold one value per seed and their mean, median and interval", () => {
    const told = intervals([bad(1, null), bad(2, null), bad(6, null)]);
    expect(told.bad_requests).toMatchObject({ seeds: 3, mean: 30, median: 20, values: [10, 20, 60] });
    expect(told.bad_requests?.low).toBeLessThan(30);
    expect(told.bad_requests?.high).toBeGreaterThan(30);
  });

  it("are over the seeds in which the measure applies, and absent where it applies in fewer than two", () => {
    const told = intervals([bad(1, 5_000_000), bad(1, null), bad(1, 7_000_000)]);
    expect(told.time_to_detect_s).toMatchObject({ mean: 6, values: [5, null, 7] });
    expect(intervals([bad(1, 5_000_000), bad(1, null)])).not.toHaveProperty("time_to_detect_s");
  });

  it("do not depend on the order of the seeds", () => {
    const [a, b, c] = [bad(1, null), bad(5, null), bad(7, null)];
    const [forth, back] = [intervals([a, b, c]).bad_requests, intervals([c, a, b]).bad_requests];
    expect(forth?.mean).toBe(back?.mean);
    expect(forth?.low).toBeCloseTo(back?.low ?? Number.NaN, 9);
  });
});
