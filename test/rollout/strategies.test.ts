import { describe, expect, it } from "vitest";
import type { ReplicaSet } from "../../src/cluster/types.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { blueGreen } from "../../src/rollout/strategies/blueGreen.ts";
import { canary } from "../../src/rollout/strategies/canary.ts";
import { strategies } from "../../src/rollout/strategies/index.ts";
import { recreate } from "../../src/rollout/strategies/recreate.ts";
import { rolling } from "../../src/rollout/strategies/rolling.ts";
import { BOOT, rehearse, SUBMITTED, story } from "./rehearsal.ts";

const seconds = (at: number | null) => (at === null ? null : at / SECOND);

/** Wanted and ready pods of the old version and of the new one; Flagger keeps two Deployments and has several ReplicaSets of each. */
const podsByVersion = (replicaSets: readonly ReplicaSet[]) =>
  [0, 1].map((version) => {
    const own = replicaSets.filter(({ template }) => template.version === version);
    return [
      own.reduce((sum, { replicas }) => sum + replicas, 0),
      own.reduce((sum, { status }) => sum + status.ready, 0),
    ];
  });

describe.each(strategies.map((strategy) => [strategy.name, strategy] as const))("%s", (_name, strategy) => {
  it("completes a good release: new pods only, and nobody is alarmed", () => {
    // Longer than the outage that recreate is made of stays in sight.
    const { record, replicaSets } = rehearse(strategy, { monitoring: { holdFor: 60 * SECOND } });
    expect(record).toMatchObject({ result: "completed", detectedAt: null, abortedAt: null, rolledBackAt: null });
    expect(record.submittedAt).toBe(SUBMITTED * SECOND);
    // A big bang does not ask whether its pods are ready.
    expect(seconds(record.completedAt)).toBeGreaterThan(strategy.name === "bigBang" ? SUBMITTED : SUBMITTED + BOOT);
    expect(podsByVersion(replicaSets)).toEqual([
      [0, 0],
      [10, 10],
    ]);
  });

  it("calls a bad release back, and ends with the old code only", () => {
    const { record, replicaSets, exposure } = rehearse(strategy, { errors: 0.3 });
    expect(record.result).toBe("rolledBack");
    const times = [record.submittedAt, record.detectedAt, record.abortedAt, record.rolledBackAt].map(Number);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    // A flag leaves the new pods where they are, with their code dark.
    const pods = podsByVersion(replicaSets);
    expect(strategy.name === "featureFlag" ? pods.reverse() : pods).toEqual([
      [10, 10],
      [0, 0],
    ]);
    expect(exposure(Number(seconds(record.rolledBackAt)) + 1, 900)).toBe(0);
  });

  it("goes on with a bad release when nothing is to be done about alerts and no analysis looks", () => {
    // Nobody converts here, so that an experiment on conversions tells nothing.
    const blind = { analysis: null, prePromotionAnalysis: null, postPromotionAnalysis: null, metrics: [] };
    Object.assign(blind, { guardrail: null, goal: "conversions" });
    const known = Object.keys("entries" in strategy.parameters ? (strategy.parameters.entries as object) : {});
    const parameters = Object.fromEntries(Object.entries(blind).filter(([name]) => known.includes(name)));
    const { record } = rehearse(strategy, { errors: 0.3, parameters, monitoring: { onAlert: "nothing" } });
    expect(record).toMatchObject({ result: "completed", abortedAt: null });
    expect(record.detectedAt).not.toBeNull();
  });

  it("leaves the world alone as long as nothing is released", () => {
    const { events, replicaSets } = rehearse(strategy, { release: false });
    expect(events.filter(({ at }) => at > 0)).toEqual([]);
    expect(replicaSets).toHaveLength(1);
  });

  it("does the same every time", () => {
    const [first, second] = [rehearse(strategy, { errors: 0.1 }), rehearse(strategy, { errors: 0.1 })];
    expect(second.events).toEqual(first.events);
    expect(second.record).toEqual(first.record);
  });

  it("says of everything it did what led to it", () => {
    const { events } = rehearse(strategy, { errors: 0.3 });
    const after = events.filter(({ at }) => at >= SUBMITTED * SECOND);
    const beginnings = after.filter(({ cause }) => cause < 0).map(({ kind }) => kind);
    expect(new Set(beginnings)).toEqual(
      new Set(beginnings.filter((kind) => /^(releaseSubmitted|alertPending|alertFired)$/.test(kind))),
    );
  });
});

