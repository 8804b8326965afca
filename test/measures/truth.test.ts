import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulate, simulateTwin } from "../../src/experiment/simulate.ts";
import { reachedUsers, zipfActivity } from "../../src/experiment/statistics/exposure.ts";
import { newVersionShare } from "../../src/measures/exposure.ts";
import { measure } from "../../src/measures/measure.ts";
import { OUTCOME_COUNT, OUTCOMES, type Run } from "../../src/record/run.ts";
import { integrate } from "../../src/record/spans.ts";
import { readScenario } from "../../src/scenario/read.ts";

const reading = readScenario(readFileSync(join(import.meta.dirname, "../../scenarios/bad-release.yaml"), "utf8"));
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const scenario = reading.value;
const twin = simulateTwin(scenario);

const REFUSED = OUTCOMES.indexOf("refused");

/** Share of all attempts that reached a process of the new version, counted one by one. */
function countedShare({ traffic }: Run): number {
  let fresh = 0;
  let all = 0;
  for (let i = 0; i < traffic.attempts.length; i++) {
    const row = Math.floor(i / OUTCOME_COUNT) % 3;
    const count = traffic.attempts[i] as number;
    all += count;
    if (row === 1 && i % OUTCOME_COUNT !== REFUSED) fresh += count;
  }
  return fresh / all;
}

/** Mean of the share that the routing gave, over the window. */
function routedShare(run: Run): number {
  return integrate(newVersionShare(run)) / (run.window.end - run.window.start);
}

describe.for(scenario.strategies.map((use) => [use.name, use] as const))("what a record says of %s", ([, use]) => {
  const run = simulate(scenario, use);
  const measures = measure(run, twin);

  it("about the share of the traffic is what the requests met", () => {
    const routed = routedShare(run);
    expect(routed).toBeGreaterThan(0);
    expect(Math.abs(countedShare(run) / routed - 1)).toBeLessThan(0.1);
  });

  it("about exposed users is what their activity and that share let expect", () => {
    const { count, activity } = scenario.traffic.users;
    if (activity.law !== "zipf") throw new Error("the scenario's users are of unequal activity");
    const expected = reachedUsers(
      zipfActivity(count, activity.exponent),
      run.traffic.totals.attempts * countedShare(run),
    );
    expect(Math.abs((measures.exposed_user_count ?? 0) / (expected * count) - 1)).toBeLessThan(0.15);
  });

  it("about harm is no more than what the release did", () => {
    const { hurt_user_count, caused_bad_requests, bad_requests, user_weighted_s, request_availability } = measures;
    expect(hurt_user_count).toBeLessThanOrEqual(caused_bad_requests ?? 0);
    expect((caused_bad_requests ?? 0) + (measure(twin, twin).bad_requests ?? 0)).toBe(bad_requests);
    const seconds = (run.window.end - run.window.start) / 1e6;
    expect(user_weighted_s).toBeCloseTo((1 - (request_availability ?? 0)) * seconds, 9);
  });

  it("about a good release is that it exposes nobody, and hurts nobody beyond its own outage", () => {
    const good = { ...scenario, release: { ...scenario.release, faults: [] } };
    const harmless = measure(simulate(good, use), twin);
    expect(harmless).toMatchObject({ exposed_users: 0, peak_exposure: 0, exposure_user_minutes: 0 });
    if (harmless.zero_ready_s === 0) expect(harmless).toMatchObject({ caused_bad_requests: 0, hurt_users: 0 });
  });
});

describe("the world without a release", () => {
  it("hurts and exposes nobody, and costs what it always costs", () => {
    const measures = measure(twin, twin);
    expect(measures).toMatchObject({
      hurt_users: 0,
      exposed_users: 0,
      caused_bad_requests: 0,
      surge_overhead_pod_s: 0,
      zero_ready_s: 0,
    });
    expect(measures.extra_compute_cost).toBeCloseTo(0, 12);
  });
});
