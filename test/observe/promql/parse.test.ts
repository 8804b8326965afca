import { describe, expect, it } from "vitest";
import { Query } from "../../../src/observe/promql/query.ts";
import { QueryRefused } from "../../../src/observe/promql/refusal.ts";
import { ask, store } from "./store.ts";

function refusal(text: string): string {
  try {
    new Query(text);
  } catch (error) {
    if (error instanceof QueryRefused) return `${error.position}: ${error.message}`;
  }
  return "read";
}

describe("reading a query", () => {
  it.each([
    ["sum(", "4: expected an expression, found the end of the query"],
    ["sum(up) by", '10: expected "(", found the end of the query'],
    ["up{job=}", '7: expected a value in quotes, found "}"'],
    ["up{job~'x'}", '6: unexpected character: "~"'],
    ["{}", "0: vector selector must contain at least one non-empty matcher"],
    ['{a=~".*"}', "0: vector selector must contain at least one non-empty matcher"],
    ['up{a=~"("}', "3: error parsing regexp: missing closing ): `(`"],
    ["rate(up)", '0: call to function "rate" expects matrix, got vector'],
    ["raet(up[1m])", '0: unknown function with name "raet"'],
    ["up[1m] + 1", "null: binary expression must contain only scalar or vector, got matrix"],
    ["1 == 1", "null: comparisons between scalars must use BOOL modifier"],
    ["1 and up", 'null: set operator "and" not allowed in binary scalar expression'],
    ["up + bool up", "5: bool modifier can only be used on comparison operators"],
    ["up and on(a) group_left() up", "13: no grouping allowed for set operations"],
    ["up * on(a) group_left(a) up", '11: label "a" must not occur in ON and GROUP clause at once'],
    ["sum(up)[5m]", "7: ranges only allowed for vector selectors"],
    ["up offset 5m offset 5m", "20: offset may not be set multiple times"],
    ["up[0s]", "3: duration must be greater than 0"],
    ["up[5x]", '3: bad number or duration: "5x"'],
    ["topk(up)", "0: wrong number of arguments for aggregate expression provided, expected 2, got 1"],
    ["up up", '3: unexpected token, found "up"'],
    [`${"(".repeat(200)}1`, '100: nested deeper than 100, found "("'],
  ])("refuses %s and says where", (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it("groups operators as arithmetic does: powers to the right and before a sign", () => {
    const numbers = store({});
    expect(ask(numbers, "2 ^ 3 ^ 2", 0)).toEqual(["{} => 512"]);
    expect(ask(numbers, "-2 ^ 2", 0)).toEqual(["{} => -4"]);
    expect(ask(numbers, "1 + 2 * 3 % 4", 0)).toEqual(["{} => 3"]);
    expect(ask(numbers, "8 / 2 / 2", 0)).toEqual(["{} => 2"]);
    expect(ask(numbers, "0x1F + 1e3 + .5 + 1_000", 0)).toEqual(["{} => 2031.5"]);
    expect(ask(numbers, "1h30m", 0)).toEqual(["{} => 5400"]);
  });

  it("takes comments, all quotes and names in quotes", () => {
    const series = store({ 'up{job="a b"}': [1] });
    expect(ask(series, 'up{job="a b"} # all of it', 0)).toEqual(['up{job="a b"} => 1']);
    expect(ask(series, "up{job='a\\x20b'}", 0)).toEqual(['up{job="a b"} => 1']);
    expect(ask(series, '{"up", "job"=`a b`}', 0)).toEqual(['up{job="a b"} => 1']);
  });
});
