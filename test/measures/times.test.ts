import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { secondsBetween, timeMeasures } from "../../src/measures/times.ts";
import { type Handmade, type HandmadePod, handmade } from "../record/handmade.ts";

const s = (seconds: number) => seconds * SECOND;
const outage = (from: number, to: number, error: number) => (second: number) =>
  second >= from && second < to ? { ok: 100 - error, error } : { ok: 100 };
const times = (spec: Handmade) => timeMeasures(handmade(spec));

describe("detection and decision", () => {
  it("are told from the fault on", () => {
    expect(times({ rollout: { faultAt: s(100), detectedAt: s(130), abortedAt: s(135) } })).toMatchObject({
      time_to_detect_s: 30,
      time_to_acknowledge_s: 5,
    });
  });

  it("do not apply to what never happened, nor to an alarm before the fault", () => {
    expect(times({ rollout: { faultAt: s(100) } }).time_to_detect_s).toBeNull();
    expect(times({ rollout: { faultAt: s(100), detectedAt: s(90) } }).time_to_detect_s).toBeNull();
    expect(secondsBetween(null, s(1))).toBeNull();
    expect(secondsBetween(s(1), s(1))).toBe(0);
  });
});

describe("time to mitigate", () => {
  const mitigated = (spec: Handmade) => times({ ...spec, rollout: { faultAt: s(100) } }).time_to_mitigate_s;

  it("ends when the users' bad ratio is back under the limit, and stays there", () => {
    expect(mitigated({ traffic: outage(100, 180, 50) })).toBe(80);
  });

  it("does not take a short lull for the end", () => {
    const traffic = (second: number) => outage(second < 150 ? 100 : 160, second < 150 ? 140 : 200, 50)(second);
    expect(mitigated({ traffic })).toBe(100);
  });

  it("starts counting at the fault even when the damage comes later", () => {
    expect(mitigated({ traffic: outage(300, 350, 50) })).toBe(250);
  });

  it("is 0 when users never saw the ratio go over", () => {
    expect(mitigated({ traffic: outage(100, 180, 1), badRatio: 0.02 })).toBe(0);
  });

  it("is unknown when the run ends before the ratio is back for long enough", () => {
    expect(mitigated({ seconds: 200, traffic: outage(100, 200, 50) })).toBeNull();
    expect(mitigated({ seconds: 200, traffic: outage(100, 160, 50) })).toBeNull();
    expect(mitigated({ seconds: 150 })).toBeNull();
  });
});

describe("time to recover", () => {
  const pods: readonly HandmadePod[] = [{}, { version: 1, life: [100, 260] }];
  const rollout = { faultAt: s(100), rolledBackAt: s(200) };

  it("waits for the surplus pods to be gone", () => {
    expect(times({ pods, rollout }).time_to_recover_s).toBe(160);
    expect(times({ pods, desired: 2, rollout }).time_to_recover_s).toBe(100);
  });

  it("waits until the error budget is no longer overspent", () => {
    expect(times({ pods, desired: 2, rollout, traffic: outage(100, 230, 10) }).time_to_recover_s).toBe(130);
  });

  it("does not apply while the old version is not back", () => {
    expect(times({ pods, rollout: { ...rollout, rolledBackAt: null } }).time_to_recover_s).toBeNull();
  });
});

describe("the rollout itself", () => {
  it("is over when the new version is available, and drains afterwards", () => {
    const pods: readonly HandmadePod[] = [{ life: [0, 90] }, { life: [0, 130] }, { version: 1, life: [20] }];
    const told = times({ pods, rollout: { submittedAt: s(10), completedAt: s(100) } });
    expect(told).toMatchObject({ rollout_duration_s: 90, drain_tail_s: 30 });
  });

  it("has no drain tail when the old pods were gone before, and none yet when one is left", () => {
    const rollout = { submittedAt: s(10), completedAt: s(100) };
    expect(times({ pods: [{ life: [0, 50] }, { version: 1 }], rollout }).drain_tail_s).toBe(0);
    expect(times({ pods: [{}, { version: 1 }], rollout }).drain_tail_s).toBeNull();
  });
});
