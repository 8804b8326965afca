import { describe, expect, it } from "vitest";
import { sobolIndices } from "../../src/experiment/statistics/sobolIndices.ts";

const at = (point: Float64Array, input: number) => point[input] as number;

describe("Sobol indices", () => {
  const design = { samples: 4096, seed: "sobol" };

  it("give a sum's variance to its terms: x1 + 2 x2 is a fifth x1 and four fifths x2", () => {
    const { first, total, variance, mean } = sobolIndices((x) => at(x, 0) + 2 * at(x, 1), { ...design, inputs: 2 });
    expect(mean).toBeCloseTo(1.5, 2);
    expect(variance).toBeCloseTo(5 / 12, 2);
    for (const shares of [first, total]) {
      expect(shares[0]).toBeCloseTo(0.2, 1.7);
      expect(shares[1]).toBeCloseTo(0.8, 1.7);
    }
  });

  it("give an interaction to the totals only: of x1 x2, centred, nothing belongs to one input alone", () => {
    const product = (x: Float64Array) => (at(x, 0) - 0.5) * (at(x, 1) - 0.5);
    const { first, total } = sobolIndices(product, { ...design, inputs: 2 });
    for (const share of first) expect(Math.abs(share)).toBeLessThan(0.02);
    for (const share of total) expect(share).toBeCloseTo(1, 1.5);
  });

  it("give an input that nothing depends on exactly nothing in total", () => {
    const { first, total } = sobolIndices((x) => at(x, 1), { ...design, inputs: 3 });
    expect(total[0]).toBe(0);
    expect(first[2]).toBe(0);
    expect(total[1]).toBeCloseTo(1, 1.7);
  });

  it("do not change with the unit or the zero of the result", () => {
    const plain = sobolIndices((x) => at(x, 0) * (1 + at(x, 1)), { ...design, inputs: 2 });
    const scaled = sobolIndices((x) => 1000 + 60 * at(x, 0) * (1 + at(x, 1)), { ...design, inputs: 2 });
    plain.first.forEach((share, input) => {
      expect(scaled.first[input]).toBeCloseTo(share, 9);
    });
  });

  it("of a constant are nothing, and of nine inputs are refused", () => {
    expect(sobolIndices(() => 7, { ...design, inputs: 1 }).total).toEqual([0]);
    expect(() => sobolIndices(() => 7, { ...design, inputs: 9 })).toThrow(/1–8/);
  });
});
