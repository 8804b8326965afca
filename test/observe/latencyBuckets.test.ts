import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LatencyBuckets } from "../../src/observe/latencyBuckets.ts";
import type { Labels } from "../../src/observe/promql/labels.ts";
import { FINE_BINS, fineBin } from "../../src/record/latency.ts";

/** What a scrape shows of these latencies, µs. */
function shown(latencies: readonly number[]): ReadonlyMap<string, number> {
  const bins = new Float64Array(2 * FINE_BINS);
  for (const latency of latencies) {
    const bin = FINE_BINS + fineBin(latency);
    bins[bin] = (bins[bin] as number) + 1;
  }
  const lines = new Map<string, number>();
  const nameOf = (labels: Labels) => [labels.get("__name__"), labels.get("version"), labels.get("le")].join(" ").trim();
  new LatencyBuckets("v2").expose((labels, value) => lines.set(nameOf(labels), value), bins, FINE_BINS);
  return lines;
}

const bucket = (le: string) => `http_request_duration_seconds_bucket v2 ${le}`;

describe("the histogram of answers", () => {
  it("is cumulative, with every answer at or below +Inf", () => {
    const lines = shown([3_000, 7_000, 7_000, 80_000, 30_000_000]);
    expect([lines.get(bucket("0.005")), lines.get(bucket("0.01")), lines.get(bucket("0.1"))]).toEqual([1, 3, 4]);
    expect([lines.get(bucket("10")), lines.get(bucket("+Inf"))]).toEqual([4, 5]);
    expect(lines.get("http_request_duration_seconds_count v2")).toBe(5);
  });

  it("adds up to what was answered, within half a percent", () => {
    const sum = shown([250_000, 750_000]).get("http_request_duration_seconds_sum v2") as number;
    expect(Math.abs(sum - 1)).toBeLessThan(0.005);
  });

  it("puts no answer more than a bin, 0.8 %, on the wrong side of a bound", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000_000 }), { maxLength: 30 }), (latencies) => {
        const lines = shown(latencies);
        for (const bound of [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]) {
          const seen = lines.get(bucket(String(bound))) as number;
          const below = (limit: number) => latencies.filter((latency) => latency <= limit * 1e6).length;
          expect(seen).toBeGreaterThanOrEqual(below(bound));
          expect(seen).toBeLessThanOrEqual(below(bound * 1.008));
        }
      }),
    );
  });
});
