import { describe, expect, it } from "vitest";
import { compareOnce } from "../../src/experiment/compare.ts";
import { contrasts } from "../../src/experiment/contrasts.ts";
import { LatencyPool } from "../../src/experiment/latencyPool.ts";
import { replications } from "../../src/experiment/replications.ts";
import { settling } from "../../src/experiment/settling.ts";
import { conduct, runTrial, type Study, trialResult } from "../../src/experiment/trial.ts";
import type { Comparison } from "../../src/experiment/types.ts";
import { stream } from "../../src/kernel/streams.ts";
import type { MeasureId, Measures } from "../../src/measures/ids.ts";
import { latencyQuantile } from "../../src/record/latency.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { measures } from "../report/fixture.ts";

const reading = readScenario(`apiVersion: drydock/v1
name: small
seed: 7
duration: 90s
warmup: 10s
releaseAt: 10s
traffic: {rate: 20/s}
service: {replicas: 4}
release: {faults: [errorShare: {share: 30%}]}
strategies: [rolling, recreate, canary]
`);
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const scenario = reading.value;
const first = compareOnce(scenario);

/** One trial at a time, whatever the batches. */
function slowly(study: Study<Comparison>): { readonly comparison: Comparison; readonly trials: number } {
  let trials = 0;
  for (let step = study.next(); ; ) {
    if (step.done) return { comparison: step.value, trials };
    trials += step.value.trials.length;
    step = study.next(step.value.trials.map(runTrial));
  }
}

describe("replications", () => {
  it("leave one seed as it is", () => {
    expect(conduct(replications(first, 1))).toBe(first);
  });

  it("add to each lane a summary over all seeds, the first one among them", () => {
    const { lanes, experiment } = conduct(replications(first, 5));
    expect(experiment).toMatchObject({ seeds: 5, stopping: { reason: "asked", halfWidth: null } });
    for (const [index, lane] of lanes.entries()) {
      expect(lane.intervals?.bad_requests?.values).toHaveLength(5);
      expect(lane.intervals?.bad_requests?.values[0]).toBe(first.lanes[index]?.measures.bad_requests);
    }
  });

  it("stop at the first number of seeds that is precise enough, which more of them would not change", () => {
    const { comparison, trials } = slowly(replications(first, { halfWidth: 0.3, pilot: 3, limit: 60 }));
    const { experiment } = comparison;
    expect(experiment?.stopping).toEqual({ reason: "precise", halfWidth: 0.3 });
    const seeds = experiment?.seeds ?? 0;
    expect(seeds).toBeGreaterThanOrEqual(3);
    expect(seeds).toBeLessThanOrEqual(trials + 1);
    const fixed = conduct(replications(first, seeds));
    expect(fixed.experiment?.digest).toBe(experiment?.digest);
    expect(fixed.lanes.map(({ intervals }) => intervals)).toEqual(comparison.lanes.map(({ intervals }) => intervals));
    // As wide as wanted beside the largest mean, or narrower; with one seed fewer it was not.
    expect(widest(fixed)).toBeLessThanOrEqual(0.3);
    if (seeds > 3) expect(widest(conduct(replications(first, seeds - 1)))).toBeGreaterThan(0.3);
  });

  it("end at the limit and say so", () => {
    const { experiment } = conduct(replications(first, { halfWidth: 0.0001, pilot: 3, limit: 4 }));
    expect(experiment).toMatchObject({ seeds: 4, stopping: { reason: "limit", halfWidth: 0.0001 } });
  });

  it("pool the latencies of all requests", () => {
    const { lanes, latency } = { lanes: first.lanes, latency: conduct(replications(first, 3)).experiment?.latency };
    expect(latency).toHaveLength(lanes.length);
    for (const pooled of latency ?? []) {
      expect(pooled.requests).toBeGreaterThan(3 * 1000);
      expect(pooled.p50 ?? 0).toBeLessThan(pooled.p99 ?? 0);
    }
  });
});

function widest({ lanes }: Comparison): number {
  const ids: MeasureId[] = ["user_weighted_s", "hurt_users", "extra_compute_cost"];
  return Math.max(
    ...ids.map((id) => {
      const columns = lanes.map(({ intervals }) => intervals?.[id]).filter((interval) => interval !== undefined);
      const floors: Partial<Record<MeasureId, number>> = { user_weighted_s: 1, hurt_users: 0.001 };
      const costs = lanes.map(({ intervals }) => intervals?.compute_cost?.mean ?? 0);
      const floor = floors[id] ?? costs.reduce((sum, cost) => sum + cost, 0) / costs.length / 100;
      const scale = Math.max(floor, ...columns.map(({ mean }) => Math.abs(mean)));
      // Half of the t interval, which the bootstrap may have replaced.
      return Math.max(...columns.map(({ values }) => halfWidth(values as readonly number[]))) / scale;
    }),
  );
}

const T: Readonly<Record<number, number>> = { 2: 12.706, 3: 4.3027, 4: 3.1824, 5: 2.7764, 6: 2.5706, 7: 2.4469 };
function halfWidth(values: readonly number[]): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return (T[n] ?? 2) * Math.sqrt(variance / n);
}

