import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainRegex } from "../../../src/observe/promql/plainRegex.ts";
import { compileRegex } from "../../../src/observe/promql/regex.ts";

function groups(pattern: string, value: string): readonly string[] | null {
  const regex = compileRegex(pattern);
  if (typeof regex === "string") throw new Error(regex);
  return regex.groups(value);
}

describe("regular expressions", () => {
  it("take time in proportion to the value where others take for ever", () => {
    expect(groups("(a+)+b", `${"a".repeat(2000)}c`)).toBeNull();
  });

  it("match whole values, line ends too, and remember what groups matched", () => {
    expect(groups("a", "ab")).toBeNull();
    expect(groups("a.b", "a\nb")).toEqual(["a\nb"]);
    expect(groups("(a*)(a*)", "aaa")).toEqual(["aaa", "aaa", ""]);
    expect(groups("(x)|(y)", "y")).toEqual(["y", "", "y"]);
  });

  it("of the plain kind match as the engine has them", () => {
    const part = fc.constantFrom("a", "b", "5", ".", ".*", ".+", "|", "-", "_", " ");
    const pattern = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(""));
    const value = fc.string({ unit: fc.constantFrom("a", "b", "5", "-", "\n", "😀"), maxLength: 8 });
    fc.assert(
      fc.property(pattern, value, (text, candidate) => {
        const plain = plainRegex(text);
        const engine = compileRegex(text);
        if (plain === null || typeof engine === "string") throw new Error(`${text} is refused`);
        expect(plain(candidate)).toBe(engine.matches(candidate));
      }),
      { numRuns: 3000 },
    );
    expect(plainRegex("a(b|c)")).toBeNull();
    expect(plainRegex("a\\.b")).toBeNull();
  });

  it.each(["(", "[a", "*a", "a{2,1}", "\\q", "(?=a)"])("%s is refused with a reason", (text) => {
    expect(compileRegex(text)).toBeTypeOf("string");
  });
});
