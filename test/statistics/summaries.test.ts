import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialAtLeast, binomialBelow } from "../../src/experiment/statistics/binomial.ts";
import { bcaInterval, skewnessOf } from "../../src/experiment/statistics/bootstrap.ts";
import { holm } from "../../src/experiment/statistics/holm.ts";
import { meanInterval } from "../../src/experiment/statistics/meanInterval.ts";
import { clopperPearson, ruleOfThree, wilsonInterval } from "../../src/experiment/statistics/proportionInterval.ts";
import { stream } from "../../src/kernel/streams.ts";

describe("the bootstrap of a mean", () => {
  const exponential = (name: string, n: number) => {
    const draws = stream("bootstrap-test", name);
    return Array.from({ length: n }, () => draws.exponential());
  };

  it("reaches further to the long side of skewed values, unlike t", () => {
    const values = exponential("skewed", 40).map((value) => value * value * value);
    const { mean, high: symmetric } = meanInterval(values);
    const { low, high } = bcaInterval(values, { seed: "a" });
    expect(skewnessOf(values)).toBeGreaterThan(2);
    expect(high - mean).toBeGreaterThan(1.3 * (mean - low));
    expect(high).toBeGreaterThan(symmetric);
  });

  it("agrees with t where nothing is skewed and there are many values", () => {
    const draws = stream("bootstrap-test", "normal");
    const values = Array.from({ length: 400 }, () => draws.normal());
    const [t, b] = [meanInterval(values), bcaInterval(values, { seed: "a" })];
    expect(Math.abs(b.low - t.low)).toBeLessThan(0.15 * t.halfWidth);
    expect(Math.abs(b.high - t.high)).toBeLessThan(0.15 * t.halfWidth);
  });

  it("holds the true mean of exponential values about as often as it says", () => {
    let held = 0;
    for (let trial = 0; trial < 300; trial++) {
      const { low, high } = bcaInterval(exponential(`coverage-${trial}`, 30), { seed: `${trial}`, resamples: 500 });
      if (low <= 1 && 1 <= high) held++;
    }
    // BCa of 30 exponential values covers some 93 %; four standard errors around it.
    expect(held / 300).toBeGreaterThan(0.93 - 4 * Math.sqrt((0.93 * 0.07) / 300));
  });

  it("is decided by its seed, and has no width where nothing varies", () => {
    const values = exponential("seeded", 20);
    expect(bcaInterval(values, { seed: "x" })).toEqual(bcaInterval(values, { seed: "x" }));
    expect(bcaInterval(values, { seed: "x" })).not.toEqual(bcaInterval(values, { seed: "y" }));
    expect(bcaInterval([3, 3, 3], { seed: "x" })).toEqual({ low: 3, high: 3 });
  });

  it("moves and stretches with the values, and skewness does neither", () => {
    const values = exponential("moved", 25);
    const moved = values.map((value) => 4 * value + 16);
    const [before, after] = [bcaInterval(values, { seed: "m" }), bcaInterval(moved, { seed: "m" })];
    expect(after.low).toBeCloseTo(4 * before.low + 16, 10);
    expect(after.high).toBeCloseTo(4 * before.high + 16, 10);
    expect(skewnessOf(moved)).toBeCloseTo(skewnessOf(values), 10);
    expect(skewnessOf([1, 2, 3])).toBeCloseTo(0, 12);
    expect(skewnessOf([0, 0, 0, 1])).toBeCloseTo(1.1547005383792517, 12);
  });
});

describe("the exact interval of a share", () => {
  it("ends where the counts seen, or further ones, have a chance of 2.5 %", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 60 }), (tries, some) => {
        const hits = some % (tries + 1);
        const { low, high } = clopperPearson(hits, tries);
        if (hits > 0) expect(binomialAtLeast(tries, low, hits)).toBeCloseTo(0.025, 9);
        else expect(low).toBe(0);
        if (hits < tries) expect(binomialBelow(tries, high, hits + 1)).toBeCloseTo(0.025, 9);
        else expect(high).toBe(1);
      }),
    );
  });

  it("is 44.4 % to 97.5 % for eight of ten, and holds Wilson's", () => {
    const exact = clopperPearson(8, 10);
    expect(exact.low).toBeCloseTo(0.44390453765, 8);
    expect(exact.high).toBeCloseTo(0.97478928, 6);
    const wilson = wilsonInterval(8, 10);
    expect(exact.low < wilson.low && wilson.high < exact.high).toBe(true);
  });

  it("bounds what never happened by a little less than three in n", () => {
    expect(ruleOfThree(1)).toBeCloseTo(0.95, 12);
    expect(ruleOfThree(40)).toBeCloseTo(1 - 0.05 ** (1 / 40), 12);
    expect(ruleOfThree(1000) * 1000).toBeGreaterThan(2.98);
    expect(ruleOfThree(1000)).toBeLessThan(0.003);
  });
});

describe("Holm's correction", () => {
  it("asks most of the smallest chance and never less of a larger one", () => {
    expect(holm([0.01, 0.04, 0.03]).map((p) => Math.round(p * 1e12) / 1e12)).toEqual([0.03, 0.06, 0.06]);
    expect(holm([0.7, 0.8])).toEqual([1, 1]);
    expect(holm([0.02])).toEqual([0.02]);
  });

  it("keeps the order, lies between no correction and Bonferroni's, and does not depend on the order given", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }), (chances) => {
        const adjusted = holm(chances);
        for (const [i, p] of chances.entries()) {
          const q = adjusted[i] as number;
          expect(q >= p && q <= Math.min(1, p * chances.length) + 1e-12).toBe(true);
          for (const [j, other] of chances.entries())
            if (p < other) expect(q).toBeLessThanOrEqual(adjusted[j] as number);
        }
        expect([...holm([...chances].reverse())].reverse()).toEqual(adjusted);
      }),
    );
  });
});
