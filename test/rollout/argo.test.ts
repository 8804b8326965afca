import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { TraceCluster } from "../../fidelity/traceCluster.ts";
import type { PodTemplate } from "../../src/cluster/types.ts";
import { EVENT_CLASS } from "../../src/kernel/calendar.ts";
import { Kernel } from "../../src/kernel/kernel.ts";
import { SECOND } from "../../src/kernel/time.ts";
import type { EventKind } from "../../src/record/events.ts";
import { metric, type Verdict } from "../../src/rollout/controllers/argo/analysis/metric.ts";
import { approximateWeight } from "../../src/rollout/controllers/argo/approximateWeight.ts";
import { type ArgoRollout, createArgoRollout } from "../../src/rollout/controllers/argo/argoRollout.ts";
import { basicCanarySizes } from "../../src/rollout/controllers/argo/basicCanary.ts";
import type { Counts } from "../../src/rollout/controllers/argo/counts.ts";
import { resolveFenceposts } from "../../src/rollout/controllers/argo/fenceposts.ts";
import type { ArgoSpec, BlueGreenSpec, CanarySpec } from "../../src/rollout/controllers/argo/spec.ts";
import { trafficRoutedCanarySizes } from "../../src/rollout/controllers/argo/trafficRoutedCanary.ts";

const whole = (n: number): Counts => ({ spec: n, exists: n, available: n });

const CANARY: CanarySpec = {
  steps: [{ setWeight: 20 }, { pause: 20 * SECOND }, { setWeight: 60 }, { pause: null }],
  maxSurge: "25",
  maxUnavailable: "25",
  trafficRouting: { maxTrafficWeight: 100 },
  services: true,
  dynamicStableScale: false,
  minPodsPerReplicaSet: 0,
  replicaProgressThreshold: null,
  scaleDownDelay: null,
  abortScaleDownDelay: null,
  scaleDownDelayRevisionLimit: null,
  analysis: null,
};

const BLUE_GREEN: BlueGreenSpec = {
  previewService: true,
  autoPromotionEnabled: true,
  autoPromotion: 0,
  previewReplicas: null,
  scaleDownDelay: null,
  abortScaleDownDelay: null,
  scaleDownDelayRevisionLimit: null,
  prePromotionAnalysis: null,
  postPromotionAnalysis: null,
};

const always = (...verdicts: Verdict[]) => {
  let taken = 0;
  const measure = () => ({ verdict: verdicts[Math.min(taken++, verdicts.length - 1)] as Verdict, value: "" });
  return { metrics: [metric({ name: "m", interval: 10 * SECOND, count: verdicts.length, measure })] };
};

interface Deployed {
  readonly kernel: Kernel<EventKind>;
  readonly cluster: TraceCluster;
  readonly rollout: ArgoRollout;
  /** Canary weights told to the router, with the second. */
  readonly told: [number, number][];
  /** Plays up to and including a second. */
  until(second: number): void;
  at(second: number, action: () => void): void;
  sizes(): Readonly<Record<string, readonly [number, number]>>;
}

const template = (hash: string) => ({ hash, version: 0 }) as PodTemplate;

/** Five pods of v1 running since second 5; v2 is applied in second 20. A pod is ready five seconds after its creation. */
function deploy(strategy: ArgoSpec["strategy"], startup: Readonly<Record<string, number>> = {}): Deployed {
  const kernel = new Kernel<EventKind>("argo");
  const cluster = new TraceCluster(kernel, { name: "demo", startupSeconds: { v1: 5, v2: 5, v3: 5, ...startup } });
  const told: [number, number][] = [];
  const service = cluster.createService("users", []);
  const rollout = createArgoRollout(
    {
      kernel,
      cluster,
      watchLatency: 0,
      replicas: 5,
      service,
      templates: { old: template("v1") },
      setRoute: (route) => told.push([kernel.now / SECOND, route[1]?.weight ?? 0]),
    },
    {
      strategy,
      minReady: 0,
      progressDeadline: 600 * SECOND,
      progressDeadlineAbort: false,
      rollbackWindow: null,
      revisionHistoryLimit: 10,
    },
  );
  const at = (second: number, action: () => void) => kernel.schedule(second * SECOND, EVENT_CLASS.fault, action);
  at(20, () => rollout.apply(template("v2")));
  return {
    kernel,
    cluster,
    rollout,
    told,
    at,
    until: (second) => kernel.run(second * SECOND),
    sizes: () =>
      Object.fromEntries(
        cluster.replicaSets.map((set) => [set.template.hash, [set.replicas, set.status.available] as const]),
      ),
  };
}

