import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { campaignMeasures, type ReleaseFacts, releaseFacts } from "../../src/measures/campaign.ts";
import type { RolloutRecord } from "../../src/record/run.ts";
import { handmade } from "../record/handmade.ts";

const good: ReleaseFacts = {
  isDeployed: true,
  hasFailed: false,
  wasAutomatic: false,
  leadSeconds: 600,
  recoverySeconds: null,
  busySeconds: 600,
};
const failed = (recoverySeconds: number | null, wasAutomatic = true): ReleaseFacts => ({
  isDeployed: true,
  hasFailed: true,
  wasAutomatic,
  leadSeconds: null,
  recoverySeconds,
  busySeconds: 900,
});
const alone = (planned: ReleaseFacts) => ({ planned, repair: null });
const DAY = 86_400;

describe("DORA's measures of a campaign", () => {
  it("count repairs as deployments that nobody planned", () => {
    const releases = [alone(good), alone(good), { planned: failed(120), repair: good }, alone(good)];
    expect(campaignMeasures(releases, DAY)).toEqual({
      deployments: 5,
      lead_time_median_s: 600,
      deployments_per_day: 5 / 4,
      change_fail_rate: 1 / 5,
      change_fail_rate_by_hand: 0,
      failed_deployment_recovery_s: 120,
      unrecovered_deployments: 0,
      rework_rate: 1 / 5,
    });
  });

  it("take the middle of an odd number of times, and between the two in the middle of an even one", () => {
    const recoveries = (...times: number[]) =>
      campaignMeasures(
        times.map((time) => alone(failed(time))),
        DAY,
      ).failed_deployment_recovery_s;
    expect(recoveries(50, 10, 900)).toBe(50);
    expect(recoveries(900, 10, 50, 70)).toBe(60);
  });

  it("have no time where there is nothing to take it of, and say how many never recovered", () => {
    expect(campaignMeasures([alone(good)], DAY).failed_deployment_recovery_s).toBeNull();
    expect(campaignMeasures([alone(failed(null, false))], DAY)).toMatchObject({
      lead_time_median_s: null,
      failed_deployment_recovery_s: null,
      unrecovered_deployments: 1,
      change_fail_rate_by_hand: 1,
    });
    const never = { ...good, isDeployed: false, leadSeconds: null };
    expect(campaignMeasures([alone(never)], DAY)).toMatchObject({ deployments: 0, change_fail_rate: null });
  });

  it("begin no release before the one before is over", () => {
    const slow = { ...good, busySeconds: 2 * DAY };
    expect(campaignMeasures([alone(slow), alone(slow)], DAY).deployments_per_day).toBe(2 / 4);
    expect(campaignMeasures([alone(good), alone(good)], DAY).deployments_per_day).toBe(1);
  });

  it("stay shares, and a failure more never lowers the fail rate", () => {
    const release = fc.constantFrom(alone(good), alone(failed(60)), { planned: failed(90, false), repair: good });
    fc.assert(
      fc.property(fc.array(release, { minLength: 1, maxLength: 20 }), (releases) => {
        const before = campaignMeasures(releases, DAY);
        const after = campaignMeasures([...releases, alone(failed(60))], DAY);
        for (const rate of [before.change_fail_rate, before.change_fail_rate_by_hand, before.rework_rate]) {
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(1);
        }
        expect(after.change_fail_rate).toBeGreaterThanOrEqual(before.change_fail_rate as number);
        expect(before.change_fail_rate_by_hand).toBeLessThanOrEqual(before.change_fail_rate as number);
      }),
    );
  });
});

describe("what one release adds", () => {
  const of = (rollout: Partial<RolloutRecord>, bad = 0) =>
    handmade({ seconds: 1000, traffic: () => ({ ok: 10 - bad, error: bad }), rollout: { submittedAt: 0, ...rollout } });

  it("is a lead time where it arrived", () => {
    expect(releaseFacts(of({ result: "completed", completedAt: 90 * SECOND }))).toMatchObject({
      hasFailed: false,
      leadSeconds: 90,
      recoverySeconds: null,
      busySeconds: 90,
    });
  });

  it("is a failure where it was called back, and its time back", () => {
    const back = {
      result: "rolledBack",
      faultAt: 20 * SECOND,
      abortedAt: 80 * SECOND,
      rolledBackAt: 100 * SECOND,
    } as const;
    const run = of(back);
    expect(releaseFacts(run)).toMatchObject({ hasFailed: true, wasAutomatic: true, recoverySeconds: 80 });
    const acknowledgements = [{ alert: "errorRatio", pagedAt: 30 * SECOND, acknowledgedAt: 60 * SECOND }];
    const byHand = { ...run, monitoring: { ...run.monitoring, acknowledgements } };
    expect(releaseFacts(byHand).wasAutomatic).toBe(false);
  });

  it("is a failure too where it was completed and hurts on to the end", () => {
    const arrived = { result: "completed", completedAt: 90 * SECOND, faultAt: 20 * SECOND } as const;
    expect(releaseFacts(of(arrived, 1)).hasFailed).toBe(true);
    expect(releaseFacts(of(arrived)).hasFailed).toBe(false);
  });

  it("is nothing where the pipeline never came to the cluster", () => {
    const run = of({ result: "unfinished" });
    expect(releaseFacts({ ...run, events: [] })).toMatchObject({ isDeployed: false, hasFailed: false });
  });
});
