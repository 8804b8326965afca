import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import type { PodRecord, Run } from "../../src/record/run.ts";
import { maximum, valueAt } from "../../src/record/spans.ts";
import { sharedScales } from "../../src/web/charts/frame.ts";
import { filterLog, logLines } from "../../src/web/lanes/logLines.ts";
import { milestoneTimes } from "../../src/web/lanes/milestones.ts";
import { abortRatio, standingAt } from "../../src/web/lanes/phase.ts";
import { podGroups } from "../../src/web/lanes/podGroups.ts";
import { assignSlots, goneAt } from "../../src/web/lanes/podSlots.ts";
import { badShare, binAt, runningCounts } from "../../src/web/lanes/series.ts";
import type { Result } from "../../src/web/store.ts";
import { translator } from "../../src/web/texts/index.ts";
import { comparison, modelOf, models } from "./rehearsed.ts";

const ENGLISH = { t: translator("en"), language: "en" } as const;

function pod(id: number, version: number, life: readonly [born: number, gone: number | null]): PodRecord {
  const [born, gone] = life;
  return {
    id,
    name: `web-${id}`,
    version,
    replicaSet: "web",
    node: "node-1",
    zone: "",
    cpuMilli: 100,
    memoryBytes: 1,
    transitions: [
      { at: born, state: "pending", cause: -1 },
      ...(gone === null ? [] : [{ at: gone, state: "gone" as const, cause: -1 }]),
    ],
    billed: null,
    available: [],
    endpointReady: [],
    routed: [],
  };
}

const { versions } = modelOf("rolling").lane.run;
const groupsOf = (pods: readonly PodRecord[]) => podGroups({ versions, pods });

describe("the slots of the pods", () => {
  test("are taken from the lowest free one, per version", () => {
    const pods = [
      pod(0, 0, [0, 10]),
      pod(1, 0, [0, null]),
      pod(2, 1, [5, null]),
      pod(3, 0, [10, null]),
      pod(4, 0, [11, null]),
    ];
    const { slot, counts } = assignSlots(pods, groupsOf(pods));
    expect([...slot]).toEqual([0, 1, 0, 0, 2]);
    expect(counts).toEqual([3, 1]);
  });

  test("are taken per cluster, whatever the version, where there are several", () => {
    const pods = [pod(0, 0, [0, null]), pod(1, 1, [5, null]), pod(2, 0, [0, null])];
    const clusters = [
      { name: "eu", pods: { first: 0, count: 2 } },
      { name: "us", pods: { first: 2, count: 1 } },
    ] as unknown as NonNullable<Run["clusters"]>;
    const groups = podGroups({ versions, pods, clusters });
    const { slot, group, counts } = assignSlots(pods, groups);
    expect(groups.names).toEqual(["eu", "us"]);
    expect([...group]).toEqual([0, 0, 1]);
    expect([...slot]).toEqual([0, 1, 0]);
    expect(counts).toEqual([2, 1]);
  });

  test("are never shared by two pods at once, and no more than the most pods at once", () => {
    const lives = fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 50 }), fc.nat(1)), { maxLength: 40 });
    fc.assert(
      fc.property(lives, (drawn) => {
        const sorted = [...drawn].sort(([a], [b]) => a - b);
        const pods = sorted.map(([born, length, version], id) => pod(id, version, [born, born + length]));
        const { slot, counts } = assignSlots(pods, groupsOf(pods));
        for (const a of pods) {
          for (const b of pods.slice(0, a.id)) {
            const together = a.version === b.version && slot[a.id] === slot[b.id];
            if (together) expect(goneAt(b)).toBeLessThanOrEqual(a.transitions[0]?.at ?? 0);
          }
        }
        for (const [version, count] of counts.entries()) {
          const alive = (at: number) =>
            pods.filter((p) => p.version === version && (p.transitions[0]?.at ?? 0) <= at && goneAt(p) > at).length;
          expect(count).toBe(Math.max(0, ...pods.map((p) => alive(p.transitions[0]?.at ?? 0))));
        }
      }),
    );
  });
});

