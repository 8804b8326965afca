import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ExpectationResult } from "../../src/experiment/expectations.ts";
import { wilsonInterval } from "../../src/experiment/statistics/proportionInterval.ts";
import { expectationsMarkdown } from "../../src/report/expectationsMarkdown.ts";
import { expectationsSummary, expectationsText } from "../../src/report/expectationsText.ts";
import { githubAnnotations } from "../../src/report/githubAnnotations.ts";
import { junitXml } from "../../src/report/junit.ts";
import { plain } from "../../src/report/paint.ts";
import { problemLines } from "../../src/report/problems.ts";
import type { Problem } from "../../src/scenario/problem.ts";

function verdict(text: string, holds: boolean, seeds = 1): ExpectationResult {
  const expectation = {
    text,
    line: 7,
    left: { number: 1 },
    comparison: "<",
    right: { number: 2 },
    seeds,
    inAtLeast: 0.9,
  } as const;
  const heldIn = holds ? seeds : 0;
  const share = wilsonInterval(heldIn, seeds);
  return { expectation, holds, heldIn, seeds, share, seen: "5 < 2", counterexample: holds ? null : "s1.3" };
}

describe("the verdicts on claims", () => {
  test("say for a failed one what was seen, in which line it stands and how to see it again", () => {
    const text = expectationsText(
      { file: "a.yaml", results: [verdict("x < y", true), verdict("y < x", false, 10)] },
      plain,
    );
    expect(text.split("\n")).toEqual([
      "FAILED a.yaml",
      "  ✓ x < y  5 < 2",
      "  ✗ y < x",
      "      line 7: seen 5 < 2 (held in 0 of 10 seeds, wanted 90 %); replay with --seed s1.3",
    ]);
  });

  test("say for one that held in how many seeds, and in what share of all it may", () => {
    const text = expectationsText({ file: "a.yaml", results: [verdict("x < y", true, 20)] }, plain);
    expect(text).toContain("✓ x < y  5 < 2, in 20 of 20 seeds (83.9 % to 100 % of all)");
  });

  test("do not praise a file that claims nothing", () => {
    expect(expectationsText({ file: "a.yaml", results: [] }, plain)).toContain("no expect: lines");
  });

  test("are counted", () => {
    const files = [
      { file: "a", results: [verdict("x", true)] },
      { file: "b", results: [verdict("y", false)] },
    ];
    expect(expectationsSummary(files, plain)).toBe("1 passed, 1 failed in 2 files");
  });
});

describe("GitHub's annotations", () => {
  test("stand at the line of each claim that failed, and of no other", () => {
    const results = [verdict("x < y", true), verdict("y: a, b\n100%", false)];
    expect(githubAnnotations([{ file: "deploy/a,b.yaml", results }])).toEqual([
      "::error file=deploy/a%2Cb.yaml,line=7,title=does not hold%3A y%3A a%2C b%0A100%25::line 7: seen 5 < 2; replay with --seed s1.3",
    ]);
  });
});

describe("the Markdown of the claims", () => {
  test("begins with those that failed, and nothing in a name breaks its table", () => {
    const results = [verdict("x < y", true, 20), verdict("a | [b](c)", false)];
    expect(expectationsMarkdown([{ file: "a|b.yaml", results }]).split("\n")).toEqual([
      "### Drydock: 1 claims hold, 1 do not",
      "",
      "|  | file | claim | seen | seeds |",
      "| --- | --- | --- | --- | ---: |",
      "| ✗ | a\\|b.yaml | a \\| \\[b\\]\\(c\\) | line 7: seen 5 \\< 2; replay with --seed s1.3 | 0 of 1 |",
      "| ✓ | a\\|b.yaml | x \\< y | 5 \\< 2 | 20 of 20 |",
      "",
    ]);
  });
});

describe("JUnit XML", () => {
  test("has a suite per file, a case per claim and a failure per broken one", () => {
    const xml = junitXml([{ file: "a.yaml", results: [verdict("x < y", true), verdict("y < x", false)] }]);
    expect(xml).toContain('<testsuites name="drydock" tests="2" failures="1" errors="0">');
    expect(xml).toContain('<testcase classname="a.yaml" name="x &lt; y"/>');
    expect(xml).toContain('<failure message="line 7: seen 5 &lt; 2; replay with --seed s1.3"/>');
  });

  test("stays well-formed whatever a claim says", () => {
    const tag = /^ *<(?:\?xml [^<>]*\?|\/?[a-z]+(?: [a-z]+="[^<>"]*")*\/?)>$/;
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const lines = junitXml([{ file: text, results: [verdict(text, false)] }])
          .trimEnd()
          .split("\n");
        for (const line of lines) expect(line).toMatch(tag);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to write them
        expect(lines.join("")).not.toMatch(/[\x00-\x1f\ufffe\uffff]|&(?!amp;|lt;|gt;|quot;|#\d+;)/);
      }),
    );
  });
});

describe("problems", () => {
  const problem: Problem = {
    severity: "error",
    code: "unknown-field",
    path: "a",
    line: 3,
    column: 5,
    message: 'there is no field "replica"',
    fix: 'write "replicas"',
  };

  test("read file, line, column, code, what is wrong and what to do", () => {
    expect(problemLines("a.yaml", [problem], plain)).toEqual([
      'a.yaml:3:5: error unknown-field: there is no field "replica". Write "replicas".',
    ]);
  });

  test("have no position when they concern the whole file", () => {
    const [line] = problemLines("a.yaml", [{ ...problem, line: 0, column: 0 }], plain);
    expect(line).toMatch(/^a\.yaml: error unknown-field:/);
  });

  test("come errors first, then by place, and only twenty of them", () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ ...problem, line: 30 - index }));
    const lines = problemLines("a.yaml", [{ ...problem, severity: "warning" as const, line: 1 }, ...many], plain);
    expect(lines).toHaveLength(21);
    expect(lines[0]).toMatch(/^a\.yaml:1:5: error/);
    expect(lines[19]).toMatch(/^a\.yaml:20:5: error/);
    expect(lines[20]).toBe("a.yaml: and 11 more");
  });

  test("do not let the file speak to the terminal", () => {
    const [line] = problemLines("\x1b]0;a.yaml", [{ ...problem, message: "bad \x1b[2J" }], plain);
    expect(line).toBe('\\x1b]0;a.yaml:3:5: error unknown-field: bad \\x1b[2J. Write "replicas".');
  });
});
