import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBandwidth, parseBytes, printBytes } from "../../src/quantity/bytes.ts";
import type { Parsed } from "../../src/quantity/complaint.ts";
import { parseCount, parseCountOrPercent, parseNumber } from "../../src/quantity/count.ts";
import { parseCpu, printCpu } from "../../src/quantity/cpu.ts";
import { parseDuration, printDuration } from "../../src/quantity/duration.ts";
import { parseMoney } from "../../src/quantity/money.ts";
import { parseRate, printRate } from "../../src/quantity/rate.ts";
import { parseShare, printShare } from "../../src/quantity/share.ts";

function value<T>(parsed: Parsed<T>): T | string {
  return "value" in parsed
    ? parsed.value
    : `${parsed.complaint.code}: ${parsed.complaint.message}. ${parsed.complaint.fix}`;
}

const code = (parsed: Parsed<unknown>): string => ("complaint" in parsed ? parsed.complaint.code : "accepted");
const fix = (parsed: Parsed<unknown>): string => ("complaint" in parsed ? parsed.complaint.fix : "accepted");

describe("a duration", () => {
  test.each([
    ["250us", 250],
    ["250µs", 250],
    ["1.5ms", 1_500],
    ["30s", 30_000_000],
    ["1m30s", 90_000_000],
    ["0.1s", 100_000],
    ["2h", 7_200_000_000],
    ["1d", 86_400_000_000],
    ["1d2h3m4s5ms6us", 93_784_005_006],
    ["0", 0],
    [0, 0],
  ])("reads %s as %d µs", (written, micros) => {
    expect(parseDuration(written)).toEqual({ value: micros });
  });

  test.each([
    [30, "unit-missing", "write 30s (seconds), 30ms or 30m (minutes)"],
    ["30", "unit-missing", "write 30s (seconds), 30ms or 30m (minutes)"],
    ["1:30", "not-a-duration", "write 1m30s or 1h30m"],
    ["30 seconds", "not-a-duration", "write 30s"],
    ["5 min", "not-a-duration", "write 5m"],
    ["5M", "not-a-duration", "write 5m"],
    ["30s1m", "not-a-duration", "write it like 250us, 500ms, 30s, 1m30s, 2h or 1d"],
    ["1s1s", "not-a-duration", "write it like 250us, 500ms, 30s, 1m30s, 2h or 1d"],
    ["-1s", "out-of-range", "give a span of 0s or more"],
    ["0.1us", "out-of-range", "the smallest span is 1us"],
    ["1ns", "not-a-duration", "write it like 250us, 500ms, 30s, 1m30s, 2h or 1d"],
    ["400000d", "out-of-range", "stay below 285 years"],
    ["", "not-a-duration", "write it like 250us, 500ms, 30s, 1m30s, 2h or 1d"],
    [true, "not-a-duration", "write it like 250us, 500ms, 30s, 1m30s, 2h or 1d"],
  ])("refuses %s (%s)", (written, wantedCode, wantedFix) => {
    expect([code(parseDuration(written)), fix(parseDuration(written))]).toEqual([wantedCode, wantedFix]);
  });

  test("reads back exactly what was printed", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (micros) => {
        expect(parseDuration(printDuration(micros))).toEqual({ value: micros });
      }),
    );
  });

  test("is printed as a person would write it", () => {
    expect([250, 1_500, 1_500_000, 90_000_000, 86_400_000_000, 0].map(printDuration)).toEqual([
      "250us",
      "1.5ms",
      "1.5s",
      "1m30s",
      "1d",
      "0s",
    ]);
  });
});

describe("a size", () => {
  test.each([
    ["64Mi", 67_108_864],
    ["128M", 128_000_000],
    ["1Gi", 1_073_741_824],
    ["500k", 500_000],
    ["1.5Ki", 1_536],
    ["12B", 12],
  ])("reads %s as %d bytes", (written, bytes) => {
    expect(parseBytes(written)).toEqual({ value: bytes });
  });

  test.each([
    ["128m", "unit-wrong", "did you mean 128Mi?"],
    ["128MB", "unit-unknown", "write 128M (powers of ten) or 128Mi (powers of two)"],
    ["128KB", "unit-unknown", "write 128k (powers of ten) or 128Ki (powers of two)"],
    [128, "unit-missing", "write 128Mi (2^20 bytes each) or 128M (10^6)"],
    ["much", "not-bytes", "write it like 64Mi, 128M or 1Gi"],
    ["-1Mi", "out-of-range", "give a size of 0B or more"],
  ])("refuses %s (%s)", (written, wantedCode, wantedFix) => {
    expect([code(parseBytes(written)), fix(parseBytes(written))]).toEqual([wantedCode, wantedFix]);
  });

  test("reads back exactly what was printed", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        expect(parseBytes(printBytes(bytes))).toEqual({ value: bytes });
      }),
    );
  });

  test("has a speed when it is per second", () => {
    expect(parseBandwidth("80M/s")).toEqual({ value: 80_000_000 });
    expect(code(parseBandwidth("80M"))).toBe("unit-missing");
  });
});

