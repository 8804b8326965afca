import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { simulate, simulateTwin } from "../../src/experiment/simulate.ts";
import type { Measures } from "../../src/measures/ids.ts";
import { measure } from "../../src/measures/measure.ts";
import type { Run } from "../../src/record/run.ts";
import { readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { calmDraft, type Draft, fileOf, mustRead } from "./scenarioDraft.ts";

/** Relations between runs that must hold although nobody knows the right answer to either (reliability: M11–M22). */

const few = { numRuns: 6 };
const patience = 60_000;

type Parts = Readonly<Record<string, unknown>>;

function scenarioOf(some: Draft, strategy: unknown, parts: Parts = {}): Scenario {
  return mustRead(stringify({ ...fileOf(some), strategies: [strategy], ...parts }));
}

function play(some: Draft, strategy: unknown, parts: Parts = {}): Run {
  const scenario = scenarioOf(some, strategy, parts);
  return simulate(scenario, scenario.strategies[0] as Scenario["strategies"][number]);
}

function measured(some: Draft, strategy: unknown): Measures {
  return measure(play(some, strategy), simulateTwin(scenarioOf(some, strategy)));
}

const rolling = (surge: number, unavailable = 0) => ({ rolling: { maxSurge: surge, maxUnavailable: unavailable } });
const canary = (...steps: Parts[]) => ({ canary: { steps, analysis: null } });

/** Seconds from the submission until the rollout was complete. */
function duration({ rollout: { submittedAt, completedAt } }: Run): number {
  if (completedAt === null) throw new Error("the rollout was not completed");
  return (completedAt - submittedAt) / 1e6;
}

/** Changes of weight to the second. */
const weights = ({ rollout }: Run) =>
  rollout.weights
    .map(({ at, weight }) => ({ at: Math.round((at - rollout.submittedAt) / 1e6), weight }))
    .filter(({ weight }, index, all) => weight !== all[index - 1]?.weight);

/** Quick enough to be completed within the window with one pod at a time. */
const quick = calmDraft.map((some) => ({
  ...some,
  bootSeconds: Math.min(some.bootSeconds, 8),
  onSigterm: "graceful" as const,
}));

describe("M11: room for all new pods at once", { timeout: patience }, () => {
  test("makes one round", () => {
    fc.assert(
      fc.property(quick, (some) => {
        const { pods } = play(some, rolling(some.replicas));
        const created = pods.filter(({ version }) => version === 1).map(({ transitions }) => transitions[0]?.at ?? 0);
        expect(created).toHaveLength(some.replicas);
        expect(Math.max(...created) - Math.min(...created)).toBeLessThan(500_000);
      }),
      few,
    );
  });
});

describe("M12: a start that takes longer", { timeout: patience }, () => {
  test("lengthens the rollout once for each round", () => {
    fc.assert(
      fc.property(quick, fc.integer({ min: 1, max: 3 }), (some, surge) => {
        const rounds = Math.ceil(some.replicas / surge);
        const plain = duration(play(some, rolling(surge)));
        const slower = duration(play({ ...some, bootSeconds: some.bootSeconds + 2 }, rolling(surge)));
        expect(slower - plain).toBeCloseTo(2 * rounds, 3);
      }),
      few,
    );
  });
});

describe("M13: waiting for a pod to stay ready", { timeout: patience }, () => {
  test("takes as long as a start that is as much longer", () => {
    fc.assert(
      fc.property(quick, (some) => {
        const patient = duration(play({ ...some, minReadySeconds: some.minReadySeconds + 3 }, rolling(1)));
        const slow = duration(play({ ...some, bootSeconds: some.bootSeconds + 3 }, rolling(1)));
        // The controller's latencies come in other orders: hundredths of a second for each pod.
        expect(Math.abs(patient - slow)).toBeLessThan(0.1 * some.replicas);
      }),
      few,
    );
  });
});

test("M14: a release of the version that runs is none, and is refused before it exposes anybody", () => {
  const reading = readScenario("apiVersion: drydock/v1\nname: same\nrelease: {from: v1, to: v1}");
  expect(reading.problems).toMatchObject([{ code: "same-version" }]);
});

describe("M15: recreate", { timeout: patience }, () => {
  test("is never down for less than a rolling update", () => {
    fc.assert(
      fc.property(quick, (some) => {
        const { zero_ready_s: recreate } = measured(some, "recreate");
        const { zero_ready_s: other } = measured(some, rolling(1));
        expect(recreate as number).toBeGreaterThanOrEqual(other as number);
      }),
      few,
    );
  });
});

describe("M16: blue/green without analysis", { timeout: patience }, () => {
  test("never leaves users without a ready endpoint", () => {
    fc.assert(
      fc.property(quick, (some) => {
        const lane = measured(some, { blueGreen: { postPromotionAnalysis: null } });
        expect(lane.zero_ready_s).toBe(0);
      }),
      few,
    );
  });
});

describe("M17–M19: the steps of a canary", { timeout: patience }, () => {
  test("M17: one step to 100 % gives all users the new version at once, as if there were no steps", () => {
    fc.assert(
      fc.property(quick, (some) => {
        const one = play(some, canary({ weight: "100%" }));
        expect(one.rollout.result).toBe("completed");
        expect(weights(one).filter(({ weight }) => weight > 0 && weight < 1)).toEqual([]);
      }),
      few,
    );
  });

  test("M18: a step of no length at the same weight changes nothing", () => {
    fc.assert(
      fc.property(quick, (some) => {
        const plain = play(some, canary({ weight: "20%", pause: "20s" }, { weight: "60%", pause: "20s" }));
        const longer = play(
          some,
          canary({ weight: "20%", pause: "20s" }, { weight: "20%", pause: "0s" }, { weight: "60%", pause: "20s" }),
        );
        expect(weights(longer).map(({ weight }) => weight)).toEqual(weights(plain).map(({ weight }) => weight));
        expect(Math.abs(duration(longer) - duration(plain))).toBeLessThan(1);
      }),
      few,
    );
  });

  test("M19: a pause in two halves is the pause", () => {
    fc.assert(
      fc.property(quick, (some) => {
        const whole = play(some, canary({ weight: "20%", pause: "40s" }));
        const halves = play(some, canary({ weight: "20%", pause: "20s" }, { weight: "20%", pause: "20s" }));
        expect(Math.abs(duration(halves) - duration(whole))).toBeLessThan(1);
        expect(weights(halves).map(({ weight }) => weight)).toEqual(weights(whole).map(({ weight }) => weight));
      }),
      few,
    );
  });
});

describe("M20: a StatefulSet whose partition keeps every pod back", { timeout: patience }, () => {
  test("changes no pod", () => {
    fc.assert(
      fc.property(quick, (some) => {
        const run = play(some, { statefulSet: { partition: some.replicas } });
        expect(run.pods.filter(({ version }) => version === 1)).toEqual([]);
        expect(run.events.filter(({ kind }) => kind === "podDeletionStarted")).toEqual([]);
      }),
      few,
    );
  });
});

describe("M21: going back once it is complete", { timeout: patience }, () => {
  test("takes no longer than the way there", () => {
    fc.assert(
      fc.property(
        quick.map((some) => ({ ...some, replicas: Math.min(some.replicas, 4) })),
        (some) => {
          const run = play(some, rolling(1), { actions: [{ at: "120s", do: "undo" }] });
          const { abortedAt, rolledBackAt } = run.rollout;
          expect(((rolledBackAt ?? Number.NaN) - (abortedAt ?? Number.NaN)) / 1e6).toBeLessThanOrEqual(
            duration(run) + 0.1,
          );
        },
      ),
      few,
    );
  });
});

describe("M22: a preStop that is longer than the proxies need", { timeout: patience }, () => {
  test("loses no more requests and holds nothing up", () => {
    fc.assert(
      fc.property(quick, (some) => {
        const lost = ({ traffic }: Run) =>
          (traffic.totals.requestsByOutcome[3] as number) + (traffic.totals.requestsByOutcome[4] as number);
        const enough = play({ ...some, preStopSeconds: 4 }, rolling(1));
        const long = play({ ...some, preStopSeconds: 8 }, rolling(1));
        expect(lost(long)).toBeLessThanOrEqual(lost(enough));
        expect(duration(long)).toBeCloseTo(duration(enough), 3);
      }),
      few,
    );
  });
});
