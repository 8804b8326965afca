import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  COARSE_BINS,
  coarseBin,
  coarseBinStart,
  FINE_BINS,
  fineBin,
  fineBinMiddle,
  fineBinStart,
  LATENCY_MAX,
  latencyQuantile,
} from "../../src/record/latency.ts";

const latency = fc.integer({ min: 0, max: LATENCY_MAX });

describe("the latency bins", () => {
  it("hold every latency between their limits, in order", () => {
    fc.assert(
      fc.property(latency, (value) => {
        const bin = fineBin(value);
        expect(fineBinStart(bin)).toBeLessThanOrEqual(value);
        expect(fineBinStart(bin + 1)).toBeGreaterThan(value);
        const coarse = coarseBin(bin);
        expect(coarseBinStart(coarse)).toBeLessThanOrEqual(value);
        expect(coarseBinStart(coarse + 1)).toBeGreaterThan(value);
      }),
    );
    expect(fineBin(0)).toBe(0);
    expect(fineBin(300)).toBe(128 + 150);
    expect(fineBin(LATENCY_MAX)).toBe(FINE_BINS - 1);
    expect(fineBin(Number.POSITIVE_INFINITY)).toBe(FINE_BINS - 1);
    expect(coarseBin(FINE_BINS - 1)).toBe(COARSE_BINS - 1);
  });

  it("are never wider than 0.8 %, so that their middle is at most 0.4 % off", () => {
    fc.assert(
      fc.property(latency, (value) => {
        expect(Math.abs(fineBinMiddle(fineBin(value)) - value)).toBeLessThanOrEqual(0.004 * value);
      }),
    );
  });

  it("give the quantile that sorting gives, to the width of a bin", () => {
    const values = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (sample, p) => {
        const bins = new Uint32Array(FINE_BINS);
        for (const value of sample) bins[fineBin(value)] = (bins[fineBin(value)] as number) + 1;
        const sorted = [...sample].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(sample.length * p)) - 1] as number;
        expect(fineBin(Math.floor(latencyQuantile(bins, p) as number))).toBe(fineBin(exact));
      }),
    );
    expect(latencyQuantile(new Uint32Array(FINE_BINS), 0.5)).toBeNull();
  });
});