test("of old revisions only so many are kept, the oldest go first, and none that has pods", () => {
  const { rollout, at, until, sizes } = deploy({ canary: { ...CANARY, steps: [] } });
  const hashes = Array.from({ length: 14 }, (_, index) => `v${index + 3}`);
  for (const [index, hash] of hashes.entries()) at(60 + 60 * index, () => rollout.apply(template(hash)));
  until(1200);
  const kept = Object.keys(sizes());
  expect(kept).toHaveLength(11);
  expect(kept).not.toContain("v1");
  expect(sizes().v16).toEqual([5, 5]);
});

describe("maxSurge and maxUnavailable", () => {
  it("are percentages whenever they are strings, with and without the sign", () => {
    expect(resolveFenceposts(100, { maxSurge: "3", maxUnavailable: "3%" })).toEqual({ surge: 3, unavailable: 3 });
  });

  it("round up and down, and leave one pod unavailable where both come to nothing", () => {
    expect(resolveFenceposts(3, { maxSurge: "25", maxUnavailable: "25" })).toEqual({ surge: 1, unavailable: 0 });
    expect(resolveFenceposts(3, { maxSurge: "0%", maxUnavailable: "1%" })).toEqual({ surge: 0, unavailable: 1 });
  });
});

describe("a weight as numbers of pods", () => {
  const share = fc.record({ replicas: fc.integer({ min: 2, max: 300 }), weight: fc.integer({ min: 1, max: 99 }) });

  it("has at least one pod on each side between the ends of the scale, given surge", () => {
    fc.assert(
      fc.property(share, ({ replicas, weight }) => {
        const { canary, stable } = approximateWeight(replicas, { weight, maxWeight: 100, surge: 1 });
        expect(Math.min(canary, stable)).toBeGreaterThanOrEqual(1);
        expect([replicas, replicas + 1]).toContain(canary + stable);
      }),
    );
  });

  it("is as near to the weight as any split of the same total that leaves both sides a pod, or there is no canary", () => {
    fc.assert(
      fc.property(share, ({ replicas, weight }) => {
        const { canary } = approximateWeight(replicas, { weight, maxWeight: 100, surge: 0 });
        const off = (pods: number) => Math.abs((pods * 100) / replicas - weight);
        for (let pods = 1; pods < replicas && canary > 0; pods++) {
          expect(off(canary)).toBeLessThanOrEqual(off(pods) + 1e-9);
        }
      }),
    );
  });

  it("is no canary at all where rounding up leaves stable nothing, rounding down is a tie, and nothing may surge", () => {
    expect(approximateWeight(10, { weight: 95, maxWeight: 100, surge: 0 })).toEqual({ canary: 0, stable: 10 });
    expect(approximateWeight(10, { weight: 94, maxWeight: 100, surge: 0 })).toEqual({ canary: 9, stable: 1 });
  });

  it("is half and half at every weight for a single replica with surge", () => {
    for (const weight of [1, 50, 99]) {
      expect(approximateWeight(1, { weight, maxWeight: 100, surge: 1 })).toEqual({ canary: 1, stable: 1 });
    }
  });
});

