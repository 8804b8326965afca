import { describe, expect, test } from "vitest";
import type { Measures } from "../../src/measures/ids.ts";
import { measure } from "../../src/measures/measure.ts";
import { KNOB_RANGES } from "../../src/web/knobs.ts";
import { bestBySeed } from "../../src/web/lanes/bestBySeed.ts";
import { choices, lossOf } from "../../src/web/lanes/tradeOff.ts";
import type { Result } from "../../src/web/store.ts";
import { stopsOf } from "../../src/web/sweep.ts";
import { resultTable, sortRows } from "../../src/web/views/results/rows.ts";
import { comparison, models } from "./rehearsed.ts";

const [some] = comparison.lanes;
if (some === undefined) throw new Error("a comparison has lanes");
const known = measure(some.run, comparison.twin);
const totalCost = (measures: Measures) => measures.total_cost;
const costing = (...costs: (number | null)[]) => costs.map((total_cost) => ({ ...known, total_cost }));

describe("the best of many seeds", () => {
  test("is the lane with the least in most seeds, not the one with the least of all", () => {
    const lanes = [costing(3, 3, 3, 9), costing(4, 4, 4, 1)];
    expect(bestBySeed(lanes, totalCost)).toEqual({ lane: 0, wins: 3, seeds: 4, level: 0 });
  });

  test("counts seeds in which another was level, and says how many", () => {
    const lanes = [costing(3, 4, 3), costing(4, 4, 2)];
    expect(bestBySeed(lanes, totalCost)).toEqual({ lane: 0, wins: 2, seeds: 3, level: 1 });
  });

  test("leaves out seeds in which the measure applies to nobody, and is nothing when it never does", () => {
    expect(bestBySeed([costing(null, 2), costing(null, null)], totalCost)).toEqual({
      lane: 0,
      wins: 1,
      seeds: 1,
      level: 0,
    });
    expect(bestBySeed([costing(null), costing(null)], totalCost)).toBeNull();
    expect(bestBySeed([], totalCost)).toBeNull();
  });
});

describe("cost against harm", () => {
  const lane = (...points: (readonly [number | null, number])[]) =>
    points.map(([extra_compute_cost, bad_requests]) => ({ ...known, extra_compute_cost, bad_requests }));

  test("leaves to weight what is better on one side, and gives the reason for what is better on none", () => {
    const byLane = [lane([1, 9], [1, 11], [1, 10]), lane([2, 3]), lane([3, 5]), lane([2, 3]), lane([null, 1])];
    expect(choices(byLane).map(({ lane, dominatedBy }) => [lane, dominatedBy])).toEqual([
      [0, null],
      [1, null],
      [2, 1],
      [3, null],
    ]);
    expect(choices(byLane)[0]).toMatchObject({ cost: 1, harm: 10 });
  });

  test("turns the choice over where the weight does", () => {
    const byLane = [lane([0, 10], [0, 8]), lane([4, 0], [4, 1])];
    const best = (weight: number) => bestBySeed(byLane, lossOf(byLane, weight));
    expect(best(0)).toMatchObject({ lane: 0, wins: 2 });
    expect(best(1)).toMatchObject({ lane: 1, wins: 2 });
    expect(lossOf(byLane, 0.5)({ ...known, extra_compute_cost: 4, bad_requests: 5 })).toBeCloseTo(0.75, 12);
    expect(lossOf([lane([2, 2])], 0.5)({ ...known, extra_compute_cost: 2, bad_requests: 2 })).toBe(0);
    expect(lossOf(byLane, 0.5)({ ...known, extra_compute_cost: null })).toBeNull();
  });
});

describe("a sweep along a slider", () => {
  test.each(KNOB_RANGES)(
    "takes values that the slider can take, from end to end, none twice: $name",
    ({ name, min, max, step }) => {
      const stops = stopsOf(name);
      expect([stops[0], stops.at(-1), new Set(stops).size]).toEqual([min, max, stops.length]);
      expect(stops.length).toBe(12);
      for (const stop of stops)
        expect(Math.abs((stop - min) / step - Math.round((stop - min) / step))).toBeLessThan(1e-9);
    },
  );
});

describe("the results table", () => {
  const result = { comparison, lanes: models } as unknown as Result;
  const seeds = Array.from({ length: 20 }, (_, seed) => `42.${seed}`);

  test("has the median of the seeds with an interval that needs no law, and shares a range among the lanes", () => {
    const byLane = models.map((_, lane) => costing(...seeds.map((_, seed) => lane * 100 + seed)));
    const { rows, ranges } = resultTable(result, { seeds, byLane, wanted: 20 });
    expect(rows[1]?.cells.total_cost.median).toMatchObject({ median: 109.5, low: 105, high: 114 });
    expect(ranges.total_cost).toEqual([0, 319]);
  });

  test("is computed once for a batch of seeds, however often it is drawn", () => {
    const replication = { seeds: ["42"], byLane: models.map(() => costing(1)), wanted: 20 };
    expect(resultTable(result, replication)).toBe(resultTable(result, replication));
    expect(resultTable(result, { ...replication })).not.toBe(resultTable(result, replication));
  });

  test("puts what does not apply last, whichever way it is sorted", () => {
    const { rows } = resultTable(result, null);
    const [first, ...others] = rows;
    if (first === undefined) throw new Error("a table has rows");
    const odd = [{ ...first, measures: { ...first.measures, total_cost: null } }, ...others];
    for (const descending of [true, false])
      expect(sortRows(odd, { column: "total_cost", descending }).at(-1)?.index).toBe(0);
  });
});
