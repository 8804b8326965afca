import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MEASURES } from "../../src/measures/ids.ts";
import { printJson } from "../../src/report/json/printJson.ts";
import { jsonResult } from "../../src/report/json/result.ts";
import { comparison, lane, measures, summary } from "./fixture.ts";

function resultOf(...lanes: ReturnType<typeof lane>[]) {
  return jsonResult(comparison(lanes), { engineVersion: "1.2.3" });
}

describe("the result as JSON", () => {
  test("names its shape, the engine, the scenario and the seed", () => {
    const { schema, engine, scenario, seed, seeds } = resultOf(lane("rolling"));
    expect({ schema, engine, seed, seeds }).toEqual({
      schema: "drydock/result/v1",
      engine: { name: "drydock", version: "1.2.3" },
      seed: "s1",
      seeds: 1,
    });
    expect(scenario).toEqual({ name: "small", from: "v1", to: "v2", replicas: 1, currency: "EUR" });
  });

  test("keeps the strategies in the order of the scenario, each with the measures by their ids", () => {
    const { strategies } = resultOf(lane("rolling"), lane("blue-green"), lane("canary"));
    expect(Object.keys(strategies)).toEqual(["rolling", "blue-green", "canary"]);
    expect(Object.keys(strategies.canary?.measures ?? {})).toEqual(Object.keys(MEASURES));
  });

  test("tells times in seconds after the start of the window, and null for what did not happen", () => {
    const { rollout, window, monitoring } = resultOf(lane("rolling")).strategies.rolling ?? {};
    expect(rollout).toMatchObject({ submitted_at_s: 0, aborted_at_s: 25.5, completed_at_s: null });
    expect(rollout?.weights).toEqual([{ at_s: 10, weight: 0.5 }]);
    expect(window).toEqual({ start_s: 0, end_s: 40, warmup_s: 60 });
    expect(monitoring?.alerts).toEqual([{ rule: "errors", pending_at_s: 20, firing_at_s: 25, resolved_at_s: null }]);
  });

  test("links every event to its cause", () => {
    const events = resultOf(lane("rolling")).strategies.rolling?.events ?? [];
    expect(events.map(({ id, cause }) => [id, cause])).toEqual([
      [0, null],
      [1, 0],
      [2, 1],
    ]);
  });

  test("gives every column of the series one value per bucket, and the columns add up", () => {
    const series = resultOf(lane("rolling")).strategies.rolling?.series;
    expect(series?.at_s).toEqual([0, 10, 20, 30]);
    expect(series?.requests.error).toEqual([0, 4, 4, 0]);
    expect(series?.attempts.v1?.ok).toEqual([10, 6, 6, 10]);
    expect(series?.attempts.v2?.error).toEqual([0, 4, 4, 0]);
    expect(series?.attempts.none?.ok).toEqual([0, 0, 0, 0]);
    expect(series?.available_pods).toEqual({ v1: [1, 1, 1, 1], v2: [0, 1, 1, 0] });
    const columns = Object.values(series?.requests ?? {});
    const sums = series?.at_s.map((_, bucket) => columns.reduce((sum, column) => sum + (column[bucket] ?? 0), 0));
    expect(sums).toEqual(series?.arrived);
  });

  test("puts an interval beside each measure when there are several seeds, null where there is none", () => {
    const interval = { ...summary, seeds: 2, mean: 1, median: 1, low: 0, high: 2, values: [0, 2] };
    const { seeds, strategies } = resultOf(lane("rolling", { intervals: { bad_requests: interval } }));
    expect(seeds).toBe(2);
    expect(strategies.rolling?.intervals?.bad_requests).toMatchObject({ mean: 1, low: 0, high: 2, values: [0, 2] });
    expect(strategies.rolling?.intervals?.apdex).toBeNull();
    expect(resultOf(lane("rolling")).strategies.rolling).not.toHaveProperty("intervals");
  });

  test("is plain data: printed and read back it is the same, typed arrays and all", () => {
    const result = resultOf(lane("rolling"), lane("canary", { measures: measures({ apdex: 0.1 + 0.2 }) }));
    expect(JSON.parse(printJson(result))).toEqual(result);
  });
});

describe("printing JSON", () => {
  test("loses nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(printJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("keeps the order of keys, lists of numbers on one line and events on one line each", () => {
    const value = {
      b: [1, 2, 3],
      a: [
        { id: 0, detail: { x: 1 } },
        { id: 1, detail: {} },
      ],
      n: Number.NaN,
    };
    expect(printJson(value)).toBe(
      '{\n  "b": [1,2,3],\n  "a": [\n    {"id":0,"detail":{"x":1}},\n    {"id":1,"detail":{}}\n  ],\n  "n": null\n}\n',
    );
  });
});
