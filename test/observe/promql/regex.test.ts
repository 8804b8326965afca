import { describe, expect, it } from "vitest";
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

  it.each(["(", "[a", "*a", "a{2,1}", "\\q", "(?=a)"])("%s is refused with a reason", (text) => {
    expect(compileRegex(text)).toBeTypeOf("string");
  });
});
