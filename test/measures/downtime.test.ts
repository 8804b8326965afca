import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { apdex, downtimeMeasures } from "../../src/measures/downtime.ts";
import { handmade } from "../record/handmade.ts";

const failing =
  (from: number, to: number, error: number, of = 10) =>
  (second: number) =>
    second >= from && second < to ? { ok: of - error, error } : { ok: of };

describe("zero_ready_s and zero_endpoint_s", () => {
  it("count the instants without any pod, each by its own view", () => {
    const run = handmade({
      seconds: 100,
      pods: [
        { ready: [[0, 30]], routed: [[0, 32]] },
        {
          ready: [
            [20, 40],
            [70, 100],
          ],
          routed: [
            [21, 42],
            [71, 100],
          ],
        },
      ],
    });
    expect(downtimeMeasures(run).zero_ready_s).toBe(30);
    expect(downtimeMeasures(run).zero_endpoint_s).toBe(29);
  });

  it("look only at the window, not at the warm-up before it", () => {
    const run = handmade({ from: 50, seconds: 100, pods: [{ ready: [[60, 150]] }] });
    expect(downtimeMeasures(run).zero_ready_s).toBe(10);
  });

  it("tell, with several proxies, in which share of them users found nobody", () => {
    const run = handmade({ seconds: 100, pods: [{}] });
    const proxy = (name: string, open: readonly [number, number], knows: readonly [number, number]) => ({
      name,
      node: name,
      open: [{ start: open[0] * SECOND, end: open[1] * SECOND }],
      programmed: [{ pod: 0, start: knows[0] * SECOND, end: knows[1] * SECOND }],
    });
    const proxies = [proxy("a", [0, 100], [0, 100]), proxy("b", [0, 100], [3, 90]), proxy("c", [0, 50], [0, 50])];
    // A third of the open ones for 3 s, then half of them for 10 s; the closed one does not count.
    expect(downtimeMeasures({ ...run, proxies }).zero_endpoint_s).toBeCloseTo(3 / 3 + 10 / 2, 9);
  });

  it("are the whole window when no pod is ever ready", () => {
    expect(downtimeMeasures(handmade({ seconds: 100, pods: [] })).zero_ready_s).toBe(100);
  });
});

describe("user_weighted_s", () => {
  it("is a total outage's length for a total outage", () => {
    expect(downtimeMeasures(handmade({ seconds: 100, traffic: failing(10, 30, 10) })).user_weighted_s).toBeCloseTo(
      20,
      12,
    );
  });

  it("is a tenth of the time when a tenth fails", () => {
    expect(downtimeMeasures(handmade({ seconds: 100, traffic: failing(0, 100, 1) })).user_weighted_s).toBeCloseTo(
      10,
      12,
    );
  });

  it("is 0 when pods are missing and nobody notices", () => {
    const { user_weighted_s, degraded_pod_s } = downtimeMeasures(
      handmade({ seconds: 100, desired: 3, pods: [{}, { available: [[0, 60]] }] }),
    );
    expect(user_weighted_s).toBe(0);
    expect(degraded_pod_s).toBe(140);
  });

  it("does not apply without requests", () => {
    expect(downtimeMeasures(handmade({ traffic: () => ({}) })).user_weighted_s).toBeNull();
  });

  it("is the unavailable share of the window, always", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 10 }), { minLength: 1, maxLength: 50 }), (errors) => {
        const run = handmade({
          seconds: errors.length,
          traffic: (second) => ({ ok: 10 - (errors[second] ?? 0), error: errors[second] ?? 0 }),
        });
        const { user_weighted_s, request_availability } = downtimeMeasures(run);
        expect(user_weighted_s).toBeCloseTo((1 - (request_availability ?? 0)) * errors.length, 9);
      }),
    );
  });
});

describe("slo_violating_s", () => {
  const measured = (sloWindow: number, badRatio: number, seconds = 600) =>
    downtimeMeasures(handmade({ seconds, sloWindow, badRatio, traffic: failing(100, 106, 10) })).slo_violating_s;

  it("depends on the width of the windows: six bad seconds are ten or sixty", () => {
    expect(measured(10, 0.05)).toBe(10);
    expect(measured(60, 0.05)).toBe(60);
  });

  it("needs strictly more than the limit", () => {
    // 60 of 600 requests of the window [60 s, 120 s) are bad: exactly a tenth.
    expect(measured(60, 0.1)).toBe(0);
    expect(measured(60, 0.0999)).toBe(60);
  });

  it("drops a last window that the end cuts short", () => {
    expect(measured(60, 0.05, 119)).toBe(0);
    expect(measured(60, 0.05, 120)).toBe(60);
  });

  it("does not count windows without requests", () => {
    const run = handmade({ seconds: 120, traffic: () => ({}) });
    expect(downtimeMeasures(run)).toMatchObject({
      slo_violating_s: 0,
      time_availability: 1,
      request_availability: null,
    });
  });

  it("never rises with a laxer limit, and its complement is the availability by time", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 10 }), { minLength: 20, maxLength: 60 }), share, share, (errors, a, b) => {
        const judged = (badRatio: number) =>
          downtimeMeasures(
            handmade({
              seconds: errors.length,
              sloWindow: 10,
              badRatio,
              traffic: (second) => ({ ok: 10 - (errors[second] ?? 0), error: errors[second] ?? 0 }),
            }),
          );
        const [strict, lax] = [judged(Math.min(a, b)), judged(Math.max(a, b))];
        expect(lax.slo_violating_s).toBeLessThanOrEqual(strict.slo_violating_s);
        const full = Math.floor(errors.length / 10) * 10;
        expect(strict.time_availability).toBeCloseTo(1 - strict.slo_violating_s / full, 12);
      }),
    );
  });
});

describe("gray_failure_s", () => {
  it("counts suffering only while some pod is ready", () => {
    const run = handmade({
      seconds: 100,
      pods: [
        {
          ready: [
            [0, 20],
            [30, 100],
          ],
        },
      ],
      traffic: failing(10, 40, 5),
    });
    expect(downtimeMeasures(run).gray_failure_s).toBe(20);
  });
});

describe("late answers", () => {
  it("are bad, and half as bad for Apdex within four times the objective", () => {
    const run = handmade({ seconds: 10, traffic: () => ({ ok: 8, slow: 2 }) });
    expect(downtimeMeasures(run)).toMatchObject({ latency_slo_miss_share: 0.2, request_availability: 0.8 });
    expect(apdex(8, 2, 10)).toBe(0.9);
    expect(apdex(0, 0, 0)).toBeNull();
  });

  it("count for Apdex in the proportion the sample saw them tolerable", () => {
    const run = handmade({ seconds: 10, traffic: () => ({ ok: 6, slow: 4 }) });
    const { sample } = run.traffic;
    const withSample = (latencies: number[]) => ({
      ...run,
      traffic: {
        ...run.traffic,
        sample: {
          ...sample,
          arrivedAt: new Float64Array(latencies.length),
          endedAt: Float64Array.from(latencies),
          outcome: new Int8Array(latencies.length).fill(1),
        },
      },
    });
    expect(downtimeMeasures(withSample([2_000_000, 2_000_001])).apdex).toBeCloseTo(0.6 + 0.4 / 4, 12);
  });
});
