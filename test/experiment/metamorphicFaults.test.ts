import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { simulate, simulateTwin } from "../../src/experiment/simulate.ts";
import type { Measures } from "../../src/measures/ids.ts";
import { measure } from "../../src/measures/measure.ts";
import type { Run } from "../../src/record/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { calmDraft, type Draft, fileOf, mustRead } from "./scenarioDraft.ts";

/** Relations between runs under faults, monitoring and load (reliability: M23–M36; M28 is in faultProperties.test.ts). */

const few = { numRuns: 6 };
const patience = 60_000;

type Parts = Readonly<Record<string, unknown>>;

function scenarioOf(some: Draft, strategy: unknown, parts: Parts = {}): Scenario {
  const file: Parts = { ...fileOf(some), strategies: [strategy] };
  const merged = Object.fromEntries(
    Object.entries(parts).map(([key, value]) => {
      const under = file[key];
      const isTree = typeof under === "object" && !Array.isArray(value) && typeof value === "object";
      return [key, isTree ? { ...under, ...value } : value];
    }),
  );
  return mustRead(stringify({ ...file, ...merged }));
}

function play(some: Draft, strategy: unknown, parts: Parts = {}): Run {
  const scenario = scenarioOf(some, strategy, parts);
  return simulate(scenario, scenario.strategies[0] as Scenario["strategies"][number]);
}

function measured(some: Draft, strategy: unknown, parts: Parts = {}): Measures {
  return measure(play(some, strategy, parts), simulateTwin(scenarioOf(some, strategy, parts)));
}

const rolling = { rolling: { maxSurge: 1, maxUnavailable: 0 } };
const held = (weight: string) => ({ canary: { steps: [{ weight, pause: "10m" }], analysis: null } });
const failing = (share: string) => ({ release: { faults: [{ errorShare: { share } }] } });
const badOf = ({ traffic }: Run) => traffic.totals.requestsByOutcome.slice(1).reduce((sum, count) => sum + count, 0);
/** A draft with some load and room to carry it. */
const loaded = calmDraft.map((some) => ({
  ...some,
  replicas: Math.max(3, some.replicas),
  rate: Math.max(40, some.rate),
}));

describe("M23: a fault that never strikes", { timeout: patience }, () => {
  test("changes no request", () => {
    fc.assert(
      fc.property(calmDraft, (some) => {
        const never = play(some, rolling, failing("0%"));
        const none = play(some, rolling);
        expect(never.traffic.totals).toEqual(none.traffic.totals);
        expect(never.traffic.users.bad).toEqual(none.traffic.users.bad);
        // Their causes are other entries of the log, which has one more: that the fault began.
        const lives = ({ pods }: Run) => pods.map(({ transitions }) => transitions.map(({ at, state }) => [at, state]));
        expect(lives(never)).toEqual(lives(none));
      }),
      few,
    );
  });
});

describe("M24: a larger share of errors", { timeout: patience }, () => {
  test("never means fewer bad requests as long as nobody acts", () => {
    fc.assert(
      fc.property(calmDraft, (some) => {
        const [few_, many] = ["5%", "30%"].map((share) => play(some, rolling, failing(share)));
        expect(badOf(many as Run)).toBeGreaterThanOrEqual(badOf(few_ as Run));
      }),
      few,
    );
  });

  test("may mean fewer in the end: it is seen, and what stays under the threshold is not", () => {
    const base = fc.sample(loaded, { numRuns: 1, seed: 3 })[0] as Draft;
    const some: Draft = { ...base, onAlert: "rollBack", replicas: 4, rate: 60, preStopSeconds: 5 };
    const strategy = { canary: { steps: [{ weight: "50%", pause: "15m" }], analysis: null } };
    const parts = (share: string) => ({ ...failing(share), duration: "15m", monitoring: { errorRatioAbove: "5%" } });
    const unseen = play(some, strategy, parts("8%"));
    const seen = play(some, strategy, parts("80%"));
    expect(seen.rollout.result).toBe("rolledBack");
    expect(badOf(seen)).toBeLessThan(badOf(unseen));
  });
});

describe("M25 and M26: when an alert fires", { timeout: patience }, () => {
  const fired = (some: Draft, monitoring: Parts) =>
    play(some, rolling, { ...failing("100%"), monitoring }).monitoring.alerts[0]?.firingAt ?? Number.POSITIVE_INFINITY;

  test("M25: no later with shorter intervals of the same phase", () => {
    const every = (seconds: number) => ({
      scrapeInterval: `${seconds}s`,
      evaluationInterval: `${seconds}s`,
      scrapePhase: "0s",
      evaluationPhase: "0s",
      window: "40s",
      for: "0s",
    });
    fc.assert(
      fc.property(loaded, (some) => {
        expect(fired(some, every(5))).toBeLessThanOrEqual(fired(some, every(10)));
      }),
      few,
    );
  });

  test("M26: no earlier with a longer wait, and without one at the first true evaluation", () => {
    fc.assert(
      fc.property(loaded, (some) => {
        const times = ["0s", "5s", "20s"].map((wait) => fired(some, { for: wait }));
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        const { alerts } = play(some, rolling, { ...failing("100%"), monitoring: { for: "0s" } }).monitoring;
        expect(alerts[0]?.firingAt).toBe(alerts[0]?.pendingAt);
      }),
      few,
    );
  });
});

