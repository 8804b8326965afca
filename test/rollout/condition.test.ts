import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateCondition, judge } from "../../src/rollout/controllers/argo/analysis/condition.ts";
import { Refusal } from "../../src/rollout/controllers/argo/analysis/expression/refusal.ts";
import type { Measured } from "../../src/rollout/controllers/argo/analysis/expression/value.ts";

const REPORT: Measured = {
  ok: true,
  rate: 0.98,
  items: [
    { name: "a", v: 1 },
    { name: "b", v: 2 },
  ],
};

function refusalOf(condition: string, value: Measured): string {
  try {
    return `answered ${evaluateCondition(condition, value)}`;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

describe("both conditions of a metric", () => {
  test("failure beats success, and neither is inconclusive", () => {
    const both = { successCondition: "result >= 0.95", failureCondition: "result < 0.8" };
    expect(judge(both, 0.99).verdict).toBe("Successful");
    expect(judge(both, 0.85).verdict).toBe("Inconclusive");
    expect(judge(both, 0.5).verdict).toBe("Failed");
    expect(judge({ successCondition: "true", failureCondition: "true" }, 1).verdict).toBe("Failed");
  });

  test("an Error says which condition could not be answered, and that there was no data where there was none", () => {
    const condition = { successCondition: "result[0] >= 0.95" };
    expect(judge(condition, 1).message).toBe(
      'could not evaluate successCondition "result[0] >= 0.95": type float64[int] is undefined',
    );
    expect(judge(condition, new Float64Array(0)).message).toContain("no data returned from the metric provider");
    expect(judge({ failureCondition: "bogus" }, 1).message).toContain('failureCondition "bogus": unknown name bogus');
  });
});

describe("the language of conditions", () => {
  test.each<[string, Measured]>([
    ["result[0] >= 0.95", [0.99]],
    ["result[0] >= 0.95", new Float64Array([0.99])],
    ["len(result) == 0 || result[0] < 0.95", []],
    ["isNaN(result[0]) or result[0] > 0.95", [Number.NaN]],
    ["asFloat(result) == 200", "200"],
    ["0.95 <= result <= 1", 0.97],
    ["let x = result * 2; let y = x + 1; y > x", 3],
    ["if result > 1 { true } else { false }", 2],
    ["result | asInt() == 3 ? true : false", 3.9],
    ["all(result.items, {.v > 0}) and any(result.items, #.v == 2)", REPORT],
    ["map(result.items, .name) == ['a', 'b']", REPORT],
    ["filter(result.items, {let v = .v; v > 1})[0].name == 'b'", REPORT],
    ["sum(result.items, .v) == 3 && count(result.items, .v > 1) == 1", REPORT],
    ["reduce(result, #acc + #, 10) == 16", [1, 2, 3]],
    ["sortBy(result.items, -.v)[0].name == 'b'", REPORT],
    ["groupBy(result, # > 1)[true] == [2, 3]", [1, 2, 3]],
    ["findIndex(result, # > 1) == 1 && find(result, # > 9) == nil", [1, 2, 3]],
    ["sort(result, 'desc')[0] == 3 && median(result) == 2 && max(result) == 3", [1, 3, 2]],
    ["result[1:] == [2, 3] && result[:-1] == [1, 2]", [1, 2, 3]],
    ["concat(1..3, result) == [1, 2, 3, 4] && 2 in 1..3 && 9 not in 1..3", [4]],
    ["uniq(flatten(result)) == [1, 2]", [[1, 2], [1], 2]],
    ["result.missing?.deeper.still == nil && (result.missing ?? 5) == 5", REPORT],
    ["keys(result) == ['items', 'ok', 'rate'] && len(values(result)) == 3", REPORT],
    ["'rate' in result && get(result, 'nothing') == nil && $env.result.ok", REPORT],
    ["upper(trim(result)) + 'X' == 'ABX' && not (result contains 'z')", " ab "],
    ["split(result, ',') == ['a', 'b'] && join(split(result, ','), '-') == 'a-b'", "a,b"],
    ["result matches '^v[0-9]+\\\\.[0-9]+$'", "v1.25"],
    ["fromJSON(result).errors[0] == 'x' && replace(result, 'x', 'y') contains 'y'", '{"errors":["x"]}'],
    ["type(asInt(result)) == 'int' && type(result) == 'float' && string(result) == '2.5'", 2.5],
    ["7 % 3 == 1 && 2 ** 10 == 1024 && -2 ^ 2 == -4 && 7 / 2 == 3.5", 0],
    ["bitand(5, 3) == 1 && bitshl(1, 4) == 16 && 0xff == 255 && 1_000 == 1e3", 0],
    ["'\\u0041\\x42' == `AB` // both spellings", 0],
    ["{'a': 1, b: 2}.b == 2 && [1, 2, 3,][-1] == 3", 0],
    ["default(result, 1.5) > 1 && isNil(result)", null],
  ])("%s holds", (condition, value) => {
    expect(refusalOf(condition, value)).toBe("answered true");
  });

  test.each<[string, Measured, string]>([
    ["result != nil && result > 1", null, "mismatched types unknown and int"],
    ["result % 2 == 1", 5, "mismatched types float64 and int"],
    ["result >= 0.95", [0.99], "mismatched types []interface {} and float64"],
    ["result[0] == 'up'", new Float64Array([1]), "mismatched types float64 and string"],
    ["result == nil or result > ", 1, "unexpected token EOF"],
    ["asInt(result) == 1", "1.5", 'parsing "1.5": invalid syntax'],
    ["default(result[0], 0) == 0", [], "index out of range: 0 (array length is 0)"],
    ["all(result, # + 1)", [1], "interface conversion: interface {} is float64, not bool"],
    ["all(result, {# + 1 == 2 ? 5 : 6})", [1], "predicate should return boolean (got int)"],
    ["len(result, 1) == 0", [1], "invalid number of arguments (expected 1, got 2)"],
    ["len(result) + upper('a') == 1", [1], "mismatched types int and string"],
    ["result ?? 1 + 2 == 3", 1, "cannot be mixed"],
    ["result", 1, "expected bool, but got float64"],
    ["constructor", 1, "unknown name constructor"],
    ["result.__proto__ == nil", { a: 1 }, "answered true"],
    ["let result = 1; true", 1, "cannot redeclare result"],
    ["# > 1", [1], 'unexpected token Operator("#")'],
    ["now() > 1", 1, "unknown name now"],
    ["result matches '['", "x", "missing closing ]"],
    ["'abc", 1, "literal not terminated"],
    ["9223372036854775808 > 1", 1, "integer literal is too large"],
  ])("%s of %j: %s", (condition, value, message) => {
    expect(refusalOf(condition, value)).toContain(message);
  });
});

describe("a condition is somebody's text", () => {
  test.each([
    [`${"(".repeat(5000)}1`, "nested too deeply"],
    [`${"-".repeat(5000)}1 > 0`, "nested too deeply"],
    ["x".repeat(20_000), "more than 16384 characters"],
    ["len(1..100000000) > 0", "memory budget exceeded"],
    ["len(repeat('a', 100000000)) > 0", "memory budget exceeded"],
    [`let a = repeat('a', 100000); len(${"a + ".repeat(20)}a) > 0`, "memory budget exceeded"],
    ["all(1..1000, {all(1..1000, {# > 0})})", "takes more than"],
    ["len(uniq(1..9999)) > 0", "memory budget exceeded"],
  ])("%.40s… ends", (condition, message) => {
    expect(refusalOf(condition, 1)).toContain(message);
  });

  test("a pattern that would take a backtracking engine for ever is answered at once", () => {
    expect(evaluateCondition("not (result matches '^(a+)+$')", `${"a".repeat(5000)}b`)).toBe(true);
  });

  test("whatever is written, it is answered or refused", () => {
    const words = [
      "result",
      "1",
      "'a'",
      "[",
      "]",
      "(",
      ")",
      "{",
      "}",
      "#",
      ".",
      "?.",
      "+",
      "in",
      "not",
      "let",
      "=",
      ";",
    ];
    const more = [
      "all",
      "map",
      "len",
      "??",
      "?",
      ":",
      "<",
      "&&",
      "..",
      "|",
      "nil",
      "asInt",
      ",",
      "matches",
      "if",
      "else",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words, ...more), { maxLength: 24 }), fc.jsonValue(), (tokens, value) => {
        refusalOf(tokens.join(" "), value as Measured);
      }),
      { numRuns: 2000 },
    );
  });
});
