import { describe, expect, test } from "vitest";
import { compare } from "../../src/experiment/compare.ts";
import { simulate } from "../../src/experiment/simulate.ts";
import { clusterRun } from "../../src/record/clusterRun.ts";
import type { Run } from "../../src/record/run.ts";
import { strategies } from "../../src/rollout/strategies/index.ts";
import { readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

const PLACES = {
  "one cluster": [],
  "two clusters": [
    { name: "eu", share: "30%" },
    { name: "us", share: "70%" },
  ],
} as const;

function scenarioOf(more: Readonly<Record<string, unknown>>): Scenario {
  const file = {
    apiVersion: "drydock/v1",
    name: "every-strategy",
    duration: "8m",
    warmup: "10s",
    releaseAt: "10s",
    strategies: strategies.map(({ name }) => name),
    ...more,
  };
  const reading = readScenario(JSON.stringify(file));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

/** Users whose sampled requests met the old version after the new one, while the new one's share only grew. */
function usersTakenBack(run: Run): number {
  const parts = run.clusters?.map((cluster) => clusterRun(run, cluster)) ?? [run];
  return parts.reduce((sum, part) => sum + takenBackIn(part), 0);
}

function takenBackIn({ rollout, traffic: { sample } }: Run): number {
  const lastStep = rollout.weights.at(-1)?.at ?? 0;
  const met = new Set<number>();
  const back = new Set<number>();
  for (let i = 0; i < sample.user.length; i++) {
    const user = sample.user[i] as number;
    if ((sample.arrivedAt[i] as number) >= lastStep) break;
    if (sample.version[i] === 1) met.add(user);
    else if (sample.version[i] === 0 && met.has(user)) back.add(user);
  }
  return back.size;
}

describe.each(Object.entries(PLACES))("every strategy in %s", { timeout: 60_000 }, (_, clusters) => {
  test("is paid for at least as many pods as were wanted, less those that were missing", () => {
    const { lanes } = compare(scenarioOf({ clusters, traffic: { rate: "20/s", users: 200 } }));
    for (const { strategy, measures } of lanes) {
      const { surge_overhead_pod_s: overhead, degraded_pod_s: missing } = measures;
      expect((overhead ?? 0) + (missing ?? 0), strategy).toBeGreaterThanOrEqual(-1e-6);
    }
  });

  test("keeps a user whom it has given the new version while the version's share grows, where a user has a side", () => {
    const traffic = { rate: "60/s", users: 100, routing: "sticky" };
    const steps = ["5%", "20%", "50%", "80%"].map((weight) => ({ weight, pause: "40s" }));
    const canary = { canary: { steps } };
    const uses =
      clusters.length === 0 ? [canary, "abTest"] : [{ waves: { deployBy: canary, bakeTime: "10s" } }, canary];
    const scenario = scenarioOf({ clusters, traffic, strategies: uses });
    for (const use of scenario.strategies) {
      const run = simulate(scenario, use);
      expect(run.rollout.weights.length, use.name).toBeGreaterThan(0);
      expect(usersTakenBack(run), use.name).toBe(0);
    }
    const drawn = scenarioOf({ clusters, traffic: { ...traffic, routing: "perRequest" }, strategies: [canary] });
    const [use] = drawn.strategies;
    if (use === undefined) throw new Error("no strategy");
    expect(usersTakenBack(simulate(drawn, use))).toBeGreaterThan(0);
  });
});
