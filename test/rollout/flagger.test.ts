import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { abTestByFlagger } from "../../src/rollout/strategies/abTestByFlagger.ts";
import { blueGreenByFlagger } from "../../src/rollout/strategies/blueGreenByFlagger.ts";
import { canaryByFlagger } from "../../src/rollout/strategies/canaryByFlagger.ts";
import { type Rehearsal, rehearse, SUBMITTED } from "./rehearsal.ts";

const INTERVAL = 20;
const canary = (parameters: Record<string, unknown> = {}) => ({
  parameters: { interval: `${INTERVAL}s`, stepWeight: 25, maxWeight: 50, ...parameters },
});

const timesOf = ({ events }: Rehearsal, kind: string, subject?: string) =>
  events
    .filter((event) => event.kind === kind && (subject ?? event.subject) === event.subject)
    .map(({ at }) => at / SECOND);

/** Ticks after the first one at which a kind of event happened. */
const ticksOf = (run: Rehearsal, kind: string) => {
  const [first = 0] = timesOf(run, "rolloutStarted", "canary");
  return timesOf(run, kind).map((at) => Math.round(((at - first) / INTERVAL) * 1e6) / 1e6);
};

describe("a canary by Flagger", () => {
  it("is found by a tick within one interval and moves at ticks only", () => {
    const run = rehearse(canaryByFlagger, canary());
    const [found = 0] = timesOf(run, "rolloutStarted", "canary");
    expect(found - SUBMITTED).toBeGreaterThanOrEqual(0);
    expect(found - SUBMITTED).toBeLessThan(INTERVAL);
    // 25 %, 50 %, and home once the primary has been replaced.
    expect(ticksOf(run, "trafficShifted")).toEqual([1, 2, 4]);
    expect(ticksOf(run, "rolloutPromoted")).toEqual([3]);
    expect(run.record.weights.map(({ weight }) => weight).slice(0, 2)).toEqual([0.25, 0.5]);
    expect(run.record.weights.at(-1)?.weight).toBe(1);
  });

  it("goes back one tick after the check that reached the threshold, and holds its weight until then", () => {
    const run = rehearse(canaryByFlagger, {
      ...canary({ threshold: 3 }),
      errors: 0.3,
      monitoring: { onAlert: "nothing" },
    });
    expect(ticksOf(run, "checkFailed")).toEqual([2, 3, 4]);
    expect(ticksOf(run, "rolloutAborted")).toEqual([5]);
    expect(run.record.weights.map(({ weight }) => weight)).toEqual([0.25, 0]);
    expect(run.record.rolledBackAt).toBe(run.record.abortedAt);
  });

  it("goes back without a failed check when its pods never become ready, after the deadline", () => {
    const never = {
      behaviour: { boot: { law: "deterministic" as const, value: 9000 * SECOND }, neverReady: false, crashAfter: null },
    };
    const run = rehearse(canaryByFlagger, {
      ...canary({ progressDeadlineSeconds: 120 }),
      next: never,
      progressDeadline: 600,
    });
    expect(timesOf(run, "checkFailed")).toEqual([]);
    expect(run.events.find(({ kind }) => kind === "rolloutAborted")?.detail).toEqual({ reason: "deadline" });
    const [aborted = 0] = timesOf(run, "rolloutAborted");
    expect(aborted - SUBMITTED).toBeGreaterThan(120);
    expect(run.exposure(0, 900)).toBe(0);
  });

  it("waits at a gate with the weight it has, and says so once", () => {
    const webhooks = [{ type: "confirm-promotion", opensAfter: "300s" }];
    const run = rehearse(canaryByFlagger, canary({ webhooks }));
    expect(timesOf(run, "gateRefused")).toHaveLength(1);
    const [passed = 0] = timesOf(run, "gatePassed");
    expect(passed).toBeGreaterThanOrEqual(SUBMITTED + 300);
    expect(timesOf(run, "rolloutPromoted")).toEqual([passed]);
    expect(run.exposure(200, 350)).toBeCloseTo(0.5, 1);
    expect(run.record.result).toBe("completed");
  });

  it("goes back without waiting for its checks when a person opens the gate of the way back", () => {
    const run = rehearse(canaryByFlagger, { ...canary({ metrics: [], maxWeight: 100, stepWeight: 5 }), errors: 0.5 });
    const [decided = 0] = timesOf(run, "decisionTaken");
    const reasons = run.events.filter(({ kind }) => kind === "rolloutAborted").map(({ detail }) => detail.reason);
    expect(reasons).toEqual(["alert", "rollbackGate"]);
    expect(Number(run.record.rolledBackAt) / SECOND - decided).toBeLessThanOrEqual(INTERVAL);
  });

  it("fails when nobody talks to it: no value is a failed check", () => {
    const run = rehearse(blueGreenByFlagger, {
      parameters: { interval: "20s", iterations: 3, metrics: [{ name: "request-success-rate" }] },
    });
    expect(run.record.result).toBe("rolledBack");
    expect(run.events.find(({ kind }) => kind === "checkFailed")?.detail).toEqual({ failed: 1, of: 1 });
  });

  it("tests a blue/green stack without users, one time more than it counts, then switches them all", () => {
    const run = rehearse(blueGreenByFlagger, { parameters: { interval: "20s", iterations: 3 } });
    expect(ticksOf(run, "trafficShifted")).toEqual([4, 6]);
    expect(ticksOf(run, "rolloutPromoted")).toEqual([5]);
  });

  it("brings no user to the new version before the promotion where there is no router", () => {
    const run = rehearse(blueGreenByFlagger, {
      parameters: { interval: "20s", iterations: 3, trafficRouting: false },
    });
    const [promoted = 0] = timesOf(run, "rolloutPromoted");
    expect(run.exposure(0, promoted)).toBe(0);
    expect(run.record).toMatchObject({ result: "completed", weights: [] });
  });

  it("gives an A/B test its matching requests, and no more, until it is promoted", () => {
    const run = rehearse(abTestByFlagger, { parameters: { interval: "20s", iterations: 4, matched: "20%" } });
    const [shifted = 0] = timesOf(run, "trafficShifted");
    const [promoted = 0] = timesOf(run, "rolloutPromoted");
    expect(run.exposure(shifted + 1, promoted)).toBeCloseTo(0.2, 2);
    expect(run.record.result).toBe("completed");
  });

  it("sends copies for one tick of a canary before its first users, and is called off by what they show", () => {
    const good = rehearse(canaryByFlagger, canary({ mirror: true }));
    expect(ticksOf(good, "mirroringChanged")).toEqual([1, 2]);
    expect(ticksOf(good, "trafficShifted").slice(0, 3)).toEqual([1, 2, 3]);
    expect(good.record.weights[0]?.weight).toBe(0.25);
    expect(good.record.result).toBe("completed");
    const bad = rehearse(canaryByFlagger, { ...canary({ mirror: true }), errors: 0.3 });
    expect(bad.record.result).toBe("rolledBack");
    expect(bad.record.weights).toEqual([]);
    expect(bad.events.find(({ kind }) => kind === "checkFailed")?.detail.value).toBeCloseTo(70, 0);
  });

  it("tests a mirrored blue/green stack on copies, so that its success rate has a value", () => {
    const metrics = [{ name: "request-success-rate" }];
    const parameters = { interval: "20s", iterations: 3, metrics, mirror: true, mirrorWeight: 50 };
    const run = rehearse(blueGreenByFlagger, { parameters });
    expect(run.record.result).toBe("completed");
    expect(run.events.find(({ kind }) => kind === "mirroringChanged")?.detail).toEqual({ share: 0.5 });
    expect(run.exposure(0, timesOf(run, "trafficShifted").at(-2) ?? 0)).toBe(0);
  });

  it("has the old version back even when the analysis calls that off as well", () => {
    // A metric that has a value for the new version only.
    const query = 'count(http_requests_total{version="{{args.version}}",version="v2"})';
    const late = rehearse(canaryByFlagger, {
      parameters: { interval: "20s", stepWeight: 50, maxWeight: 50, metrics: [{ min: 1, query }] },
      monitoring: { holdFor: 120 * SECOND },
      errors: 0.3,
    });
    const decisions = late.events.filter(({ kind }) => kind === "decisionTaken").map(({ detail }) => detail.decision);
    expect(decisions).toEqual(["rollBack", "skipAnalysis"]);
    expect(late.record.result).toBe("rolledBack");
  });
});