describe("M27: an alert on a series that is not there", { timeout: patience }, () => {
  test("changes nothing of what happens", () => {
    const own = { alert: "Errors", expr: "sum(rate(http_requests_total[1m])) < 0", for: "0s" };
    const other = { alert: "Elsewhere", expr: "somebody_elses_series > 1", for: "0s" };
    const rules = (...list: Parts[]) => ({ monitoring: { rules: [{ name: "own", rules: list }] } });
    fc.assert(
      fc.property(calmDraft, (some) => {
        const alone = play(some, rolling, rules(own)).digests;
        const both = play(some, rolling, rules(own, other)).digests;
        expect(both).toEqual(alone);
      }),
      few,
    );
  });
});

describe("M29 and M30: exposure", { timeout: patience }, () => {
  test("M29: without detection it is what the weight gives: as many attempts as weight times rate times time", () => {
    fc.assert(
      fc.property(loaded, fc.constantFrom(10, 30, 50), (some, percent) => {
        const { traffic, rollout, window } = play(some, held(`${percent}%`), failing("0%"));
        const since = rollout.weights.find(({ weight }) => weight > 0)?.at ?? window.end;
        const expected = (some.rate * (window.end - since) * percent) / 100e6;
        const exposed = traffic.users.exposures.reduce((sum, count) => sum + count, 0);
        // Binomial: five standard deviations, and what was on its way.
        expect(Math.abs(exposed - expected)).toBeLessThan(5 * Math.sqrt(expected) + 5);
      }),
      few,
    );
  });

  test("M30: a fault in the shadow hurts nobody", () => {
    fc.assert(
      fc.property(loaded, (some) => {
        const { hurt_user_count, exposed_user_count } = measured(some, "shadow", {
          ...failing("100%"),
          monitoring: { onAlert: "rollBack" },
        });
        expect([hurt_user_count, exposed_user_count]).toEqual([0, 0]);
      }),
      few,
    );
  });
});

describe("M31: more slots in each pod", { timeout: patience }, () => {
  test("never make anybody wait longer: the queue of a pod with more servers is shorter, path by path", () => {
    fc.assert(
      fc.property(calmDraft, (some) => {
        const calm = { ...some, balancer: "random" as const };
        const capacity = (slots: number) => ({
          service: { capacity: { slots, queue: 1000, serviceTime: "60ms" }, preStop: "5s" },
        });
        const latency = (slots: number) =>
          simulateTwin(scenarioOf(calm, rolling, capacity(slots))).traffic.latency.all.reduce(
            (sum, count, bin) => sum + count * bin,
            0,
          );
        expect(latency(6)).toBeLessThanOrEqual(latency(3));
      }),
      few,
    );
  });
});

describe("M34 and M35: who meets the new version", { timeout: patience }, () => {
  const busy = loaded.map((some) => ({ ...some, routing: "perRequest" as const }));

  test("M34: twice the users at half the rate each: the same load, a smaller share, more of them", () => {
    fc.assert(
      fc.property(busy, (some) => {
        const of = (users: number) =>
          measured(some, held("10%"), { ...failing("0%"), traffic: { users, activity: "uniform" } });
        const [one, two] = [of(400), of(800)];
        expect(two.requests).toBe(one.requests);
        expect(two.exposed_user_count as number).toBeGreaterThan(one.exposed_user_count as number);
        expect(two.exposed_users as number).toBeLessThan(one.exposed_users as number);
      }),
      few,
    );
  });

  test("M35: who keeps his side meets it no more often than the weight says; who does not, does", () => {
    fc.assert(
      fc.property(busy, (some) => {
        const of = (routing: string) =>
          measured(some, held("10%"), { ...failing("0%"), traffic: { users: 1000, activity: "uniform", routing } });
        const [sticky, perRequest] = [of("sticky"), of("perRequest")];
        const spread = 4 * Math.sqrt((0.1 * 0.9) / 1000);
        expect(sticky.exposed_users_of_all as number).toBeLessThanOrEqual(0.1 + spread);
        expect(sticky.exposed_users as number).toBeLessThan(perRequest.exposed_users as number);
      }),
      few,
    );
  });
});

describe("M36: clients who try once and wait for ever", { timeout: patience }, () => {
  test("make as many attempts as requests, and never time out", () => {
    fc.assert(
      fc.property(calmDraft, (some) => {
        const { totals } = play(some, "recreate", {
          traffic: { client: { timeout: "1h", retries: { max: 0 } } },
        }).traffic;
        expect(totals.attempts).toBe(totals.requests);
        expect(totals.requestsByOutcome[5]).toBe(0);
      }),
      few,
    );
  });
});
