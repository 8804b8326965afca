import { describe, expect, it } from "vitest";
import { AssertionFailed } from "../../src/kernel/assert.ts";
import { budgetMeasures } from "../../src/measures/budget.ts";
import { DEFINITIONS } from "../../src/measures/definitions/index.ts";
import { MEASURES } from "../../src/measures/ids.ts";
import { measure } from "../../src/measures/measure.ts";
import { FINE_BINS, fineBin } from "../../src/record/latency.ts";
import { handmade } from "../record/handmade.ts";

const ids = Object.keys(MEASURES).sort();

describe("all measures of a run", () => {
  it("are exactly the listed ones, each a finite number or absent", () => {
    const run = handmade();
    const measures = measure(run, run);
    expect(Object.keys(measures).sort()).toEqual(ids);
    for (const value of Object.values(measures)) expect(value === null || Number.isFinite(value)).toBe(true);
  });

  it("stay defined for a run in which nothing happened at all", () => {
    const empty = handmade({ pods: [], desired: 0, traffic: () => ({}) });
    for (const value of Object.values(measure(empty, empty)))
      expect(value === null || Number.isFinite(value)).toBe(true);
  });

  it("refuse a twin of another world", () => {
    expect(() => measure(handmade({ seed: "1" }), handmade({ seed: "2" }))).toThrow(AssertionFailed);
    expect(() => measure(handmade({ seconds: 60 }), handmade({ seconds: 61 }))).toThrow(AssertionFailed);
  });

  it("are explained in both languages", () => {
    expect(Object.keys(DEFINITIONS).sort()).toEqual(ids);
    for (const { label, meaning, formula } of Object.values(DEFINITIONS)) {
      expect(label.en).not.toBe("");
      expect(meaning.en).toMatch(/^[A-Z0-9].*\.$/);
      expect(meaning.ko).toMatch(/\.$/);
      // "Apdex" is Apdex everywhere.
      expect(`${label.ko} ${meaning.ko}`).toMatch(/[가-힣]/);
      expect(formula).not.toBe("");
    }
  });
});

describe("the error budget", () => {
  it("of 30 days at 99.9 % is spent by 43.2 minutes of total outage", () => {
    const run = handmade({ seconds: 2592, traffic: () => ({ error: 10 }) });
    expect(budgetMeasures(run).release_budget_share).toBeCloseTo(1, 9);
    expect(budgetMeasures(run).peak_burn_rate).toBeCloseTo(1000, 9);
  });

  it("does not exist for a promise of 100 %", () => {
    expect(budgetMeasures(handmade({ availability: 1 }))).toEqual({ release_budget_share: null, peak_burn_rate: null });
  });
});

describe("latency", () => {
  it("is read from the histogram without interpolation, in milliseconds", () => {
    const run = handmade();
    const all = new Uint32Array(FINE_BINS);
    all[fineBin(20_000)] = 990;
    all[fineBin(400_000)] = 10;
    const slow = { ...run, traffic: { ...run.traffic, latency: { ...run.traffic.latency, all } } };
    const { latency_p50_ms, latency_p99_ms, latency_p999_ms } = measure(slow, run);
    expect(latency_p50_ms).toBeCloseTo(20, 0);
    expect(latency_p99_ms).toBeCloseTo(20, 0);
    expect(Math.abs((latency_p999_ms ?? 0) / 400 - 1)).toBeLessThan(0.004);
  });

  it("does not apply without answers", () => {
    const run = handmade();
    expect(measure(run, run).latency_p50_ms).toBeNull();
  });
});
