import { describe, expect, test } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { blueGreen } from "../../src/rollout/strategies/blueGreen.ts";
import { canary } from "../../src/rollout/strategies/canary.ts";
import { exactly } from "../cluster/stage.ts";
import { type Rehearsal, type RehearsalOptions, rehearse, SUBMITTED } from "./rehearsal.ts";

const NO_ANALYSIS = { analysis: null };

function canaryBy(steps: readonly unknown[], options: RehearsalOptions & { readonly more?: object } = {}): Rehearsal {
  const { more = {}, ...rest } = options;
  return rehearse(canary, { ...rest, parameters: { ...NO_ANALYSIS, steps, ...more } });
}

/** Seconds after the submission at which something of this kind happened first; null: never. */
function secondOf({ events }: Rehearsal, kind: string): number | null {
  const found = events.find((event) => event.kind === kind);
  return found === undefined ? null : found.at / SECOND - SUBMITTED;
}

describe("the steps of a canary", () => {
  test("wait for a person who promotes, as often as there is one to wait for", () => {
    const steps = [{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }, { pause: {} }];
    const attended = canaryBy(steps, { more: { promoteAfter: "60s" } });
    expect(attended.record.result).toBe("completed");
    expect(secondOf(attended, "rolloutPromoted")).toBeGreaterThan(120);
    const alone = canaryBy(steps);
    expect(alone.record.result).toBe("unfinished");
    expect(alone.exposure(700, 800)).toBeCloseTo(0.2, 2);
  });

  test("size the canary apart from its traffic until they say that it should match again", () => {
    const steps = [
      { setCanaryScale: { replicas: 3 } },
      { setWeight: 10 },
      { pause: "60s" },
      { setCanaryScale: { matchTrafficWeight: true } },
      { pause: "10m" },
    ];
    const { replicaSets, exposure } = canaryBy(steps, { until: 400 });
    expect(exposure(100, 130)).toBeCloseTo(0.1, 2);
    expect(replicaSets.map(({ replicas }) => replicas)).toEqual([10, 1]);
    const before = canaryBy(steps, { until: 110 });
    expect(before.replicaSets.map(({ replicas }) => replicas)).toEqual([10, 3]);
  });

  test("may name several things at once, as Argo Rollouts allows", () => {
    const { record } = canaryBy([
      { setCanaryScale: { replicas: 5 }, pause: "30s" },
      { setHeaderRoute: { name: "beta" } },
    ]);
    expect(record.result).toBe("completed");
  });

  test("pass routes and steps of one's own at once", () => {
    const steps = [{ setHeaderRoute: { name: "a" } }, { setMirrorRoute: { name: "b" } }, { plugin: { name: "c" } }];
    const rehearsal = canaryBy(steps);
    expect(secondOf(rehearsal, "rolloutPromoted")).toBeLessThan(20);
  });
});