describe("an amount of CPU", () => {
  test.each([
    ["250m", 250],
    ["0.5", 500],
    [2, 2_000],
    ["1.001", 1_001],
  ])("reads %s as %d thousandths", (written, milli) => {
    expect(parseCpu(written)).toEqual({ value: milli });
  });

  test("is refused where a mega was written for a milli", () => {
    expect(value(parseCpu("100M"))).toBe(
      "unit-wrong: 100M would be 100 million CPUs. did you mean 100m (100 thousandths of a CPU)?",
    );
  });

  test("is refused where it is finer than a thousandth", () => {
    expect(code(parseCpu("0.5m"))).toBe("out-of-range");
  });

  test("reads back exactly what was printed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (milli) => {
        expect(parseCpu(printCpu(milli))).toEqual({ value: milli });
      }),
    );
  });
});

describe("a rate", () => {
  test.each([
    ["500/s", 500],
    ["30/min", 0.5],
    ["36/h", 0.01],
  ])("reads %s as %d per second", (written, perSecond) => {
    expect(parseRate(written)).toEqual({ value: perSecond });
  });

  test.each([
    [500, "write 500/s or 500/min"],
    ["500rps", "write 500/s"],
    ["fast", "write it like 500/s, 30/min or 2/h"],
  ])("refuses %s and says what to write", (written, wanted) => {
    expect(fix(parseRate(written))).toBe(wanted);
  });

  test("reads back exactly what was printed", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (perSecond) => {
        expect(parseRate(printRate(perSecond))).toEqual({ value: perSecond });
      }),
    );
  });
});

describe("a share", () => {
  test.each([
    ["25%", 0.25],
    ["99.9%", 0.999],
    ["0.05%", 0.0005],
    [0.25, 0.25],
    [1, 1],
    ["100%", 1],
  ])("reads %s as %d", (written, share) => {
    expect(parseShare(written)).toEqual({ value: share });
  });

  test("is refused above the whole, with the percentage that was meant", () => {
    expect(value(parseShare(5))).toBe("out-of-range: 5 is more than the whole. did you mean 5% = 0.05?");
    expect(code(parseShare("120%"))).toBe("out-of-range");
    expect(code(parseShare(-0.1))).toBe("out-of-range");
  });

  test("reads back exactly what was printed", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(parseShare(printShare(share))).toEqual({ value: share });
      }),
    );
  });
});

describe("a number", () => {
  test("is refused as a text, with what to do about it", () => {
    expect(value(parseCount("3"))).toBe('not-a-number: expected a number, got the text "3". remove the quotes');
    expect(value(parseCount("1_000"))).toBe('not-a-number: expected a number, got the text "1_000". write 1000');
    expect(code(parseNumber("about two"))).toBe("not-a-number");
  });

  test("must be whole and not negative where things are counted", () => {
    expect(parseCount(3)).toEqual({ value: 3 });
    expect([code(parseCount(2.5)), code(parseCount(-1))]).toEqual(["not-whole", "out-of-range"]);
  });

  test("never is the negative zero, which would change a digest", () => {
    expect(Object.is((parseCount(-0) as { value: number }).value, 0)).toBe(true);
    expect(Object.is((parseNumber(-0) as { value: number }).value, 0)).toBe(true);
  });
});

describe("pods or percent", () => {
  test("stay as Kubernetes writes them", () => {
    expect(parseCountOrPercent(2)).toEqual({ value: 2 });
    expect(parseCountOrPercent("25%")).toEqual({ value: "25%" });
  });

  test.each([
    ["25", "write 25 without quotes, or 25%"],
    [0.25, "did you mean 25%?"],
    ["12.5%", "write 12% or 13%"],
    ["many", "write it like 2 (pods) or 25%"],
  ])("refuse %s and say what to write", (written, wanted) => {
    expect(fix(parseCountOrPercent(written))).toBe(wanted);
  });
});

test("an amount of money carries no currency of its own", () => {
  expect(parseMoney(0.04)).toEqual({ value: 0.04 });
  expect(fix(parseMoney("$0.04"))).toBe("write 0.04; the currency is given once as prices.currency");
  expect(code(parseMoney(-1))).toBe("out-of-range");
});

test("no text of any length makes a reader of quantities throw or accept nonsense", () => {
  const readers = [
    parseDuration,
    parseBytes,
    parseBandwidth,
    parseCpu,
    parseRate,
    parseShare,
    parseCount,
    parseCountOrPercent,
    parseMoney,
  ];
  const nasty = [
    "1".repeat(1_000_000),
    `${"1m".repeat(500_000)}`,
    `${"1.".repeat(500_000)}s`,
    `${" ".repeat(1_000_000)}s`,
    `-${"-".repeat(100_000)}1s`,
  ];
  for (const read of readers) for (const text of nasty) expect(code(read(text))).not.toBe("accepted");
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.anything()), (written) => {
      for (const read of readers) expect(() => read(written)).not.toThrow();
    }),
  );
});