describe("contrasts", () => {
  const column = (id: MeasureId, values: readonly (number | null)[]): readonly Measures[] =>
    values.map((value) => measures({ [id]: value }));

  it("count in how many seeds the best one was best, and how sure the others are worse", () => {
    const a = column("hurt_users", [1, 2, 3, 4, 5]);
    const b = column("hurt_users", [3, 4, 5.1, 5.9, 7]);
    const [contrast] = contrasts([b, a], { names: ["b", "a"], primary: ["hurt_users"] });
    expect(contrast).toMatchObject({ measure: "hurt_users", best: "a", bestIn: 5 });
    expect(contrast?.others[0]).toMatchObject({ strategy: "b", mean: 2, worseIn: 5, pairs: 5 });
    expect(contrast?.others[0]?.adjustedP).toBeLessThan(0.001);
    expect(contrast?.others[0]?.correlation).toBeGreaterThan(0.99);
    // Pairs vary by 0.07, unrelated runs would by 2.2.
    expect(contrast?.others[0]?.varianceReduction).toBeGreaterThan(500);
  });

  it("correct for the number of strategies beside the best", () => {
    const noise = (name: string) => {
      const draws = stream("contrasts", name);
      return Array.from({ length: 12 }, () => draws.uniform());
    };
    const lanes = ["a", "b", "c", "d"].map((name) => column("hurt_users", noise(name)));
    const [contrast] = contrasts(lanes, { names: ["a", "b", "c", "d"], primary: ["hurt_users"] });
    const [smallest] = [...(contrast?.others ?? [])].sort((x, y) => x.p - y.p);
    expect(smallest?.adjustedP).toBeCloseTo(Math.min(1, 3 * (smallest?.p ?? 0)), 12);
  });

  it("know which measures are meant to be high, and leave out seeds in which one does not apply", () => {
    const low = column("user_uptime", [0.5, 0.6, null]);
    const high = column("user_uptime", [0.9, 0.7, 0.8]);
    const [contrast] = contrasts([low, high], { names: ["low", "high"], primary: ["user_uptime"] });
    expect(contrast).toMatchObject({ best: "high", bestIn: 3 });
    expect(contrast?.others[0]).toMatchObject({ strategy: "low", worseIn: 2, pairs: 2 });
  });

  it("find no difference between a strategy and itself", () => {
    const a = column("hurt_users", [1, 2, 3]);
    const [contrast] = contrasts([a, a], { names: ["a", "b"], primary: ["hurt_users"] });
    expect(contrast?.others[0]).toMatchObject({ mean: 0, low: 0, high: 0, p: 1, adjustedP: 1, worseIn: 0 });
  });
});

describe("the warm-up", () => {
  const width = 1_000_000;
  const noise = stream("settling", "rows");
  const calm = Array.from({ length: 200 }, () => 20_000 + 100 * noise.normal());

  it("is long enough when nothing but noise is seen, in 99 of 100 cases", () => {
    let settled = 0;
    for (let trial = 0; trial < 300; trial++) {
      const rows = [Array.from({ length: 100 }, () => 20_000 + 100 * noise.normal())];
      if (settling(scenario, { rows, width }).verdict === "settled") settled++;
    }
    expect(settled).toBeGreaterThanOrEqual(297);
  });

  it("is too short by as long as the latency still falls", () => {
    const falling = calm.map((value, row) => value + (row < 60 ? 3000 - 50 * row : 0));
    const told = settling(scenario, { rows: [falling], width });
    expect(told.verdict).toBe("short");
    expect(told.seconds).toBeGreaterThan(40);
    expect(told.seconds).toBeLessThanOrEqual(65);
  });

  it("has no end that can be seen when the latency never settles", () => {
    const drifting = calm.map((value, row) => value + 500 * row);
    expect(settling(scenario, { rows: [drifting], width })).toEqual({ verdict: "short", seconds: null });
  });

  it("is not judged over too short a time, or under a load that is meant to change", () => {
    expect(settling(scenario, { rows: [calm.slice(0, 20)], width }).verdict).toBe("unjudged");
    const [step] = scenario.traffic.rate;
    if (step === undefined) throw new Error("no rate");
    const rising = { ...scenario, traffic: { ...scenario.traffic, rate: [step, { ...step, from: step.from + 1 }] } };
    expect(settling(rising, { rows: [calm], width }).verdict).toBe("unjudged");
  });
});

describe("the pool of latencies", () => {
  it("says of one run what the run says, and does not mind order or division", () => {
    const [lane] = trialResult(first).lanes;
    const other = runTrial({ scenario, strategies: scenario.strategies.slice(0, 1), seed: "other" }).lanes[0];
    if (lane === undefined || other === undefined) throw new Error("no lane");
    const one = new LatencyPool();
    one.add(lane.latency);
    const all = first.lanes[0]?.run.traffic.latency.all ?? new Uint32Array();
    expect(one.quantiles().p99).toBe((latencyQuantile(all, 0.99) ?? 0) / 1000);
    const [forth, back] = [new LatencyPool(), new LatencyPool()];
    for (const latency of [lane.latency, other.latency]) forth.add(latency);
    for (const latency of [other.latency, lane.latency]) back.add(latency);
    expect(forth.quantiles()).toEqual(back.quantiles());
  });
});