describe("a canary without a router", () => {
  it("goes 8 + 5, 3 + 10, 0 + 10 from ten pods without steps, at the defaults", () => {
    const fenceposts = resolveFenceposts(10, { maxSurge: "25", maxUnavailable: "25" });
    let now = { canary: 0, stable: 10 };
    const rounds: (typeof now)[] = [];
    for (let round = 0; round < 3; round++) {
      for (const side of ["stable", "canary"] as const) {
        const state = {
          replicas: 10,
          weight: 100,
          fenceposts,
          canary: whole(now.canary),
          stable: whole(now.stable),
          others: [],
        };
        // The new pods of this round are not available before its end.
        const waiting = { ...state, canary: { ...state.canary, available: rounds.at(-1)?.canary ?? 0 } };
        now = { ...now, [side]: basicCanarySizes(waiting)[side] };
      }
      rounds.push(now);
    }
    expect(rounds).toEqual([
      { canary: 5, stable: 8 },
      { canary: 10, stable: 3 },
      { canary: 10, stable: 0 },
    ]);
  });

  it("never asks for more pods than surge allows, nor gives up more available ones than unavailable does", () => {
    const counts = fc
      .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
      .map(([spec, available]) => ({ spec, exists: spec, available: Math.min(spec, available) }));
    const state = fc.record({
      replicas: fc.integer({ min: 1, max: 20 }),
      weight: fc.integer({ min: 0, max: 100 }),
      surge: fc.integer({ min: 0, max: 5 }),
      unavailable: fc.integer({ min: 1, max: 5 }),
      canary: counts,
      stable: counts,
    });
    fc.assert(
      fc.property(state, ({ replicas, weight, surge, unavailable, canary, stable }) => {
        const sizes = basicCanarySizes({
          replicas,
          weight,
          fenceposts: { surge, unavailable },
          canary,
          stable,
          others: [],
        });
        const before = canary.spec + stable.spec;
        expect(sizes.canary + sizes.stable).toBeLessThanOrEqual(Math.max(before, replicas + surge));
      }),
    );
  });
});

describe("a canary with a router", () => {
  const counts = fc.integer({ min: 0, max: 40 }).map(whole);

  it("gets all its pods at once, and stable keeps all of its own", () => {
    fc.assert(
      fc.property(
        fc.record({
          replicas: fc.integer({ min: 1, max: 40 }),
          weight: fc.integer({ min: 0, max: 100 }),
          canary: counts,
          stable: counts,
        }),
        ({ replicas, weight, canary, stable }) => {
          const spec = { ...CANARY, steps: [{ setWeight: weight }], maxSurge: 0, maxUnavailable: 1 };
          const position = { index: 0, aborted: false, promoteFull: false, isUpdate: true };
          const sizes = trafficRoutedCanarySizes(spec, position, { replicas, canary, stable, weights: null });
          expect(sizes).toEqual({ canary: Math.ceil((replicas * weight) / 100), stable: replicas });
        },
      ),
    );
  });

  it("moves traffic when the pods are there, starts a pause then, and promotes when all are available", () => {
    const { until, told, rollout, sizes, at } = deploy({ canary: CANARY });
    until(24);
    expect(told).toEqual([[5, 0]]);
    expect(sizes()).toEqual({ v1: [5, 5], v2: [1, 0] });
    until(25);
    expect(told.at(-1)).toEqual([25, 20]);
    until(44);
    expect(rollout.status.index).toBe(1);
    until(50);
    expect(told.at(-1)).toEqual([50, 60]);
    at(70, () => rollout.promote());
    until(75);
    expect(told.slice(-2)).toEqual([
      [75, 100],
      [75, 0],
    ]);
    expect(rollout.status.stableHash).toBe("v2");
    until(104);
    expect(sizes().v1).toEqual([5, 5]);
    until(105);
    expect(sizes().v1).toEqual([0, 0]);
  });

  it("gives the canary nothing in the very second of an abort, and takes its pods thirty seconds later", () => {
    const { until, told, rollout, sizes, at } = deploy({ canary: CANARY });
    at(55, () => rollout.abort());
    until(55);
    expect(told.at(-1)).toEqual([55, 0]);
    until(84);
    expect(sizes().v2).toEqual([3, 3]);
    until(85);
    expect(sizes().v2).toEqual([0, 0]);
  });

  it("walks the traffic back only as stable pods come up when stable was scaled down", () => {
    const { until, told, rollout, at } = deploy({ canary: { ...CANARY, dynamicStableScale: true } }, { v1: 12 });
    at(70, () => rollout.abort());
    until(200);
    // Stable comes back in two waves of twelve seconds: first what 20 % leaves to it, then the rest.
    expect(told.slice(-3)).toEqual([
      [50, 60],
      [82, 20],
      [94, 0],
    ]);
  });

  it("starts again at its first step after a retry", () => {
    const { until, rollout, at } = deploy({ canary: CANARY });
    at(55, () => rollout.abort());
    at(60, () => rollout.retry());
    until(60);
    expect(rollout.status).toMatchObject({ aborted: false, currentHash: "v2" });
    until(61);
    expect(rollout.status.index).toBe(1);
  });

  it("is aborted by a background analysis in any step, also in a pause without end", () => {
    const analysis = { ...always("Successful", "Successful", "Successful", "Failed"), startingStep: 0 };
    const { until, rollout } = deploy({ canary: { ...CANARY, analysis } });
    until(49);
    expect(rollout.status.aborted).toBe(false);
    until(50);
    expect(rollout.status).toMatchObject({ aborted: true, index: 0 });
    expect(rollout.status.abortMessage).toBe(
      'Background analysis phase error/failed: Metric "m" assessed Failed due to failed (1) > failureLimit (0)',
    );
  });

  it("halts when an analysis is inconclusive, and measures anew when somebody lets it pass", () => {
    const analysis = { ...always("Inconclusive", "Successful"), startingStep: 1 };
    const { until, rollout, at } = deploy({ canary: { ...CANARY, analysis } });
    until(30);
    expect(rollout.status.pauses.map(({ reason }) => reason)).toContain("InconclusiveAnalysisRun");
    until(200);
    expect(rollout.status.index).toBe(2);
    at(210, () => rollout.promote());
    until(216);
    expect(rollout.status.index).toBe(3);
  });
});

