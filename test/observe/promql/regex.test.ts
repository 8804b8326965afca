import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRegex } from "../../../src/observe/promql/regex.ts";

function groups(pattern: string, value: string): readonly string[] | null {
  const regex = compileRegex(pattern);
  if (typeof regex === "string") throw new Error(regex);
  return regex.groups(value);
}

/** Patterns from parts that both languages read alike. */
const pattern = fc.letrec<{ node: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    fc.constantFrom("a", "b", "c", ".", "[ab]", "[^a]", "\\d", "\\w", "[a-c]"),
    tie("node").map((inner) => `(${inner})`),
    tie("node").map((inner) => `(?:${inner})`),
  ),
  node: fc.oneof(
    { depthSize: "small" },
    tie("atom"),
    fc
      .tuple(tie("atom"), fc.constantFrom("*", "+", "?", "*?", "+?", "{1,2}", "{2}"))
      .map(([atom, many]) => atom + many),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => a + b),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => `${a}|${b}`),
  ),
})).node;

describe("regular expressions", () => {
  it("match whole values, exactly those that the engine's own match", () => {
    fc.assert(
      fc.property(pattern, fc.stringMatching(/^[abc1]{0,8}$/), (text, value) => {
        expect(groups(text, value) !== null).toBe(new RegExp(`^(?:${text})$`, "su").test(value));
      }),
      { numRuns: 1000 },
    );
  });

  it("take time in proportion to the value where others take for ever", () => {
    expect(groups("(a+)+b", `${"a".repeat(2000)}c`)).toBeNull();
  });

  it("remember what groups matched, greedy or not, names and case", () => {
    expect(groups("(a*)(a*)", "aaa")).toEqual(["aaa", "aaa", ""]);
    expect(groups("(a*?)(a*)", "aaa")).toEqual(["aaa", "", "aaa"]);
    expect(groups("(x)|(y)", "y")).toEqual(["y", "", "y"]);
    expect(groups("(?i)v[a-z]+", "VERSION")).toEqual(["VERSION"]);
    expect(groups("[[:alpha:]]+\\.\\x41", "ab.A")).toEqual(["ab.A"]);
    expect(groups("[]a-]+", "a-]")).toEqual(["a-]"]);
  });

  it.each([
    "(",
    ")",
    "[a",
    "*a",
    "a**",
    "a{2,1}",
    "a{1001}",
    "\\",
    "\\q",
    "(?=a)",
    "[[:nope:]]",
    "[b-a]",
    "((a{100}){100}){100}",
  ])("%s is refused with a reason", (text) => {
    expect(compileRegex(text)).toBeTypeOf("string");
  });
});