describe("recreate and rolling", () => {
  it.each([recreate, rolling])("$name is called back by an alert, a reaction and a decision", (strategy) => {
    const { events, record } = rehearse(strategy, { errors: 0.3, reaction: 7 });
    expect(seconds(Number(record.abortedAt) - Number(record.detectedAt))).toBe(7);
    expect(story(events, "rollbackStarted").slice(0, 5)).toEqual([
      "rollbackStarted",
      "rolloutAborted",
      "decisionTaken",
      "alertFired",
      "alertPending",
    ]);
  });

  it("recreate has no pod at all in between, rolling never fewer than maxUnavailable allows", () => {
    const least = (strategy: typeof recreate | typeof rolling) => {
      const { exposure } = rehearse(strategy as typeof rolling);
      return exposure(SUBMITTED + 0.5, SUBMITTED + BOOT);
    };
    expect(least(recreate)).toBe(0);
    const { events } = rehearse(rolling, { parameters: { maxSurge: 1, maxUnavailable: 0 } });
    const ready = { old: 10, new: 0 };
    const counts: number[] = [];
    for (const { kind, subject, at } of events) {
      if (at < SUBMITTED * SECOND) continue;
      const side = subject.includes("v1") ? "new" : "old";
      if (kind === "podReady") ready[side]++;
      if (kind === "podDeletionStarted") ready[side]--;
      counts.push(ready.old + ready.new);
    }
    expect(Math.min(...counts)).toBe(10);
  });

  it("an alert cannot tell the outage of recreate from a bug: a good release is called back, with a second outage", () => {
    const { record, exposure } = rehearse(recreate, { monitoring: { holdFor: 0 }, reaction: 20 });
    expect(record.result).toBe("rolledBack");
    expect(record.completedAt).not.toBeNull();
    expect(exposure(SUBMITTED + BOOT + 1, Number(seconds(record.abortedAt)))).toBeCloseTo(1, 9);
  });

  it("recreate can be called back even before the new pods exist", () => {
    const { record, replicaSets } = rehearse(recreate, {
      monitoring: { errorRatioAbove: 0, holdFor: 0, evaluationInterval: SECOND, scrapeInterval: SECOND },
      reaction: 0,
      next: { behaviour: { boot: { law: "deterministic", value: 300 * SECOND }, neverReady: false, crashAfter: null } },
    });
    expect(record.result).toBe("rolledBack");
    expect(replicaSets[0]?.status.available).toBe(10);
  });

  it("rolling refuses to be told that no pod may ever be replaced", () => {
    expect(() => rehearse(rolling, { parameters: { maxSurge: 0, maxUnavailable: "0%" } })).toThrow(/both 0/);
  });
});

describe("a version whose pods never become ready", () => {
  it.each([rolling, blueGreen, canary])(
    "gets no user under $name, and is reported as stalled by the deadline",
    (strategy) => {
      const { record, exposure, unserved } = rehearse(strategy as typeof rolling, {
        progressDeadline: 30,
        next: {
          behaviour: { boot: { law: "deterministic", value: 10_000 * SECOND }, neverReady: false, crashAfter: null },
        },
      });
      expect(record).toMatchObject({ result: "stalled", completedAt: null, abortedAt: null });
      expect(seconds(record.detectedAt)).toBeGreaterThanOrEqual(SUBMITTED + 30);
      expect(seconds(record.detectedAt)).toBeLessThan(SUBMITTED + 33);
      expect([exposure(0, 900), unserved]).toEqual([0, 0]);
    },
  );
});

describe("blueGreen", () => {
  it("gives the new version nobody before the switch and everybody after it", () => {
    const { events, exposure } = rehearse(blueGreen);
    const switched = events.find(({ kind, subject }) => kind === "serviceSwitched" && subject === "web");
    const at = Number(switched?.at) / SECOND;
    expect(at).toBeCloseTo(SUBMITTED + BOOT, 0);
    expect(exposure(0, at)).toBe(0);
    expect(exposure(at + 0.3, 900)).toBeCloseTo(1, 9);
  });

  it("waits autoPromotionSeconds between the ready preview and the switch", () => {
    const switchOf = (parameters: Record<string, unknown>) =>
      rehearse(blueGreen, { parameters }).events.find(
        ({ kind, subject }) => kind === "serviceSwitched" && subject === "web",
      );
    const [now, later] = [switchOf({}), switchOf({ autoPromotionSeconds: 40 })];
    expect(Math.round((Number(later?.at) - Number(now?.at)) / SECOND)).toBe(40);
  });

  it("a failed pre-promotion analysis cannot happen to a preview that has no users", () => {
    const analysis = { interval: "5s", count: 3 };
    const { record } = rehearse(blueGreen, { errors: 0.3, parameters: { prePromotionAnalysis: analysis } });
    expect(record.result).toBe("rolledBack");
    expect(record.detectedAt).toBeGreaterThan((SUBMITTED + BOOT + 10) * SECOND);
  });

  it("keeps the old pods scaleDownDelaySeconds, counted from the promotion", () => {
    const { events } = rehearse(blueGreen, { parameters: { scaleDownDelaySeconds: 70 } });
    const promoted = events.find(({ kind }) => kind === "rolloutPromoted");
    const gone = events.find(({ kind, detail }) => kind === "replicaSetScaled" && detail.to === 0);
    // Deadlines are written in whole seconds, so that the delay may come out up to a second short.
    expect((Number(gone?.at) - Number(promoted?.at)) / SECOND).toBeGreaterThan(69);
    expect((Number(gone?.at) - Number(promoted?.at)) / SECOND).toBeLessThan(70.1);
  });

  it("an alert after the promotion still leads back: at once while the old pods are up", () => {
    const { events, record } = rehearse(blueGreen, { errors: 0.3, parameters: { postPromotionAnalysis: null } });
    expect(story(events, "decisionTaken").slice(0, 2)).toEqual(["decisionTaken", "alertFired"]);
    expect(record.result).toBe("rolledBack");
    expect(seconds(Number(record.rolledBackAt) - Number(record.abortedAt))).toBeLessThan(0.5);
  });
});

