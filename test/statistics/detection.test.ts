import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialAtLeast, binomialBelow, binomialChances } from "../../src/experiment/statistics/binomial.ts";
import {
  chanceAboveThreshold,
  chanceInAny,
  chanceOfSilence,
  integerPower,
  meanUntilConsecutive,
  smallestCanaryRule,
} from "../../src/experiment/statistics/detection.ts";
import {
  atLeast,
  exposedByBucket,
  exposedByRehash,
  exposedPerRequest,
} from "../../src/experiment/statistics/exposure.ts";
import { mser5 } from "../../src/experiment/statistics/warmup.ts";
import { stream } from "../../src/kernel/streams.ts";
import { sequentialOutcome, sequentialTest } from "../../src/observe/statistics/sequentialTest.ts";

const chance = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe("the binomial law", () => {
  it("is Pascal's triangle for a fair coin", () => {
    expect([...binomialChances(4, 0.5)].map((x) => x * 16)).toEqual([1, 4, 6, 4, 1]);
  });

  it("does not underflow where (1 − p)^n does", () => {
    expect(binomialAtLeast(3000, 0.5, 1500)).toBeCloseTo(0.5 + (binomialChances(3000, 0.5)[1500] as number) / 2, 12);
  });

  it("adds up to one, and its mean is np", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), chance, fc.nat({ max: 400 }), (n, p, k) => {
        const mean = binomialChances(n, p).reduce((sum, x, i) => sum + i * x, 0);
        expect(mean).toBeCloseTo(n * p, 8);
        expect(binomialAtLeast(n, p, k) + binomialBelow(n, p, k)).toBeCloseTo(1, 10);
      }),
    );
  });

  it("is certain for chances of 0 and 1", () => {
    expect(binomialAtLeast(5, 0, 1)).toBe(0);
    expect(binomialAtLeast(5, 1, 5)).toBe(1);
  });
});

describe("a canary's power to tell", () => {
  const question = { baseline: 0.01, faulty: 0.2, falseAbortMax: 0.05, powerMin: 0.8 };

  it("gives the smallest rule that keeps both promises", () => {
    const rule = smallestCanaryRule(question);
    expect(rule).not.toBeNull();
    if (rule === null) return;
    expect(rule.falseAbort).toBeLessThanOrEqual(0.05);
    expect(rule.power).toBeGreaterThanOrEqual(0.8);
    for (let n = 1; n < rule.requests; n++) {
      for (let m = 1; m <= n; m++) {
        const keeps = binomialAtLeast(n, 0.01, m) <= 0.05 && binomialAtLeast(n, 0.2, m) >= 0.8;
        expect(keeps, `${m} of ${n}`).toBe(false);
      }
    }
  });

  it("has none when the versions do not differ", () => {
    expect(smallestCanaryRule({ ...question, baseline: 0, faulty: 0 })).toBeNull();
  });

  it("alarms on strictly more than the threshold", () => {
    expect(chanceAboveThreshold(10, 0.5, 0.9)).toBeCloseTo(1 / 1024, 12);
    expect(chanceAboveThreshold(10, 0.5, 0.89)).toBeCloseTo(11 / 1024, 12);
    expect(chanceAboveThreshold(10, 0.5, 1)).toBe(0);
  });

  it("is silent by chance", () => {
    expect(chanceOfSilence(2, 0.5)).toBe(0.25);
    expect(chanceInAny(2, 0.5)).toBe(0.75);
    expect(integerPower(3, 13)).toBe(1_594_323);
  });

  it("waits for failures in a row as coin tosses do", () => {
    expect(meanUntilConsecutive(0.5, 3)).toBe(14);
    expect(meanUntilConsecutive(1, 5)).toBe(5);
  });
});

describe("the sequential test", () => {
  const test = sequentialTest({ healthy: 0.05, faulty: 0.3, alpha: 0.05, beta: 0.1 });

  it("follows the same path as playing it out", () => {
    const draws = stream("sequential", "requests");
    const trials = 20_000;
    let requests = 0;
    let condemned = 0;
    for (let trial = 0; trial < trials; trial++) {
      let ratio = 0;
      while (ratio > test.lower && ratio < test.upper) {
        ratio += draws.uniform() < 0.3 ? test.perError : test.perSuccess;
        requests++;
      }
      if (ratio >= test.upper) condemned++;
    }
    const exact = sequentialOutcome(test, 0.3);
    expect(Math.abs(condemned / trials - exact.condemned)).toBeLessThan(4 * Math.sqrt(0.25 / trials));
    expect(Math.abs(requests / trials / exact.meanRequests - 1)).toBeLessThan(0.03);
  });

  it("condemns the faulty and passes the healthy about as surely as asked", () => {
    expect(sequentialOutcome(test, 0.3).condemned).toBeGreaterThan(0.9);
    expect(sequentialOutcome(test, 0.05).condemned).toBeLessThan(0.05);
  });
});

describe("exposure in closed form", () => {
  const steps = fc.array(fc.record({ weight: chance, duration: fc.double({ min: 1, max: 500, noNaN: true }) }), {
    minLength: 1,
    maxLength: 5,
  });

  it("is least with fixed buckets, more when dealt anew, most per request", () => {
    fc.assert(
      fc.property(steps, (given) => {
        const rising = [...given].sort((a, b) => a.weight - b.weight);
        const [bucket, anew, request] = [exposedByBucket, exposedByRehash, exposedPerRequest].map((f) =>
          f(0.005, rising),
        ) as [number, number, number];
        expect(bucket).toBeLessThanOrEqual(anew + 1e-12);
        expect(anew).toBeLessThanOrEqual(request + 1e-12);
        expect(bucket).toBeLessThanOrEqual(Math.max(...rising.map(({ weight }) => weight)));
      }),
    );
  });

  it("does not change when a step is split in two", () => {
    const whole = [{ weight: 0.2, duration: 600 }];
    const halves = [
      { weight: 0.2, duration: 300 },
      { weight: 0.2, duration: 300 },
    ];
    expect(exposedByBucket(0.005, halves)).toBeCloseTo(exposedByBucket(0.005, whole), 12);
    expect(exposedPerRequest(0.005, halves)).toBeCloseTo(exposedPerRequest(0.005, whole), 12);
    expect(exposedByRehash(0.005, halves)).toBeGreaterThan(exposedByRehash(0.005, whole));
  });

  it("keeps the digits of small chances", () => {
    expect(atLeast(3, 1e-4) / 1e-12).toBeCloseTo(1 / 6, 4);
    expect(atLeast(1, 50)).toBeCloseTo(1, 12);
    expect(atLeast(2, 3)).toBeCloseTo(1 - 4 * Math.exp(-3), 12);
  });
});

describe("the end of a warm-up", () => {
  const noise = stream("warm-up", "noise");
  const settled = Array.from({ length: 200 }, () => noise.normal());
  const biased = settled.map((value, i) => value + (i < 40 ? 20 : 0));

  it("is found where the bias ends", () => {
    expect(mser5(biased).observations).toBe(40);
    expect(mser5(biased).isSettled).toBe(true);
  });

  it("does not move with a constant or a factor", () => {
    expect(mser5(biased.map((value) => value + 1000)).observations).toBe(40);
    expect(mser5(biased.map((value) => value * -3)).observations).toBe(40);
  });

  it("is not there yet when the whole series still falls", () => {
    expect(mser5(Array.from({ length: 100 }, (_, i) => 1000 - i)).isSettled).toBe(false);
  });
});