describe("the series of a lane", () => {
  test.each(models.map((model) => [model.lane.strategy, model] as const))(
    "of %s count what the record has",
    (_, model) => {
      const { run } = model.lane;
      const { bad, all } = runningCounts(run);
      const { requests, requestsByOutcome, requestsInFlight } = run.traffic.totals;
      expect(all[all.length - 1]).toBe(requests - requestsInFlight);
      expect(bad[bad.length - 1]).toBe(requestsByOutcome.slice(1).reduce((sum, count) => sum + count, 0));
      expect(bad.every((count, index) => index === 0 || count >= (bad[index - 1] ?? 0))).toBe(true);
    },
  );

  test("show no pod ready while recreate is down, and all of them before", () => {
    const { ready, lane } = modelOf("recreate");
    const { submittedAt } = lane.run.rollout;
    const total = (at: number) => ready.reduce((sum, steps) => sum + valueAt(steps, at), 0);
    expect(total(submittedAt - SECOND)).toBe(lane.run.desiredReplicas);
    expect(total(submittedAt + 2 * SECOND)).toBe(0);
  });

  test("show every request failing while nothing can answer", () => {
    const { lane, badShare: shares } = modelOf("recreate");
    expect(Math.max(...shares.value.map((share) => share ?? 0))).toBe(1);
    expect(binAt(shares, lane.run.rollout.submittedAt - 5 * SECOND)).toBeLessThan(0.05);
  });

  test("keep the mean whatever the number of stretches", () => {
    const { run } = modelOf("rolling").lane;
    expect(badShare(run, 10).value.length).toBeLessThanOrEqual(10);
    expect(badShare(run, 1).value[0]).toBeCloseTo(
      (modelOf("rolling").lane.measures.bad_requests ?? 0) / (modelOf("rolling").lane.measures.requests ?? 1),
      2,
    );
  });

  test("share their axes: no lane reaches over them", () => {
    const scales = sharedScales(models);
    for (const { ready, badShare: shares } of models) {
      for (const steps of ready) expect(maximum(steps)).toBeLessThanOrEqual(scales.podsMost);
      for (const share of shares.value) expect(share ?? 0).toBeLessThanOrEqual(scales.badShareMost);
    }
  });
});

describe("where a rollout stands", () => {
  test("follows the marks of the record", () => {
    const { run } = modelOf("recreate").lane;
    const { submittedAt, abortedAt, rolledBackAt } = run.rollout;
    if (abortedAt === null || rolledBackAt === null) throw new Error("the bad release is taken back");
    expect(standingAt(run, submittedAt - 1)).toEqual({ phase: "steady", since: null });
    expect(standingAt(run, submittedAt)).toEqual({ phase: "rollingOut", since: submittedAt });
    expect(standingAt(run, abortedAt)).toEqual({ phase: "rollingBack", since: abortedAt });
    expect(standingAt(run, rolledBackAt + 1)).toEqual({ phase: "rolledBack", since: rolledBackAt });
  });

  test.each(models.map(({ lane }) => [lane.strategy, lane.run] as const))(
    "names for %s the error ratio it was aborted for",
    (_, run) => {
      expect(abortRatio(run)).toBeGreaterThan(run.monitoring.threshold);
    },
  );

  test("names none for a run without an abort", () => {
    expect(abortRatio(comparison.twin)).toBeNull();
  });
});

describe("the log", () => {
  const result: Result = {
    comparison,
    lanes: models,
    scales: sharedScales(models),
    shownStrategies: comparison.lanes.map(({ strategy }) => strategy),
    ownFaults: [],
    account: { fields: [], warnings: [] },
    knobs: { errorPercent: 5, replicas: 10, bootSeconds: 8, ratePerSecond: 200 },
  };
  const filter = { result, logScope: "everything", logLane: null, logWords: "" } as const;

  test("has every event of every lane within the window, by time", () => {
    const lines = logLines(result);
    const wanted = models.map(({ lane: { run } }) =>
      run.events.filter(({ at }) => at >= run.window.start && at < run.window.end),
    );
    expect(lines).toHaveLength(wanted.flat().length);
    expect(lines.every((line, index) => index === 0 || line.entry.at >= (lines[index - 1]?.entry.at ?? 0))).toBe(true);
  });

  test("is filtered by scope, lane and words, in any case and order", () => {
    const everything = filterLog(filter, ENGLISH);
    const milestones = filterLog({ ...filter, logScope: "milestones" }, ENGLISH);
    expect(milestones.length).toBeGreaterThan(8);
    expect(milestones.length).toBeLessThan(everything.length / 4);
    expect(new Set(filterLog({ ...filter, logLane: 2 }, ENGLISH).map(({ lane }) => lane))).toEqual(new Set([2]));
    const aborts = filterLog({ ...filter, logWords: "Aborted ROLLOUT" }, ENGLISH);
    expect(new Set(aborts.map(({ entry }) => entry.kind))).toEqual(new Set(["rolloutAborted"]));
    expect(filterLog({ ...filter, logWords: "no such thing" }, ENGLISH)).toEqual([]);
  });

  test("gives the times to step through, rising, each once", () => {
    const times = milestoneTimes(models.map((model) => model.milestones));
    expect(times.length).toBeGreaterThan(8);
    expect(times.every((at, index) => index === 0 || at > (times[index - 1] ?? 0))).toBe(true);
  });
});