describe("a blue/green update", () => {
  it("switches in the second in which the last new pod is available", () => {
    const { until, cluster, rollout } = deploy({ blueGreen: BLUE_GREEN });
    until(24);
    expect(cluster.services.map(({ selector }) => selector)).toEqual([["v1"], ["v2"]]);
    until(25);
    expect(cluster.services.map(({ selector }) => selector)).toEqual([["v2"], ["v2"]]);
    expect(rollout.status.stableHash).toBe("v2");
  });

  it("starts a second time for the full size when the preview was small", () => {
    const { until, sizes, cluster } = deploy({
      blueGreen: { ...BLUE_GREEN, previewReplicas: 1, autoPromotion: 10 * SECOND },
    });
    until(34);
    expect(sizes().v2).toEqual([1, 1]);
    until(35);
    expect(sizes().v2).toEqual([5, 1]);
    until(39);
    expect(cluster.services[0]?.selector).toEqual(["v1"]);
    until(40);
    expect(cluster.services[0]?.selector).toEqual(["v2"]);
  });

  it("keeps the old pods for as long as the analysis after the switch lasts, whatever the delay says", () => {
    const postPromotionAnalysis = always("Successful", "Successful", "Successful", "Successful", "Successful");
    const { until, sizes } = deploy({
      blueGreen: { ...BLUE_GREEN, postPromotionAnalysis, scaleDownDelay: 5 * SECOND },
    });
    until(69);
    expect(sizes().v1).toEqual([5, 5]);
    until(70);
    expect(sizes().v1).toEqual([0, 0]);
  });

  it("switches back at once when that analysis fails", () => {
    const { until, cluster } = deploy({
      blueGreen: { ...BLUE_GREEN, postPromotionAnalysis: always("Successful", "Failed") },
    });
    until(34);
    expect(cluster.services[0]?.selector).toEqual(["v2"]);
    until(35);
    expect(cluster.services[0]?.selector).toEqual(["v1"]);
  });

  it("cannot switch back while the new pods are down: the Service stays with them", () => {
    const postPromotionAnalysis = always("Successful", "Failed");
    const { until, cluster, at, sizes } = deploy({ blueGreen: { ...BLUE_GREEN, postPromotionAnalysis } }, { v2: 60 });
    at(85, () => cluster.killPods("v2", 5));
    until(200);
    expect(cluster.services[0]?.selector).toEqual(["v2"]);
    expect(sizes().v2).toEqual([0, 0]);
  });

  it("goes back without pause and analysis while the old pods are still up", () => {
    const { until, rollout, at, cluster } = deploy({ blueGreen: { ...BLUE_GREEN, autoPromotion: 15 * SECOND } });
    at(50, () => rollout.apply(template("v1")));
    until(50);
    expect(cluster.services[0]?.selector).toEqual(["v1"]);
  });

  it("keeps the old ReplicaSet for good when told to wait 0 seconds", () => {
    const { until, sizes } = deploy({ blueGreen: { ...BLUE_GREEN, scaleDownDelay: 0 } });
    until(500);
    expect(sizes().v1).toEqual([5, 5]);
  });
});
