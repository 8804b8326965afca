import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { Arrivals, rateSteps } from "../../src/traffic/arrivals.ts";
import type { RateStep } from "../../src/traffic/plane.ts";
import { service } from "./service.ts";

function arrivals(law: "poisson" | "deterministic", rate: readonly RateStep[], seed = "a"): Arrivals {
  return new Arrivals(service({ seed, arrivals: { law, rate: rateSteps(rate) } }));
}

function takeUntil(source: Arrivals, until: number): number[] {
  const times: number[] = [];
  for (; source.next < until; source.advance()) times.push(source.next);
  return times;
}

describe("arrivals", () => {
  it("follow a rate that steps, evenly spaced", () => {
    const steps = [
      { from: 0, perSecond: 2 },
      { from: 2 * SECOND, perSecond: 0 },
      { from: 5 * SECOND, perSecond: 4 },
    ];
    const inSeconds = takeUntil(arrivals("deterministic", steps), 6.1 * SECOND).map((at) => at / SECOND);
    // Half a second apart; the fourth is due at the very moment the rate drops to nothing.
    expect(inSeconds).toEqual([0.5, 1, 1.5, 2, 5.25, 5.5, 5.75, 6]);
  });

  it("come at the expected number in every step", () => {
    const steps = [
      { from: 0, perSecond: 500 },
      { from: 20 * SECOND, perSecond: 2000 },
    ];
    const times = takeUntil(arrivals("poisson", steps), 40 * SECOND);
    const early = times.filter((at) => at < 20 * SECOND).length;
    expect(Math.abs(early - 10_000)).toBeLessThan(4 * 100);
    expect(Math.abs(times.length - early - 40_000)).toBeLessThan(4 * 200);
    expect(times.every((at, i) => Number.isInteger(at) && (i === 0 || at >= (times[i - 1] as number)))).toBe(true);
  });

  it("keep what a gap has spent when the rate is multiplied in the middle of it", () => {
    const source = arrivals("deterministic", [{ from: 0, perSecond: 1 }]);
    source.setFactor(10, 0.5 * SECOND);
    // Half the gap is spent after half a second; the other half passes ten times as fast.
    expect(source.next).toBe(0.55 * SECOND);
  });

  it("are the same before a change, whatever the change", () => {
    const plain = arrivals("poisson", [{ from: 0, perSecond: 100 }]);
    const changed = arrivals("poisson", [{ from: 0, perSecond: 100 }]);
    const before = takeUntil(changed, 5 * SECOND);
    changed.setFactor(0, 5 * SECOND);
    expect(changed.next).toBe(Number.POSITIVE_INFINITY);
    expect(takeUntil(plain, 5 * SECOND)).toEqual(before);
  });
});
