import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromSeconds } from "../../../src/kernel/time.ts";
import { Database } from "../../../src/observe/promql/database.ts";
import { Labels } from "../../../src/observe/promql/labels.ts";
import { Query } from "../../../src/observe/promql/query.ts";
import { QueryRefused } from "../../../src/observe/promql/refusal.ts";
import { ask, store } from "./store.ts";

describe("matching two vectors", () => {
  const series = store({
    'errors{pod="a",code="500"}': [1],
    'errors{pod="a",code="503"}': [2],
    'errors{pod="b",code="500"}': [3],
    'total{pod="a",version="v1"}': [10],
    'total{pod="b",version="v2"}': [100],
    'limit{pod="a"}': [5],
  });

  it("pairs each element with the one that has the same labels, names aside", () => {
    expect(ask(series, "sum by (pod) (errors) / on (pod) total", 0)).toEqual(['{pod="a"} => 0.3', '{pod="b"} => 0.03']);
    expect(ask(series, 'errors{code="500"} / ignoring (code) limit', 0)).toEqual(['{pod="a"} => 0.2']);
  });

  it("lets many share one, with labels taken over from it", () => {
    expect(ask(series, "errors / on (pod) group_left (version) total", 0)).toEqual([
      '{code="500", pod="a", version="v1"} => 0.1',
      '{code="503", pod="a", version="v1"} => 0.2',
      '{code="500", pod="b", version="v2"} => 0.03',
    ]);
    expect(ask(series, "total * on (pod) group_right errors", 0)).toEqual([
      '{code="500", pod="a"} => 10',
      '{code="503", pod="a"} => 20',
      '{code="500", pod="b"} => 300',
    ]);
  });

  it("refuses pairs that are not clear", () => {
    expect(() => ask(series, "limit / on (pod) errors", 0)).toThrow(/many-to-many matching not allowed/);
    expect(() => ask(series, "errors / on (pod) total", 0)).toThrow(/must be explicit/);
    expect(() => ask(series, 'label_replace(errors, "code", "x", "", "")', 0)).toThrow(QueryRefused);
  });

  it("filters by comparisons and keeps the left value, or answers 0 and 1", () => {
    expect(ask(series, "errors > 1", 0)).toEqual([
      'errors{code="503", pod="a"} => 2',
      'errors{code="500", pod="b"} => 3',
    ]);
    expect(ask(series, "2 < errors", 0)).toEqual(['errors{code="500", pod="b"} => 3']);
    expect(ask(series, "total >= bool 100", 0)).toEqual([
      '{pod="a", version="v1"} => 0',
      '{pod="b", version="v2"} => 1',
    ]);
    expect(ask(series, "total > on (pod) limit", 0)).toEqual(['{pod="a"} => 10']);
  });

  it("has sets by labels: and, or, unless", () => {
    expect(ask(series, "total and on (pod) limit", 0)).toEqual(['total{pod="a", version="v1"} => 10']);
    expect(ask(series, "total unless on (pod) limit", 0)).toEqual(['total{pod="b", version="v2"} => 100']);
    expect(ask(series, "limit or on (pod) sum by (pod) (total)", 0)).toEqual([
      'limit{pod="a"} => 5',
      '{pod="b"} => 100',
    ]);
  });
});

describe("aggregating", () => {
  const series = store({ 'x{a="1"}': [3], 'x{a="2"}': [1], 'x{a="3"}': [2], 'x{a="4"}': [Number.NaN] });

  it("ranks with names kept, what is no number last", () => {
    expect(ask(series, "topk(2, x)", 0)).toEqual(['x{a="1"} => 3', 'x{a="3"} => 2']);
    expect(ask(series, "bottomk(4, x)", 0).at(-1)).toBe('x{a="4"} => NaN');
    expect(ask(series, "topk(0, x)", 0)).toEqual([]);
  });

  it("counts values, takes quantiles and spreads", () => {
    expect(ask(series, 'count_values("v", x > 1)', 0)).toEqual(['{v="3"} => 1', '{v="2"} => 1']);
    expect(ask(series, "quantile(0.5, x > 0)", 0)).toEqual(["{} => 2"]);
    expect(ask(series, "stdvar(x > 0)", 0)).toEqual([`{} => ${2 / 3}`]);
    expect(ask(series, "group by (b) (x)", 0)).toEqual(["{} => 1"]);
  });
});

