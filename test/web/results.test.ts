import { describe, expect, test } from "vitest";
import { measure } from "../../src/measures/measure.ts";
import { bestBySeed } from "../../src/web/lanes/bestBySeed.ts";
import type { Result } from "../../src/web/store.ts";
import { resultTable, sortRows } from "../../src/web/views/results/rows.ts";
import { comparison, models } from "./rehearsed.ts";

const [some] = comparison.lanes;
if (some === undefined) throw new Error("a comparison has lanes");
const known = measure(some.run, comparison.twin);
const costing = (...costs: (number | null)[]) => costs.map((total_cost) => ({ ...known, total_cost }));

describe("the best of many seeds", () => {
  test("is the lane with the least in most seeds, not the one with the least of all", () => {
    const lanes = [costing(3, 3, 3, 9), costing(4, 4, 4, 1)];
    expect(bestBySeed(lanes, "total_cost")).toEqual({ lane: 0, wins: 3, seeds: 4, level: 0 });
  });

  test("counts seeds in which another was level, and says how many", () => {
    const lanes = [costing(3, 4, 3), costing(4, 4, 2)];
    expect(bestBySeed(lanes, "total_cost")).toEqual({ lane: 0, wins: 2, seeds: 3, level: 1 });
  });

  test("leaves out seeds in which the measure applies to nobody, and is nothing when it never does", () => {
    expect(bestBySeed([costing(null, 2), costing(null, null)], "total_cost")).toEqual({
      lane: 0,
      wins: 1,
      seeds: 1,
      level: 0,
    });
    expect(bestBySeed([costing(null), costing(null)], "total_cost")).toBeNull();
    expect(bestBySeed([], "total_cost")).toBeNull();
  });
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
