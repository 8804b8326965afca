import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { simulate } from "../../src/experiment/simulate.ts";
import { faults } from "../../src/faults/index.ts";
import type { Run } from "../../src/record/run.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { REGISTRY } from "../../src/scenario/registered.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

/** A small world in which every fault can happen; JSON is YAML. */
function scenarioOf(parts: Readonly<Record<string, unknown>>): Scenario {
  const file = {
    apiVersion: "drydock/v1",
    name: "faults",
    duration: "3m",
    warmup: "5s",
    releaseAt: "20s",
    service: { replicas: 3, boot: "3s", readinessProbe: { periodSeconds: 2 }, disruptionBudget: { maxUnavailable: 1 } },
    traffic: { rate: "20/s", users: 50 },
    ...parts,
  };
  const reading = readScenario(JSON.stringify(file));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

const CALLED = { service: { name: "payments", share: "50%" } };
const SHARED = { database: { name: "orders", connections: 8, poolPerPod: 2 } };
const dependencies = fc.constantFrom([CALLED], [{ cache: { name: "cache" } }, CALLED], [CALLED, SHARED]);

const moment = fc.oneof(
  fc.integer({ min: 0, max: 170 }).map((seconds) => `${seconds}s`),
  fc.constant({ first: "10s", every: "45s" }),
  fc.constant({ randomly: "60/h" }),
);

/** A fault with its defaults, for the place in the file that it belongs to. */
const use = fc.record({ fault: fc.constantFrom(...faults), at: moment }).map(({ fault: { name, target }, at }) => ({
  target,
  written: target === "world" && name !== "retryStorm" ? { [name]: { at } } : name,
}));

const world = fc
  .record({
    uses: fc.array(use, { minLength: 1, maxLength: 3 }),
    dependencies,
    strategy: fc.constantFrom(...REGISTRY.strategies.map(({ name }) => name)),
    seed: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ uses, dependencies, strategy, seed }) => ({
    seed,
    dependencies,
    strategies: [strategy],
    release: { faults: uses.filter(({ target }) => target === "newVersion").map(({ written }) => written) },
    faults: uses.filter(({ target }) => target === "world").map(({ written }) => written),
  }));

/** Plays the first strategy. Whatever is played keeps the laws of conservation, or it is not sealed. */
function play(scenario: Scenario): Run {
  const [strategy] = scenario.strategies;
  if (strategy === undefined) throw new Error("a scenario has strategies");
  return simulate(scenario, strategy);
}

const began = (run: Run) =>
  run.events.filter(({ kind }) => kind === "faultStarted").map(({ at, subject }) => `${at} ${subject}`);

describe("any strategy under any faults", () => {
  test("loses no request, counts none twice, and gives the same run again", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(world, (parts) => {
        const scenario = scenarioOf(parts);
        expect(play(scenario).digest).toBe(play(scenario).digest);
      }),
      { numRuns: 25 },
    );
  });

  test("ends what has ended: episodes begin before they end, and as often", () => {
    fc.assert(
      fc.property(world, (parts) => {
        const { events, window } = play(scenarioOf(parts));
        const open = new Map<string, number>();
        for (const { kind, subject } of events) {
          if (kind === "faultStarted") open.set(subject, (open.get(subject) ?? 0) + 1);
          if (kind === "faultEnded") open.set(subject, (open.get(subject) ?? 0) - 1);
          expect(open.get(subject) ?? 0).toBeGreaterThanOrEqual(0);
        }
        expect(events.every(({ at }) => at <= window.end)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});

describe("faults that come by chance", () => {
  const random = [
    { trafficSpike: { at: { randomly: "120/h" }, for: "5s" } },
    { podKill: { at: { randomly: "60/h" } } },
  ];

  test("come at the same times under every strategy", () => {
    const runs = ["recreate", "rolling", "canary"].map((name) =>
      play(scenarioOf({ faults: random, strategies: [name] })),
    );
    expect(began(runs[0] as Run).length).toBeGreaterThan(3);
    for (const run of runs) expect(began(run)).toEqual(began(runs[0] as Run));
  });

  test("come at other times under another seed, and each kind by its own chance", () => {
    const one = play(scenarioOf({ faults: random, strategies: ["rolling"] }));
    const other = play(scenarioOf({ faults: random, strategies: ["rolling"], seed: 2 }));
    const alone = play(scenarioOf({ faults: random.slice(1), strategies: ["rolling"] }));
    const kills = (run: Run) => began(run).filter((event) => event.endsWith("podKill"));
    expect(began(other)).not.toEqual(began(one));
    expect(kills(alone)).toEqual(kills(one));
  });
});

test("M28: a fault after the end changes nothing of what happens before", () => {
  const calm = play(scenarioOf({ strategies: ["rolling"] }));
  const later = play(scenarioOf({ strategies: ["rolling"], faults: [{ zoneFailure: { at: "10m" } }] }));
  expect(later.digest).toBe(calm.digest);
});

test("spikes that overlap multiply, and each ends with itself alone", () => {
  const spikes = [
    { trafficSpike: { at: "60s", for: "60s", factor: 3 } },
    { trafficSpike: { at: "80s", for: "20s", factor: 2 } },
  ];
  const { traffic } = play(
    scenarioOf({ strategies: ["rolling"], faults: spikes, traffic: { rate: "20/s", arrivals: "deterministic" } }),
  );
  const arrivedIn = (from: number, to: number) => {
    const buckets = traffic.arrived.slice((from * 1e6) / traffic.bucket, (to * 1e6) / traffic.bucket);
    return buckets.reduce((sum, count) => sum + count, 0) / (to - from);
  };
  expect(
    [arrivedIn(20, 60), arrivedIn(60, 80), arrivedIn(80, 100), arrivedIn(100, 120), arrivedIn(130, 170)].map(
      Math.round,
    ),
  ).toEqual([20, 60, 120, 60, 20]);
});