describe("looking through time", () => {
  const series = store({ m: [0, 1, 2, 3, 4, 5, 6], gone: [1, 1, "stale"], down: [5, 3, 8, 1] });

  it("moves back by offset and to an instant by @", () => {
    expect(ask(series, "m offset 20s", 60)).toEqual(["m{} => 4"]);
    expect(ask(series, "m @ 10", 60)).toEqual(["m{} => 1"]);
    expect(ask(series, "m @ 50 offset 10s", 0)).toEqual(["m{} => 4"]);
    expect(ask(series, "m offset -10s", 20)).toEqual(["m{} => 3"]);
  });

  it("sees nothing of a series that ended, and old samples for five minutes, the edge excluded", () => {
    expect(ask(series, "gone", 19)).toEqual(["gone{} => 1"]);
    expect(ask(series, "gone", 20)).toEqual([]);
    expect(ask(series, "m", 359.999)).toEqual(["m{} => 6"]);
    expect(ask(series, "m", 360)).toEqual([]);
    expect(ask(series, "timestamp(m)", 100)).toEqual(["{} => 60"]);
    expect(ask(series, "timestamp(m + 0)", 100)).toEqual(["{} => 100"]);
  });

  it("evaluates subqueries at multiples of their step", () => {
    expect(ask(series, "sum_over_time(m[30s:10s])", 45)).toEqual(["{} => 9"]);
    expect(ask(series, "max_over_time(rate(m[20s])[30s:10s])", 60)).toEqual(["{} => 0.1"]);
    expect(ask(series, "count_over_time(vector(1)[1m:15s])", 60)).toEqual(["{} => 4"]);
  });

  it("counts resets and changes", () => {
    expect(ask(series, "resets(down[1m])", 30)).toEqual(["{} => 2"]);
    expect(ask(series, "changes(down[1m])", 30)).toEqual(["{} => 3"]);
    expect(ask(series, "deriv(m[1m])", 60)).toEqual(["{} => 0.1"]);
    expect(ask(series, "predict_linear(m[1m], 100)", 60)).toEqual(["{} => 16"]);
  });
});

describe("functions of values and labels", () => {
  const series = store({ 'x{pod="web-7f-abc"}': [2.5], y: [-3] });

  it.each([
    ["round(x)", '{pod="web-7f-abc"} => 3'],
    ["round(x, 2)", '{pod="web-7f-abc"} => 2'],
    ["clamp(y, -1, 1)", "{} => -1"],
    ["clamp_min(y, 0)", "{} => 0"],
    ["abs(y) ^ 2", "{} => 9"],
    ["log2(vector(8))", "{} => 3"],
    ["log10(vector(1000))", "{} => 3"],
    ["exp(ln(vector(1)))", "{} => 1"],
    ["scalar(x) * 2", "{} => 5"],
    ["vector(time())", "{} => 0"],
    ['absent(none{a="1",b=~"2"})', '{a="1"} => 1'],
    ['label_replace(y, "z", "$2-$1", "none", "()()")', 'y{z="-"} => -3'],
    ['label_replace(x, "set", "$1", "pod", "(.*)-[^-]+-[^-]+")', 'x{pod="web-7f-abc", set="web"} => 2.5'],
    ['label_replace(x, "set", "$name", "pod", "(?P<name>[a-z]+).*")', 'x{pod="web-7f-abc", set="web"} => 2.5'],
    ['label_join(x, "j", "/", "pod", "nope")', 'x{j="web-7f-abc/", pod="web-7f-abc"} => 2.5'],
    [
      "year(vector(951782400)) * 10000 + month(vector(951782400)) * 100 + day_of_month(vector(951782400))",
      "{} => 20000229",
    ],
    ["day_of_week()", "{} => 4"],
    ["hour(vector(86399)) + minute(vector(86399)) / 100", "{} => 23.59"],
    ["day_of_year(vector(951868800))", "{} => 61"],
    ["days_in_month(vector(951782400))", "{} => 29"],
  ])("%s is %s", (query, answer) => {
    expect(ask(series, query, 0)).toEqual([answer]);
  });
});

describe("samples", () => {
  it("are forgotten once no query can see them, without a change of any answer", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 30, maxLength: 200 }), (steps) => {
        const query = new Query("increase(n[1m])");
        const [kept, all] = [new Database(), new Database()];
        kept.retain(query.reach);
        all.retain(fromSeconds(1e6));
        const labels = Labels.of([["__name__", "n"]]);
        let total = 0;
        return steps.every((step, i) => {
          total += step;
          const at = fromSeconds(i * 5);
          for (const database of [kept, all]) database.append(labels, at, total);
          const answers = [kept, all].map((database) => query.ask({ database, at })[0]?.value);
          return answers[0] === answers[1];
        });
      }),
    );
  });

  it("that cannot be looked at all are refused", () => {
    const series = store({ m: [1] });
    expect(() => ask(series, "count_over_time(vector(1)[365d:1ms])", 0)).toThrow(/too many samples/);
  });
});
