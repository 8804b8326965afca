import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../src/kernel/normalQuantile.ts";
import { type Classification, canaryScore, classifyMetric } from "../../src/observe/statistics/canaryJudge.ts";
import { findRoot } from "../../src/observe/statistics/findRoot.ts";
import { locationShift, superiority } from "../../src/observe/statistics/mannWhitney.ts";
import { mixtureTest } from "../../src/observe/statistics/mixtureTest.ts";
import { normalAbove } from "../../src/observe/statistics/normalLaw.ts";
import { playSequentialTest, sequentialTest } from "../../src/observe/statistics/sequentialTest.ts";
import { sampleSizePerSide, twoProportions } from "../../src/observe/statistics/twoProportions.ts";

const JUDGEMENT = {
  tolerance: 0.25,
  confidence: 0.98,
  direction: "either",
  critical: false,
  mustHaveData: false,
  nan: "remove",
  effect: [1, 1],
  criticalEffect: [1, 1],
  measure: "meanRatio",
} as const;

describe("the normal law", () => {
  it("gives back the share whose quantile it is asked for, from the middle to far out", () => {
    for (const above of [0.5, 0.3, 0.1, 0.025, 1e-3, 1e-6, 1e-12, 1e-15]) {
      expect(normalAbove(-normalQuantile(above)) / above).toBeCloseTo(1, 11);
    }
    expect(normalAbove(-2) + normalAbove(2)).toBeCloseTo(1, 15);
  });
});

describe("two proportions", () => {
  it("are the other way round when the sides are exchanged", () => {
    const tally = fc
      .integer({ min: 1, max: 2000 })
      .chain((tries) => fc.record({ tries: fc.constant(tries), successes: fc.integer({ min: 0, max: tries }) }));
    fc.assert(
      fc.property(tally, tally, (a, b) => {
        const [there, back] = [twoProportions(a, b), twoProportions(b, a)];
        expect(there.z).toBeCloseTo(-back.z, 9);
        expect(there.low).toBeCloseTo(-back.high, 9);
        expect(there.twoSided).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("differ by nothing when nothing varies", () => {
    expect(twoProportions({ successes: 0, tries: 9 }, { successes: 0, tries: 4 })).toMatchObject({ z: 0, twoSided: 1 });
  });

  it("need four times the sample for half the effect, nearly", () => {
    const size = (effect: number) => sampleSizePerSide({ base: 0.2, effect, alpha: 0.05, power: 0.8 });
    expect(size(0.01) / size(0.02)).toBeCloseTo(4, 0);
  });

  it("of unequal sides are worth fewer pairs than the larger side has", () => {
    const even = mixtureTest({ successes: 100, tries: 1000 }, { successes: 150, tries: 1000 }, 0.01);
    const uneven = mixtureTest({ successes: 1000, tries: 10_000 }, { successes: 150, tries: 1000 }, 0.01);
    expect(uneven.likelihoodRatio).toBeGreaterThan(even.likelihoodRatio);
    const huge = mixtureTest({ successes: 1000, tries: 10_000 }, { successes: 1500, tries: 10_000 }, 0.01);
    expect(uneven.likelihoodRatio).toBeLessThan(huge.likelihoodRatio);
  });
});

describe("Wald's test, played", () => {
  it("stops at its bound and does not look further", () => {
    const test = sequentialTest({ healthy: 0.01, faulty: 0.05, alpha: 0.01, beta: 0.1 });
    const failures = [true, true, true, false, false];
    expect(playSequentialTest(test, failures)).toMatchObject({ verdict: "faulty", requests: 3 });
    expect(playSequentialTest(test, failures.slice(0, 2))).toMatchObject({ verdict: "open", requests: 2 });
  });
});

describe("finding a root", () => {
  it("finds it within the tolerance, wherever it is", () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (at) => {
        const root = findRoot((x) => (x - at) * (1 + (x - at) * (x - at)), { low: -60, high: 70, tolerance: 1e-6 });
        expect(Math.abs(root - at)).toBeLessThan(1e-6);
      }),
    );
  });
});

const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 4, maxLength: 30 });

describe("the rank-sum interval", () => {
  it("holds its estimate, and a sample that moves up is above more often", () => {
    fc.assert(
      fc.property(values, values, fc.integer({ min: -20, max: 20 }), (experiment, control, by) => {
        const before = locationShift(experiment, control, 0.95);
        expect(before.low).toBeLessThanOrEqual(before.high + 1e-3);
        expect(before.estimate).toBeGreaterThanOrEqual(before.low - 1e-3);
        expect(before.estimate).toBeLessThanOrEqual(before.high + 1e-3);
        if (by > 0)
          expect(
            superiority(
              experiment.map((v) => v + by),
              control,
            ),
          ).toBeGreaterThanOrEqual(superiority(experiment, control));
      }),
    );
  });

  it("agrees with R's wilcox.test on its own example of two samples", () => {
    const depth = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const term = [1.15, 0.88, 0.9, 0.74, 1.21];
    const { estimate } = locationShift(depth, term, 0.95);
    expect(estimate).toBeCloseTo(0.305, 1);
  });
});

describe("the canary judge", () => {
  const control = [10, 11, 12, 10, 11, 12, 10, 11];

  it("calls a shift high or low only in the direction it was asked for", () => {
    const double = control.map((value) => 2 * value);
    expect(classifyMetric(double, control, JUDGEMENT).classification).toBe("High");
    expect(classifyMetric(control, double, JUDGEMENT).classification).toBe("Low");
    expect(classifyMetric(double, control, { ...JUDGEMENT, direction: "decrease" }).classification).toBe("Pass");
  });

  it("cares for the size of a difference, not only that there is one", () => {
    const little = control.map((value) => value * 1.5);
    expect(classifyMetric(little, control, { ...JUDGEMENT, effect: [0.5, 1.4] }).classification).toBe("High");
    expect(classifyMetric(little, control, { ...JUDGEMENT, effect: [0.5, 1.6] }).classification).toBe("Pass");
  });

  it("tells missing data that is required from missing data that is not", () => {
    const of = (more: object) => classifyMetric([], control, { ...JUDGEMENT, ...more }).classification;
    expect([of({}), of({ mustHaveData: true }), of({ nan: "replace" })]).toEqual([
      "Nodata",
      "NodataFailMetric",
      "Pass",
    ]);
  });

  it("scores nothing when half of the metrics say nothing", () => {
    const metric = (classification: Classification) => ({ classification, critical: false, groups: ["all"] });
    const [pass, none, high] = [metric("Pass"), metric("Nodata"), metric("High")];
    expect(canaryScore([pass, none], new Map())).toBe(0);
    expect(canaryScore([pass, pass, none], new Map())).toBe(100);
    expect(canaryScore([pass, pass, high], new Map())).toBe(66.67);
    expect(canaryScore([pass, { ...high, critical: true }], new Map())).toBe(0);
  });
});
