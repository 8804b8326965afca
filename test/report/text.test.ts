import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparisonText } from "../../src/report/comparisonText.ts";
import { escapeControls } from "../../src/report/escape.ts";
import { colours, plain, withoutColours } from "../../src/report/paint.ts";
import { printMeasure, printSeconds, printShare } from "../../src/report/quantity.ts";
import { runText } from "../../src/report/runText.ts";
import { textTable } from "../../src/report/textTable.ts";
import { comparison, experiment, lane, measures, summary } from "./fixture.ts";

const MAIN = { paint: plain, measures: "main", columns: 200, engineVersion: "9.9.9" } as const;

function rowOf(text: string, id: string): string {
  return text.split("\n").find((line) => line.includes(` ${id} `)) ?? "";
}

describe("the comparison in a terminal", () => {
  test("gives each strategy a column and each measure a row with its id", () => {
    const text = comparisonText(comparison([lane("rolling"), lane("canary")]), MAIN);
    expect(text).toMatch(/rolling +canary/);
    expect(text).toMatch(/Outcome +rolled back +rolled back/);
    expect(rowOf(text, "user_weighted_s")).toMatch(/Downtime as users felt it +user_weighted_s +3\.00 s +3\.00 s$/);
  });

  test("shows the main measures, and all of them when asked", () => {
    const lanes = comparison([lane("rolling")]);
    expect(comparisonText(lanes, MAIN)).not.toContain("latency_p90_ms");
    expect(rowOf(comparisonText(lanes, { ...MAIN, measures: "all" }), "latency_p90_ms")).not.toBe("");
  });

  test("leaves out the descriptions, never the ids, where the terminal is too narrow for both", () => {
    const text = comparisonText(comparison([lane("rolling"), lane("canary")]), { ...MAIN, columns: 60 });
    expect(text).not.toContain("Downtime as users felt it");
    expect(text).toMatch(/^ {2}user_weighted_s +3\.00 s +3\.00 s$/m);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test("shows a dash where a measure does not apply", () => {
    const text = comparisonText(
      comparison([lane("rolling", { measures: measures({ time_to_detect_s: null }) })]),
      MAIN,
    );
    expect(rowOf(text, "time_to_detect_s")).toMatch(/–$/);
  });

  test("puts the interval under the mean, and says in how many seeds a measure applied", () => {
    const interval = { ...summary, seeds: 3, mean: 10, median: 10, low: 8, high: 12, values: [9, null, 11] };
    const text = comparisonText(comparison([lane("rolling", { intervals: { time_to_detect_s: interval } })]), MAIN);
    expect(rowOf(text, "time_to_detect_s")).toMatch(/10\.0 s \(2 of 3\)$/);
    expect(text).toMatch(/\n +\[8\.00 s, 12\.0 s\]\n/);
    expect(text).toContain("Means over 3 seeds");
  });

  test("says of a measure that is mostly 0 how often it is not", () => {
    const rare = { ...summary, aboveZero: { count: 3, share: 0.075, low: 0.016, high: 0.204, mean: 12 } };
    const never = { ...summary, aboveZero: { count: 0, share: 0, low: 0, high: 0.0722, mean: null } };
    const lanes = [rare, never].map((zero_ready_s) => lane("rolling", { intervals: { zero_ready_s } }));
    const text = comparisonText(comparison(lanes), MAIN);
    expect(text).toMatch(/ in 3 of 40 \(1\.60 % to 20\.4 %\): 12\.0 s +never in 40 \(< 7\.22 %\)\n/);
  });

  test("says which strategy is better and how surely, and by what method", () => {
    const lanes = [lane("rolling"), lane("canary")];
    const text = comparisonText({ ...comparison(lanes), experiment }, MAIN);
    expect(text).toContain("Hurt users (hurt_users): canary best in 187 of 200\n");
    expect(text).toMatch(
      /rolling +\+12\.0 % \[\+10\.0 %, \+14\.0 %\] +worse in 190 of 200 \(p < 0\.001\) +correlation 0\.50, variance ÷ 2\.0/,
    );
    expect(text).toMatch(/blueGreen +\+0\.1 % .* +not distinguishable at 200 seeds \(p = 0\.310\)/);
    expect(text).toContain("±5.00 % was NOT reached");
    expect(text).toContain("drydock 9.9.9, digest 0123456789abcdef.");
    expect(text).toContain("TOO SHORT: 12.0 s more are start-up (MSER-5)");
    expect(text).toMatch(/p50 +p90 +p99 +p99\.9\n +rolling +16\.0 ms/);
  });

  test("has no escape sequence without colours, and the same words with them", () => {
    const lanes = comparison([lane("rolling"), lane("canary")]);
    const bare = comparisonText(lanes, MAIN);
    const painted = comparisonText(lanes, { ...MAIN, paint: colours });
    expect(bare).not.toContain("\x1b");
    expect(painted).toContain("\x1b[");
    expect(withoutColours(painted).replaceAll(/ +$/gm, "")).toBe(bare);
  });

  test("lets nothing in a scenario move the cursor", () => {
    const text = comparisonText(comparison([lane("roll\x1b[2Jing")], "Title\x07\u202e"), MAIN);
    expect(text).toContain("roll\\x1b[2Jing");
    expect(text).toContain("Title\\x07\\u202e");
  });
});

describe("the story of one run", () => {
  test("tells when, what and because of what, without the coming and going of pods", () => {
    const text = runText(comparison([lane("rolling")]), MAIN);
    expect(text).toMatch(/0\.000 s +releaseSubmitted +small +to=v2\n/);
    expect(text).toMatch(/25\.500 s +rolloutAborted +small +because podReady small-1 +a=2 b=1\n/);
    expect(text).not.toMatch(/^ *10\.000 s +podReady/m);
  });
});

describe("a table", () => {
  test("keeps its columns straight where letters are two places wide", () => {
    const table = textTable(
      [
        ["롤링", "x"],
        ["blue", "y"],
        ["a", "z"],
      ],
      ["left", "left"],
    );
    expect(table.split("\n")).toEqual(["롤링  x", "blue  y", "a     z"]);
  });

  test("grows with a cell of several lines", () => {
    expect(textTable([["a", "1\n22"]], ["left", "right"]).split("\n")).toEqual(["a   1", "   22"]);
  });
});

describe("quantities", () => {
  test.each([
    [0, "0 s"],
    [0.42, "0.42 s"],
    [41, "41.0 s"],
    [59.96, "1 min 00 s"],
    [192, "3 min 12 s"],
    [7500, "2 h 05 min"],
    [-3, "-3.00 s"],
  ])("%d seconds read %s", (seconds, text) => expect(printSeconds(seconds)).toBe(text));

  test.each([
    [0, "0 %"],
    [0.000_042, "0.0042 %"],
    [0.0321, "3.21 %"],
    [0.9998, "99.98 %"],
    [0.999_999, "99.9999 %"],
    [1, "100 %"],
  ])("a share of %d reads %s", (share, text) => expect(printShare(share)).toBe(text));

  test("stand with their unit, thousands apart, and never as -0", () => {
    expect(printMeasure("total_cost", 1234567.891, "EUR")).toBe("1,234,567.89 EUR");
    expect(printMeasure("extra_compute_cost", -0.001_234, "EUR")).toBe("-0.0012 EUR");
    expect(printMeasure("surge_overhead_pod_s", -0.3, "EUR")).toBe("0 pod·s");
    expect(printMeasure("pod_seconds", 7200, "EUR")).toBe("7,200 pod·s");
    expect(printMeasure("retry_amplification", 1.25, "EUR")).toBe("1.25×");
  });
});

describe("escaping", () => {
  test("leaves no character that a terminal obeys, and all that a person reads", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const safe = escapeControls(text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
        expect(safe).not.toMatch(/[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/);
      }),
    );
    expect(escapeControls("배포 · blue/green → 100 %")).toBe("배포 · blue/green → 100 %");
  });
});
