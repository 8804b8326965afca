import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "../../src/experiment/compare.ts";
import { simulate, simulateTwin } from "../../src/experiment/simulate.ts";
import { measure } from "../../src/measures/measure.ts";
import { clusterRun } from "../../src/record/clusterRun.ts";
import type { Run } from "../../src/record/run.ts";
import { strategies } from "../../src/rollout/strategies/index.ts";
import { readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

interface Several {
  readonly clusters: readonly { readonly name: string; readonly share?: string; readonly replicas?: number }[];
  readonly strategies?: readonly unknown[];
  readonly [field: string]: unknown;
}

function scenarioOf({ clusters, strategies: uses = ["waves"], ...more }: Several): Scenario {
  const file = {
    apiVersion: "drydock/v1",
    name: "several",
    duration: "6m",
    warmup: "10s",
    releaseAt: "10s",
    service: { preStop: "2s" },
    traffic: { rate: "40/s", users: 500 },
    clusters,
    strategies: uses,
    ...more,
  };
  const reading = readScenario(JSON.stringify(file));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

const TWO = [
  { name: "eu", share: "25%", replicas: 2 },
  { name: "us", share: "75%", replicas: 3 },
];
const SHORT = { waves: { bakeTime: "60s" } };
const BAD = { release: { faults: [{ errorShare: { share: "40%" } }] } };

function run(several: Several, index = 0): Run {
  const scenario = scenarioOf(several);
  const use = scenario.strategies[index];
  if (use === undefined) throw new Error("no such strategy");
  return simulate(scenario, use);
}

const kinds = ({ events }: Run, kind: string) => events.filter((event) => event.kind === kind);

describe("several clusters", { timeout: 60_000 }, () => {
  test("give the same record twice, and lose nothing, under every strategy", () => {
    const scenario = scenarioOf({
      clusters: TWO,
      strategies: strategies.map(({ name }) => name),
      duration: "3m",
      traffic: { rate: "20/s", users: 200 },
    });
    for (const use of scenario.strategies) {
      const once = simulate(scenario, use);
      expect(simulate(scenario, use).digest, use.name).toBe(once.digest);
      expect(once.clusters?.map(({ name }) => name)).toEqual(["eu", "us"]);
    }
  });

  test("bring the users of one cluster, at the same times, whichever cluster they live at", () => {
    const several = simulateTwin(scenarioOf({ clusters: TWO }));
    const one = simulateTwin(scenarioOf({ clusters: [], service: { replicas: 5, preStop: "2s" } }));
    expect(several.traffic.arrived).toEqual(one.traffic.arrived);
    expect(several.traffic.users.requests).toEqual(one.traffic.users.requests);
    expect(several.traffic.sample.arrivedAt).toEqual(one.traffic.sample.arrivedAt);
    expect(several.traffic.sample.user).toEqual(one.traffic.sample.user);
    expect(several.traffic.histories.arrivedAt).toEqual(one.traffic.histories.arrivedAt);
  });

  test("hurt and expose in wave 1 nobody who lives elsewhere", () => {
    const bad = run({ clusters: TWO, strategies: [SHORT], ...BAD });
    const [eu, us] = bad.clusters ?? [];
    expect(bad.rollout.result).toBe("rolledBack");
    expect(eu?.traffic.users.exposures.some((count) => count > 0)).toBe(true);
    expect(us?.traffic.users.exposures.every((count) => count === 0)).toBe(true);
    expect(kinds(bad, "waveStarted").map(({ subject }) => subject)).toEqual(["eu"]);
    expect(kinds(bad, "wavesStopped").map(({ subject }) => subject)).toEqual(["eu"]);
    expect(us?.rollout.abortedAt).toBeNull();
  });

  test("release to a wave only after the one before has its pods and its bake time is over", () => {
    const good = run({ clusters: TWO, strategies: [SHORT] });
    const [first, second] = kinds(good, "waveStarted");
    const done = kinds(good, "waveCompleted")[0];
    expect(good.rollout.result).toBe("completed");
    expect(done?.at).toBeGreaterThan(first?.at ?? 0);
    expect((second?.at ?? 0) - (done?.at ?? 0)).toBe(60_000_000);
    expect(good.rollout.completedAt).toBe(good.clusters?.[1]?.rollout.completedAt);
  });

  test("take the clusters of earlier waves back when a later one fails, or leave them, as is said", () => {
    const clusters = [...TWO, { name: "ap", share: "20%", replicas: 2 }].map((cluster, i) => ({
      ...cluster,
      share: ["25%", "55%", "20%"][i] as string,
    }));
    const faults = [{ clusterFailure: { at: "95s", for: "200s", cluster: "us" } }];
    const ended = (onFailure: string) =>
      run({ clusters, strategies: [{ waves: { bakeTime: "60s", onFailure } }], faults }).clusters?.map(
        ({ rollout }) => rollout.abortedAt !== null,
      );
    expect(ended("rollBack")).toEqual([true, true, false]);
    expect(ended("leave")).toEqual([false, true, false]);
  });

  test("are measured one by one and add up", () => {
    const scenario = scenarioOf({ clusters: TWO, strategies: ["recreate"] });
    const { lanes, twin } = compare(scenario);
    const lane = lanes[0];
    if (lane === undefined) throw new Error("no lane");
    const each = (lane.run.clusters ?? []).map((cluster, i) => {
      const before = twin.clusters?.[i];
      if (before === undefined) throw new Error("no twin");
      return measure(clusterRun(lane.run, cluster), clusterRun(twin, before));
    });
    const sum = (id: "requests" | "bad_requests" | "pod_seconds" | "degraded_pod_s") =>
      each.reduce((total, measures) => total + (measures[id] ?? 0), 0);
    for (const id of ["requests", "bad_requests", "pod_seconds", "degraded_pod_s"] as const) {
      expect(lane.measures[id]).toBeCloseTo(sum(id), 6);
    }
    const [eu, us] = each;
    expect(lane.measures.zero_ready_s).toBeCloseTo(0.25 * (eu?.zero_ready_s ?? 0) + 0.75 * (us?.zero_ready_s ?? 0), 6);
  });

  test("serve a drained cluster's users elsewhere while it is changed", () => {
    const drain = { waves: { deployBy: "recreate", bakeTime: "20s", drain: { for: "40s" } } };
    const drained = run({ clusters: TWO, strategies: [drain], traffic: { rate: "40/s", users: 500, dnsTtl: "20s" } });
    const [eu] = drained.clusters ?? [];
    expect(drained.rollout.result).toBe("completed");
    expect(eu?.sent.map(({ share }) => share).filter((share) => share === 0)).toHaveLength(1);
    expect(eu?.sent.at(-1)?.share).toBe(eu?.sent[0]?.share);
    expect(drained.traffic.totals.requestsByOutcome[3]).toBe(0);
  });

  test("go back whole where they were released to, under every strategy that an alert calls back", () => {
    fc.assert(
      fc.property(fc.constantFrom("rolling", "blueGreen", "canary", "recreate"), (deployBy) => {
        const bad = run({ clusters: TWO, strategies: [{ waves: { deployBy, bakeTime: "3m" } }], ...BAD });
        expect(bad.rollout.result).toBe("rolledBack");
        for (const { rollout, pods, desired } of bad.clusters ?? []) {
          if (rollout.abortedAt === null) continue;
          const alive = bad.pods
            .slice(pods.first, pods.first + pods.count)
            .filter(({ version, available }) => version === 0 && available.at(-1)?.end === bad.window.end);
          expect(alive.length).toBe(desired.at(-1)?.replicas);
        }
      }),
      { numRuns: 4 },
    );
  });
});
