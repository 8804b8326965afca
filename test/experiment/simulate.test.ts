import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "../../src/experiment/compare.ts";
import { simulate, simulateTwin } from "../../src/experiment/simulate.ts";
import { violations } from "../../src/record/conservation.ts";
import { draft, scenarioOf } from "./scenarioDraft.ts";

const few = { numRuns: 8 };
/** Rehearsals by the dozen take a while on a busy machine; what is tested has no clock in it. */
const patience = 60_000;

describe("any scenario", { timeout: patience }, () => {
  test("gives the same record twice, and another one under another seed", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const scenario = scenarioOf(some);
        for (const strategy of scenario.strategies) {
          const once = simulate(scenario, strategy);
          expect(simulate(scenario, strategy).digest).toBe(once.digest);
          expect(simulate(scenario, strategy, "another").digest).not.toBe(once.digest);
        }
      }),
      few,
    );
  });

  test("loses and invents nothing", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const scenario = scenarioOf(some);
        for (const strategy of scenario.strategies) expect(violations(simulate(scenario, strategy))).toEqual([]);
        expect(violations(simulateTwin(scenario))).toEqual([]);
      }),
      few,
    );
  });

  test("brings the same users at the same times under every strategy", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const { lanes, twin } = compare(scenarioOf(some));
        for (const { run } of lanes) {
          expect(run.traffic.arrived).toEqual(twin.traffic.arrived);
          expect(run.traffic.users.requests).toEqual(twin.traffic.users.requests);
          expect(run.traffic.sample.arrivedAt).toEqual(twin.traffic.sample.arrivedAt);
        }
      }),
      few,
    );
  });

  test("names a cause that came before for everything that follows from something", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const scenario = scenarioOf(some);
        for (const strategy of scenario.strategies) {
          const { events } = simulate(scenario, strategy);
          for (const event of events) expect(event.cause).toBeLessThan(event.id);
          const released = events.find(({ kind }) => kind === "releaseSubmitted");
          const created = events.filter(({ kind, at }) => kind === "podCreated" && at > (released?.at ?? 0));
          for (const event of created) expect(event.cause).toBeGreaterThanOrEqual(0);
        }
      }),
      few,
    );
  });
});

describe("a release with nothing wrong in it", { timeout: patience }, () => {
  test("exposes nobody and hurts nobody through the new version", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const { lanes } = compare(scenarioOf({ ...some, errorPercent: 0 }));
        for (const { measures } of lanes) expect(measures.exposed_users).toBe(0);
      }),
      few,
    );
  });

  test("never leaves a rolling update below what it must keep available", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const scenario = scenarioOf({ ...some, errorPercent: 0 });
        const rolling = scenario.strategies.filter(({ name }) => name === "rolling");
        const [lane] = compare(scenario, { strategies: rolling.map(({ name }) => name) }).lanes;
        const floor = some.replicas - Math.min(some.replicas, some.unavailable);
        const degraded = lane?.measures.degraded_pod_s ?? 0;
        if (floor === some.replicas) expect(degraded).toBe(0);
        else expect(degraded).toBeLessThanOrEqual((some.replicas - floor) * 240);
      }),
      few,
    );
  });
});
