import { describe, expect, it } from "vitest";
import { simulate, simulateTwin } from "../../src/experiment/simulate.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { measure } from "../../src/measures/measure.ts";
import { wholeBuckets } from "../../src/measures/wholeBuckets.ts";
import { measuresWithin } from "../../src/measures/within.ts";
import { readScenario } from "../../src/scenario/read.ts";

const reading = readScenario(
  [
    "apiVersion: drydock/v1",
    "name: web",
    "duration: 3m",
    "warmup: 10s",
    "releaseAt: 30s",
    "traffic: {rate: 60/s, users: 300}",
    "release: {faults: [{errorShare: {share: 20%}}]}",
    "prices: {badRequest: 0.01}",
    "strategies: [recreate]",
  ].join("\n"),
);
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const scenario = reading.value;
const [strategy] = scenario.strategies;
if (strategy === undefined) throw new Error("one strategy");
const run = simulate(scenario, strategy);
const twin = simulateTwin(scenario);
const whole = measure(run, twin);
const { start, end } = run.window;

describe("the measures of a part of a run", () => {
  it("are those of the run, where the part is the whole", () => {
    const all = measuresWithin(run, twin, run.window);
    for (const id of [
      "bad_requests",
      "user_weighted_s",
      "zero_ready_s",
      "hurt_users",
      "extra_compute_cost",
      "requests",
    ] as const)
      expect([id, all[id]]).toEqual([id, whole[id]]);
    expect(all.latency_p99_ms).toBeCloseTo(whole.latency_p99_ms ?? 0, -2);
  });

  it("add up over parts that make the whole, where the measure is a sum", () => {
    const cut = [start, start + 50 * SECOND, start + 71 * SECOND, end];
    const parts = cut.slice(1).map((until, index) => measuresWithin(run, twin, { start: cut[index] ?? 0, end: until }));
    for (const id of ["bad_requests", "zero_ready_s", "pod_seconds", "requests", "caused_bad_requests"] as const)
      expect(parts.reduce((sum, part) => sum + (part[id] ?? 0), 0)).toBeCloseTo(whole[id] ?? 0, 6);
    expect(parts.map((part) => part.bad_requests)).not.toContain(whole.bad_requests);
  });

  it("know nothing bad of the time before the release, and nothing of what belongs to the rollout as a whole", () => {
    const before = measuresWithin(run, twin, { start, end: start + 30 * SECOND });
    expect(before).toMatchObject({ caused_bad_requests: 0, hurt_users: 0, zero_ready_s: 0 });
    expect(before.extra_compute_cost).toBeCloseTo(0, 12);
    expect(before).toMatchObject({ time_to_detect_s: null, exposed_users: null, rollout_duration_s: null });
  });
});

describe("a span in whole buckets", () => {
  it("reaches out to the buckets it touches and no farther than the window", () => {
    const at = (seconds: number): number => start + seconds * SECOND;
    expect(wholeBuckets(run, { start: at(61.4), end: at(70) })).toEqual({ start: at(61), end: at(70) });
    expect(wholeBuckets(run, { start: at(5.2), end: at(5.2) })).toEqual({ start: at(5), end: at(6) });
    expect(wholeBuckets(run, { start: -1e12, end: 1e15 })).toEqual({ start, end });
  });
});