describe("canary", () => {
  it("moves the traffic step by step, each time after the pods are there", () => {
    const { record, exposure } = rehearse(canary, { parameters: { steps: [{ weight: "10%" }, { weight: "50%" }] } });
    expect(record.weights.map(({ weight }) => weight)).toEqual([0.1, 0.5, 1]);
    const [first, second, last] = record.weights.map(({ at }) => at / SECOND) as [number, number, number];
    expect(first).toBeCloseTo(SUBMITTED + BOOT, 0);
    expect(exposure(SUBMITTED, first - 0.1)).toBe(0);
    expect(exposure(first + 1, second - 1)).toBeCloseTo(0.1, 9);
    expect(exposure(second + 1, last - 1)).toBeCloseTo(0.5, 9);
  });

  it("is aborted by its own analysis, long before an alert on the whole service", () => {
    const { events, record } = rehearse(canary, { errors: 0.3 });
    expect(story(events, "rolloutAborted").slice(0, 3)).toEqual([
      "rolloutAborted",
      "analysisFailed",
      "measurementTaken",
    ]);
    expect(events.some(({ kind }) => kind === "alertFired")).toBe(false);
    expect(record.weights.map(({ weight }) => weight)).toEqual([0.05, 0]);
  });

  it("tells its way step by step in the log", () => {
    const { events } = rehearse(canary, { errors: 0.3, parameters: { analysis: { failureLimit: 6 } } });
    const told = events
      .filter(({ kind }) => /^rollout/.test(kind))
      .map(({ kind, detail }) => `${kind} ${detail.step ?? ""}`.trim());
    expect(told.slice(0, 5)).toEqual([
      "rolloutStarted",
      "rolloutStepStarted 1",
      "rolloutStepCompleted 1",
      "rolloutStepStarted 2",
      "rolloutPaused",
    ]);
    expect(told.at(-1)).toBe("rolloutAborted");
    expect(told.indexOf("rolloutResumed")).toBeGreaterThan(4);
  });

  it("starts from revision 1, and the way back is no update of its own", () => {
    const { events, replicaSets } = rehearse(canary, { errors: 0.3 });
    expect(events.filter(({ kind }) => kind === "rolloutStarted").map(({ detail }) => detail.revision)).toEqual([2]);
    expect(replicaSets.map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it("tolerates as many failed measurements as it is told", () => {
    const failures = (failureLimit: number) => {
      const { events } = rehearse(canary, { errors: 0.3, parameters: { analysis: { failureLimit } } });
      return events.filter(({ kind, detail }) => kind === "measurementTaken" && detail.verdict === "Failed").length;
    };
    expect([failures(0), failures(2)]).toEqual([1, 3]);
  });

  it("hurts fewer users than rolling with the same bug and the same monitoring", () => {
    const [careful, bold] = [rehearse(canary, { errors: 0.3 }), rehearse(rolling, { errors: 0.3 })];
    expect(careful.exposure(SUBMITTED, 300)).toBeLessThan(bold.exposure(SUBMITTED, 300) / 5);
  });

  it("without a router the share of the pods is the share of the traffic", () => {
    const parameters = { trafficRouting: false, steps: [{ weight: "20%", pause: "60s" }] };
    const { record, exposure } = rehearse(canary, { parameters });
    expect(record.result).toBe("completed");
    expect(record.weights).toEqual([]);
    expect(exposure(SUBMITTED + BOOT + 15, SUBMITTED + BOOT + 55)).toBeCloseTo(0.2, 9);
  });

  it("knows whole percent only", () => {
    expect(() => rehearse(canary, { parameters: { steps: [{ weight: "2.5%" }] } })).toThrow(/not whole percent/);
  });
});
