import tychei from "seedrandom/lib/tychei.js";
import { describe, expect, it } from "vitest";
import { meanOf, quantileOf, sampler } from "../../src/kernel/distributions.ts";
import type { Law } from "../../src/kernel/law.ts";
import { stream } from "../../src/kernel/streams.ts";

const LAWS: readonly Law[] = [
  { law: "deterministic", value: 7 },
  { law: "uniform", low: 2, high: 6 },
  { law: "exponential", mean: 3 },
  { law: "lognormal", median: 20, sigma: 0.6 },
  { law: "gamma", shape: 4, mean: 10 },
  { law: "gamma", shape: 0.5, mean: 10 },
  { law: "empirical", values: [1, 2, 2, 9, 30] },
];

describe("a stream", () => {
  it("is the package's tychei, draw for draw", () => {
    const reference = tychei("7/arrivals", { state: true });
    const own = stream("7", "arrivals");
    for (let i = 0; i < 1000; i++) expect(own.bits()).toBe(reference.int32());
  });

  it("depends on seed and name alone", () => {
    const draws = (seed: string, name: string) =>
      Array.from({ length: 8 }, (_, i) => i).map(
        (
          (s) => () =>
            s.bits()
        )(stream(seed, name)),
      );
    expect(draws("1", "users")).toEqual(draws("1", "users"));
    expect(draws("1", "users")).not.toEqual(draws("2", "users"));
    expect(draws("1", "users")).not.toEqual(draws("1", "luck"));
  });

  it("fills the cells of the exponential and the normal law evenly", () => {
    const cells = 200;
    const n = 400_000;
    const exponential: Law = { law: "exponential", mean: 1 };
    const normalAsLognormal: Law = { law: "lognormal", median: 1, sigma: 1 };
    for (const law of [exponential, normalAsLognormal]) {
      const limits = Array.from({ length: cells - 1 }, (_, i) => quantileOf(law, (i + 1) / cells) as number);
      const counts = new Uint32Array(cells);
      const source = stream("cells", law.law);
      const draw = sampler(law);
      for (let i = 0; i < n; i++) count(counts, cellOf(limits, draw.sample(source)));
      const expected = n / cells;
      const chiSquare = counts.reduce((sum, inCell) => sum + (inCell - expected) ** 2 / expected, 0);
      expect(Math.abs(chiSquare - (cells - 1)), law.law).toBeLessThan(4 * Math.sqrt(2 * (cells - 1)));
    }
  });

  it("has the tails of the normal law", () => {
    const source = stream("tail", "normal");
    const n = 2_000_000;
    let beyond3 = 0;
    let beyond4 = 0;
    for (let i = 0; i < n; i++) {
      const z = source.normal();
      if (z > 3 || z < -3) beyond3++;
      if (z > 4 || z < -4) beyond4++;
    }
    expect(Math.abs(beyond3 - n * 0.0026997961)).toBeLessThan(4 * Math.sqrt(n * 0.0027));
    expect(Math.abs(beyond4 - n * 0.0000633425)).toBeLessThan(4 * Math.sqrt(n * 0.0000633));
  });
});

describe("a law", () => {
  it.each(LAWS)("$law has the mean it says", (law) => {
    const source = stream("means", law.law);
    const draw = sampler(law);
    const n = 200_000;
    let sum = 0;
    let squares = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < n; i++) {
      const x = draw.sample(source);
      least = Math.min(least, x);
      sum += x;
      squares += x * x;
    }
    expect(least).toBeGreaterThanOrEqual(0);
    const mean = sum / n;
    const error = Math.sqrt(Math.max(0, squares / n - mean * mean) / n);
    expect(Math.abs(mean - meanOf(law))).toBeLessThanOrEqual(4 * error + 1e-12 * n);
  });

  it("fills a block with the values it would draw one by one", () => {
    for (const law of LAWS) {
      const block = new Float64Array(64);
      sampler(law).fill(block, stream("block", law.law));
      const source = stream("block", law.law);
      const single = sampler(law);
      expect([...block]).toEqual(Array.from({ length: 64 }, () => single.sample(source)));
    }
  });

  it("tells its quantiles", () => {
    expect(quantileOf({ law: "exponential", mean: 2 }, 0.5)).toBeCloseTo(2 * Math.LN2, 14);
    expect(quantileOf({ law: "lognormal", median: 20, sigma: 0.6 }, 0.5)).toBe(20);
    expect(quantileOf({ law: "empirical", values: [5, 1, 3, 2] }, 0.5)).toBe(2);
    expect(quantileOf({ law: "gamma", shape: 2, mean: 1 }, 0.5)).toBeUndefined();
  });
});

function count(counts: Uint32Array, cell: number): void {
  counts[cell] = (counts[cell] as number) + 1;
}

function cellOf(limits: readonly number[], x: number): number {
  let low = 0;
  let high = limits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x < (limits[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
