import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { costMeasures, delayCost, podHourPrice } from "../../src/measures/cost.ts";
import { type HandmadePod, handmade } from "../record/handmade.ts";

describe("pod time", () => {
  it("is paid from binding to the end, within the window", () => {
    const run = handmade({
      from: 100,
      seconds: 100,
      desired: 2,
      pods: [{ life: [0] }, { life: [0, 150] }, { version: 1, life: [140] }],
    });
    expect(costMeasures(run)).toMatchObject({
      pod_seconds: 210,
      surge_overhead_pod_s: 10,
      surge_overhead_share: 0.05,
      peak_pods: 3,
    });
  });

  it("is less than usual when pods are missing", () => {
    expect(costMeasures(handmade({ seconds: 100, desired: 2, pods: [{}] })).surge_overhead_pod_s).toBe(-100);
  });

  it("is free for a pod that never found a node", () => {
    const run = handmade({ seconds: 100, pods: [{}, { version: 1 }] });
    const homeless = { ...run, pods: run.pods.map((pod) => (pod.version === 1 ? { ...pod, billed: null } : pod)) };
    expect(costMeasures(homeless).pod_seconds).toBe(100);
  });

  it("is idle while no user traffic is sent there: starting, waiting, draining", () => {
    const pods: HandmadePod[] = [{}, { version: 1, life: [20, 80], routed: [[50, 70]] }];
    expect(costMeasures(handmade({ seconds: 100, pods })).idle_pod_s).toBe(40);
  });

  it("is idle at weight 0 too", () => {
    const pods: HandmadePod[] = [{}, { version: 1, life: [20, 80] }];
    const weights = [{ at: 60 * SECOND, weight: 0.1 }];
    expect(costMeasures(handmade({ seconds: 100, pods, rollout: { weights } })).idle_pod_s).toBe(40);
  });

  it("is never idle for longer than it is paid", () => {
    const life = fc
      .tuple(fc.nat({ max: 99 }), fc.nat({ max: 99 }))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as [number, number]);
    const pod = fc.record({ version: fc.constantFrom(0 as const, 1 as const), life });
    fc.assert(
      fc.property(fc.array(pod, { maxLength: 8 }), fc.integer({ min: 1, max: 5 }), (pods, desired) => {
        const { idle_pod_s, pod_seconds, surge_overhead_pod_s, peak_pods } = costMeasures(
          handmade({ seconds: 100, pods, desired }),
        );
        expect(idle_pod_s).toBeGreaterThanOrEqual(0);
        expect(idle_pod_s).toBeLessThanOrEqual(pod_seconds);
        expect(pod_seconds).toBe(pods.reduce((sum, { life: [from, to] }) => sum + to - from, 0));
        expect(surge_overhead_pod_s).toBe(pod_seconds - desired * 100);
        expect(pod_seconds).toBeLessThanOrEqual(peak_pods * 100);
      }),
    );
  });
});

describe("money", () => {
  it("is asked for what a pod requests", () => {
    expect(
      podHourPrice({ cpuMilli: 500, memoryBytes: 2 ** 30 }, { cpuHour: 0.04048, memoryGibHour: 0.004445 }),
    ).toBeCloseTo(0.024685, 12);
  });

  it("adds up from its parts", () => {
    const run = handmade({
      seconds: 3600,
      desired: 1,
      pods: [{}, { version: 1, life: [0, 1800] }],
      traffic: () => ({ ok: 1, error: 1 }),
      rollout: { result: "completed", submittedAt: 0, completedAt: 864 * SECOND },
    });
    const cost = costMeasures(run);
    expect(cost.compute_cost).toBeCloseTo(1.5 * 0.024, 12);
    expect(cost.extra_compute_cost).toBeCloseTo(0.5 * 0.024, 12);
    expect(cost.bad_request_cost).toBeCloseTo(36, 12);
    expect(cost.delay_cost).toBeCloseTo(10, 12);
    expect(cost.total_cost).toBeCloseTo(0.012 + 36 + 10, 12);
  });

  it("of delay is unknown when the release did not arrive, and then no part of the sum", () => {
    const cost = costMeasures(handmade({ seconds: 100 }));
    expect(cost.delay_cost).toBeNull();
    expect(cost.total_cost).toBeCloseTo((cost.extra_compute_cost ?? 0) + cost.bad_request_cost, 12);
    const takenBack = handmade({ rollout: { result: "rolledBack", completedAt: 864 * SECOND } });
    expect(costMeasures(takenBack).delay_cost).toBeNull();
    expect(delayCost(1000, 86_400)).toBe(1000);
  });

  it("follows the prices in proportion and leaves everything else alone", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (k) => {
        const pods: HandmadePod[] = [{}, { version: 1, life: [10, 90] }];
        const cost = (factor: number) =>
          costMeasures(
            handmade({ seconds: 100, pods, prices: { cpuHour: 0.04 * factor, memoryGibHour: 0.004 * factor } }),
          );
        const [once, times] = [cost(1), cost(k)];
        expect(times.compute_cost).toBeCloseTo(once.compute_cost * k, 9);
        expect(times.pod_seconds).toBe(once.pod_seconds);
      }),
    );
  });
});