describe("an experiment step", () => {
  const experiment = (more: object = {}) => ({
    experiment: {
      duration: "60s",
      templates: [
        { name: "baseline", specRef: "stable", weight: 5 },
        { name: "next", specRef: "canary", replicas: 2, weight: 5 },
      ],
      ...more,
    },
  });

  test("gives its stacks the traffic they ask for, takes it from the old version, and goes when its time is over", () => {
    const rehearsal = canaryBy([experiment(), { setWeight: 50 }, { pause: "10m" }], { until: 400 });
    expect(rehearsal.exposure(80, 120)).toBeCloseTo(0.05, 2);
    const names = rehearsal.replicaSets.map(({ template: { hash }, replicas }) => [
      hash.split("-").slice(1).join("-"),
      replicas,
    ]);
    expect(names).toContainEqual(["baseline-0", 0]);
    expect(names).toContainEqual(["next-0", 0]);
    expect(rehearsal.exposure(300, 390)).toBeCloseTo(0.5, 2);
  });

  test("aborts the rollout when its analysis fails, before the canary has had a user", () => {
    const analysis = { interval: "10s", initialDelay: "30s", count: 20 };
    const rehearsal = canaryBy([experiment({ duration: "5m", analysis }), { setWeight: 50 }], { errors: 0.5 });
    expect(rehearsal.record.result).toBe("rolledBack");
    expect(secondOf(rehearsal, "rolloutAborted")).toBeLessThan(120);
    expect(rehearsal.exposure(300, 800)).toBe(0);
  });

  test("without a duration lasts as long as its analysis", () => {
    const analysis = { interval: "10s", count: 5 };
    const steps = [experiment({ duration: undefined, analysis }), { setWeight: 50 }, { pause: "10m" }];
    const rehearsal = canaryBy(steps, { until: 400 });
    expect(rehearsal.exposure(130, 390)).toBeCloseTo(0.5, 1);
  });

  test("ends with its rollout's promotion or abort, and leaves no pods behind", () => {
    const bad = canaryBy([experiment({ duration: "10m" })], { errors: 1, reaction: 5, until: 600 });
    expect(bad.record.result).toBe("rolledBack");
    expect(
      bad.replicaSets.filter(({ template }) => template.hash.includes("-next-")).map(({ replicas }) => replicas),
    ).toEqual([0]);
  });
});

describe("metrics of one's own", () => {
  const watching = (metric: object) => ({
    steps: [{ weight: "20%", pause: "5m" }],
    analysis: { metrics: [{ name: "m", interval: "10s", initialDelay: "60s", ...metric }] },
  });

  test.each([
    ["a share of errors", { measures: "errorRatio", successCondition: "result[0] < 0.1" }],
    ["percents", { measures: "errorPercent", failureCondition: "result[0] >= 10" }],
    ["successes, as a number", { measures: "successRatio", answers: "scalar", successCondition: "result > 0.9" }],
    ["the whole service", { measures: "successPercent", of: "service", successCondition: "result[0] > 97" }],
  ])("abort by %s", (_what, metric) => {
    const bad = rehearse(canary, { errors: 0.3, parameters: watching(metric), monitoring: { onAlert: "nothing" } });
    expect(bad.record.result).toBe("rolledBack");
    expect(rehearse(canary, { parameters: watching(metric) }).record.result).toBe("completed");
  });

  test("that nobody can rehearse pass, and dry runs have no say", () => {
    const strict = { measures: "errorRatio", successCondition: "result[0] < 0" };
    for (const metric of [{ measures: "nothing" }, { ...strict, dryRun: true }]) {
      expect(rehearse(canary, { parameters: watching(metric) }).record.result).toBe("completed");
    }
    expect(rehearse(canary, { parameters: watching(strict) }).record.result).toBe("rolledBack");
  });

  test("that are inconclusive stop the rollout where it is", () => {
    const metric = { measures: "errorRatio", successCondition: "result[0] < 0", failureCondition: "result[0] > 0.9" };
    const { record, exposure } = rehearse(canary, { parameters: watching(metric) });
    expect(record.result).toBe("unfinished");
    expect(exposure(600, 800)).toBeCloseTo(0.2, 2);
  });
});

test("a blue/green that waits for a person is promoted by one", () => {
  const parameters = { autoPromotionEnabled: false, promoteAfter: "90s", postPromotionAnalysis: null };
  const rehearsal = rehearse(blueGreen, { parameters });
  expect(rehearsal.record.result).toBe("completed");
  expect(secondOf(rehearsal, "rolloutPromoted")).toBeGreaterThan(90);
});

test("a rollout that does not get on goes back by itself when it is told to", () => {
  const next = { behaviour: { boot: exactly(9_999), neverReady: false, crashAfter: null } };
  const more = { progressDeadlineAbort: true };
  expect(canaryBy([{ weight: "20%" }], { next, progressDeadline: 60, more }).record.result).toBe("rolledBack");
  expect(canaryBy([{ weight: "20%" }], { next, progressDeadline: 60 }).record.result).toBe("stalled");
});
