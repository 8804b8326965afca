import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantileOf } from "../../src/experiment/statistics/quantileInterval.ts";
import { QuantileSketch } from "../../src/experiment/statistics/quantileSketch.ts";

const values = fc.array(fc.double({ min: 1e-9, max: 2 ** 53, noNaN: true }), { minLength: 1, maxLength: 200 });

function sketchOf(numbers: readonly number[]): QuantileSketch {
  const sketch = new QuantileSketch();
  for (const number of numbers) sketch.add(number);
  return sketch;
}

describe("a quantile sketch", () => {
  it("tells every quantile within one per cent, whatever the values", () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (numbers, p) => {
        const exact = quantileOf(numbers, p);
        const told = sketchOf(numbers).quantile(p) ?? Number.NaN;
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact * 0.01 * (1 + 1e-9));
      }),
    );
  });

  it("is the same however the values are divided and in whatever order they come", () => {
    fc.assert(
      fc.property(values, values, (some, others) => {
        const merged = sketchOf(others);
        merged.merge(sketchOf(some));
        const whole = sketchOf([...some, ...others]);
        expect(merged.counters()).toEqual(whole.counters());
        expect(merged.count).toBe(some.length + others.length);
      }),
    );
  });

  it("counts nothing as nothing, and zeros as exactly zero", () => {
    const sketch = new QuantileSketch();
    expect(sketch.quantile(0.5)).toBeNull();
    sketch.add(0, 3);
    sketch.add(5);
    expect(sketch.quantile(0.75)).toBe(0);
    expect(sketch.quantile(0.76)).toBeCloseTo(5, 1);
  });

  it("does not add up sketches of different accuracy, nor take what has no size", () => {
    expect(() => new QuantileSketch(0.01).merge(new QuantileSketch(0.02))).toThrow(/do not add up/);
    expect(() => new QuantileSketch().add(-1)).toThrow(/no place/);
    expect(() => new QuantileSketch().add(Number.POSITIVE_INFINITY)).toThrow(/no place/);
  });
});