describe("what people cost", () => {
  const alert = (firing: number, resolved: number | null) => ({
    rule: "errorRatio",
    pendingAt: firing * SECOND,
    firingAt: firing * SECOND,
    resolvedAt: resolved === null ? null : resolved * SECOND,
  });
  const paged = (alerts: readonly ReturnType<typeof alert>[], acknowledged: readonly number[]) => {
    const run = handmade({ seconds: 7200, prices: { personHour: 60 } });
    const acknowledgements = acknowledged.map((at) => ({
      alert: "errorRatio",
      pagedAt: (at - 60) * SECOND,
      acknowledgedAt: at * SECOND,
    }));
    return costMeasures({ ...run, monitoring: { ...run.monitoring, alerts, acknowledgements } });
  };

  it("is their time from taking the page on until the alert is over", () => {
    expect(paged([alert(100, 2400)], [600]).incident_cost).toBeCloseTo(30, 9);
    expect(paged([alert(100, null)], [3600]).incident_cost).toBeCloseTo(60, 9);
  });

  it("is nothing where the alert was over before, or nobody was needed", () => {
    expect(paged([alert(100, 500)], [600]).incident_cost).toBe(0);
    expect(paged([alert(100, 500)], []).incident_cost).toBe(0);
  });

  it("is part of the total", () => {
    const { total_cost, extra_compute_cost, bad_request_cost, incident_cost } = paged([alert(100, 2400)], [600]);
    expect(total_cost).toBeCloseTo((extra_compute_cost ?? 0) + bad_request_cost + incident_cost, 9);
  });
});

describe("what a shadow costs", () => {
  const pods: HandmadePod[] = [{}, { version: 1, life: [20, 90], routed: [[70, 90]] }];
  const mirrored = (...shares: readonly (readonly [at: number, share: number])[]) => {
    const run = handmade({ seconds: 100, pods });
    const events = shares.map(([at, share], id) => ({
      id,
      at: at * SECOND,
      kind: "mirroringChanged" as const,
      subject: "app",
      cause: -1,
      detail: { share },
    }));
    const copies = { attempts: 0, byOutcome: [], inFlight: 0, writes: 0 };
    return { ...run, events, traffic: { ...run.traffic, mirrored: copies } };
  };
  /** Seconds of one pod that the shadow is charged for. */
  const seconds = (run: ReturnType<typeof mirrored>) =>
    Math.round(((costMeasures(run).shadow_cost ?? Number.NaN) * 3600) / podHourPrice(run.pods[0] as never, run.prices));

  it("is the new version's pods while they work for copies alone", () => {
    expect(seconds(mirrored([30, 1], [60, 0]))).toBe(30);
    expect(seconds(mirrored([10, 1], [60, 0]))).toBe(40);
  });

  it("ends with the first users, and in a run without mirroring does not apply", () => {
    expect(seconds(mirrored([30, 1]))).toBe(40);
    expect(costMeasures(handmade({ seconds: 100, pods })).shadow_cost).toBeNull();
  });
});

test("the delay counts from the commit where there is one", () => {
  const prices = { delayDay: 86_400 };
  const rollout = { result: "completed", submittedAt: 600 * SECOND, completedAt: 700 * SECOND } as const;
  const run = handmade({ seconds: 1000, prices, rollout });
  expect(costMeasures(run).delay_cost).toBeCloseTo(100, 9);
  const commit = { id: 0, at: 100 * SECOND, kind: "commitPushed" as const, subject: "release", cause: -1, detail: {} };
  expect(costMeasures({ ...run, events: [commit] }).delay_cost).toBeCloseTo(600, 9);
});
