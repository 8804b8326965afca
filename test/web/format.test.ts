import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatClock,
  formatCompact,
  formatDuration,
  formatLatency,
  formatMeasure,
  formatMoney,
  formatShare,
  NOTHING,
} from "../../src/web/format.ts";

const plain = (text: string): string => text.replaceAll("\u202f", " ");

describe("a duration", () => {
  test.each([
    [0, "0 s", "0초"],
    [0.42, "0.42 s", "0.42초"],
    [9.994, "9.99 s", "9.99초"],
    [9.996, "10.0 s", "10.0초"],
    [41, "41.0 s", "41.0초"],
    [59.96, "1 min", "1분"],
    [192, "3 min 12 s", "3분 12초"],
    [3599.6, "1 h", "1시간"],
    [7500, "2 h 5 min", "2시간 5분"],
    [-41, "−41.0 s", "−41.0초"],
  ])("of %d s reads %s, %s", (seconds, english, korean) => {
    expect(plain(formatDuration(seconds, "en"))).toBe(english);
    expect(formatDuration(seconds, "ko")).toBe(korean);
  });

  test("never shows sixty of a unit", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100_000, noNaN: true }), (seconds) => {
        expect(plain(formatDuration(seconds, "en"))).not.toMatch(/\b60(\.0)? (s|min)\b/);
      }),
    );
  });
});

describe("a share", () => {
  test.each([
    [0, "0%"],
    [0.000_01, "<0.01%"],
    [0.0004, "0.04%"],
    [0.032, "3.2%"],
    [0.413, "41%"],
    [0.05, "5%"],
    [0.9987, "99.87%"],
    [0.999_999, "99.99%"],
    [1, "100%"],
  ])("of %d reads %s", (share, text) => {
    expect(formatShare(share, "en")).toBe(text);
  });

  test("that is not zero never reads as zero, and one that is not all never as all", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 0.999_999, noNaN: true }), (share) => {
        const text = formatShare(share, "en");
        expect(text).not.toBe("100%");
        expect(text).not.toMatch(/^0(\.0+)?%$/);
      }),
    );
  });
});

describe("money", () => {
  test.each([
    [0, "$0"],
    [0.0035, "$0.0035"],
    [0.0421, "$0.042"],
    [0.83, "$0.83"],
    [12.5, "$12.50"],
    [1234, "$1,234"],
    [-0.0035, "-$0.0035"],
  ])("of %d reads %s", (amount, text) => {
    expect(formatMoney(amount, "USD", "en")).toBe(text);
  });

  test("in a currency that nobody knows is still a number with its name", () => {
    expect(formatMoney(2, "doubloons", "en")).toBe("2.00 doubloons");
  });
});

test("a count in little room is short from a hundred thousand on", () => {
  expect([8214, 99_999, 158_199].map((count) => formatCompact(count, "en"))).toEqual(["8,214", "99,999", "158K"]);
  expect(formatCompact(158_199, "ko")).toBe("15.8만");
});

test("a clock reads as minutes and seconds, with hours when there are any", () => {
  expect([0, 59.9, 192, 3725].map(formatClock)).toEqual(["00:00", "00:59", "03:12", "1:02:05"]);
});

test("a latency reads in milliseconds below a second", () => {
  expect([1000, 4321, 43_210, 1_500_000].map((micros) => plain(formatLatency(micros, "en")))).toEqual([
    "1 ms",
    "4.3 ms",
    "43 ms",
    "1.50 s",
  ]);
});

test("a measure reads in its own unit, and as a dash where it does not apply", () => {
  const how = { currency: "EUR", language: "en" } as const;
  expect(plain(formatMeasure("user_weighted_s", 41, how))).toBe("41.0 s");
  expect(formatMeasure("hurt_users", 0.25, how)).toBe("25%");
  expect(formatMeasure("bad_requests", 8214, how)).toBe("8,214");
  expect(formatMeasure("total_cost", 1.5, how)).toBe("€1.50");
  expect(formatMeasure("time_to_detect_s", null, how)).toBe(NOTHING);
});
