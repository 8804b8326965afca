import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAxis } from "../../src/experiment/sweep/axis.ts";
import {
  cellCount,
  cellsOf,
  checkSize,
  planDigest,
  pointAt,
  pointCount,
  type SweepPlan,
  seedAt,
  valuesAt,
} from "../../src/experiment/sweep/plan.ts";

const axis = (text: string) => {
  const parsed = parseAxis(text);
  if ("complaint" in parsed) throw new Error(parsed.complaint.message);
  return parsed.value;
};

const PLAN: SweepPlan = {
  text: "apiVersion: drydock/v1\nname: swept\nseed: 7\ntraffic: {rate: 10/s}\nstrategies: [rolling, recreate]\n",
  axes: [axis("traffic.rate=10/s..30/s:3"), axis("strategies.rolling.maxSurge=1,50%")],
  seeds: 4,
  seed: null,
  strategies: null,
};

describe("an axis", () => {
  it("takes values one by one, as they stand in a file", () => {
    expect(axis("service.replicas=2,4,8").values).toEqual([2, 4, 8]);
    expect(axis("strategies.rolling.maxSurge=1, 25%").values).toEqual([1, "25%"]);
    expect(axis("strategies.canary.trafficRouting=true,false").values).toEqual([true, false]);
  });

  it("takes a range with a unit, both ends in it", () => {
    expect(axis("traffic.rate=100/s..500/s:5").values).toEqual(["100/s", "200/s", "300/s", "400/s", "500/s"]);
    expect(axis("service.boot=0.1s..0.3s:3").values).toEqual(["0.1s", "0.2s", "0.3s"]);
    expect(axis("service.replicas=9..3:3").values).toEqual([9, 6, 3]);
  });

  it.each([
    ["traffic.rate", "bad-axis"],
    ["=3", "bad-axis"],
    ["a=", "bad-axis"],
    ["a=1s..5m:3", "bad-axis"],
    ["a=1..5:1", "bad-axis"],
    ["a=1..5:1001", "limit-exceeded"],
  ])("refuses %s", (text, code) => {
    expect(parseAxis(text)).toMatchObject({ complaint: { code } });
  });
});

describe("a plan", () => {
  it("has every combination once, the last axis turning fastest", () => {
    const all = Array.from({ length: pointCount(PLAN) }, (_, point) => valuesAt(PLAN, point).join(" "));
    expect(all).toEqual(["10/s 1", "10/s 50%", "20/s 1", "20/s 50%", "30/s 1", "30/s 50%"]);
  });

  it("reads each combination as if it stood in the file", () => {
    const reading = pointAt(PLAN, 5);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    expect(reading.value.scenario.traffic.rate[0]?.perSecond).toBe(30);
    expect(reading.value.strategies[0]?.parameters.maxSurge).toBe("50%");
    expect(seedAt(PLAN, { cell: 22, scenario: reading.value.scenario })).toBe("7.2");
    expect(pointAt({ ...PLAN, axes: [axis("traffic.rte=1/s")] }, 0)).toMatchObject({
      ok: false,
      problems: [{ code: "unknown-field" }],
    });
    expect(pointAt({ ...PLAN, axes: [axis("strategies.canary.maxSurge=1")] }, 0).ok).toBe(false);
  });

  it("is cut into shards that have each cell exactly once and are equally long", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (of) => {
        const shards = Array.from({ length: of }, (_, index) => cellsOf(PLAN, { index, of }));
        expect(shards.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: cellCount(PLAN) }, (_, cell) => cell));
        const lengths = shards.map(({ length }) => length);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is known by its digest, which every part of it changes", () => {
    const others: SweepPlan[] = [
      { ...PLAN, text: `${PLAN.text} ` },
      { ...PLAN, axes: PLAN.axes.slice(1) },
      { ...PLAN, seeds: 5 },
      { ...PLAN, seed: "7" },
      { ...PLAN, strategies: ["rolling"] },
    ];
    expect(new Set([PLAN, ...others].map(planDigest)).size).toBe(6);
    expect(planDigest({ ...PLAN })).toBe(planDigest(PLAN));
  });

  it("is refused when it is too large, by the flag that makes it so", () => {
    const wide = { ...PLAN, axes: [axis("a=1..5:1000"), axis("b=1,2")] };
    expect(checkSize(wide)).toMatchObject({ complaint: { message: "--vary makes 2000 combinations" } });
    const long = { ...PLAN, axes: [axis("a=1..5:101")], seeds: 10_000 };
    expect(checkSize(long)).toMatchObject({ complaint: { message: "--vary and --seeds make 1010000 cells" } });
    expect(checkSize({ ...PLAN, axes: [axis("a=1..5:100")], seeds: 10_000 })).toHaveProperty("value");
  });
});
