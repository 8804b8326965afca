import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { trafficShares } from "../../src/web/lanes/podGroups.ts";
import { requestsPerParticle, thinning } from "../../src/web/stage/particlePainter.ts";
import { podStateAt, progressAt, transitionAt } from "../../src/web/stage/podPainter.ts";
import { layOutStage, slotCentre } from "../../src/web/stage/stageLayout.ts";
import { dotPlaces, nearest } from "../../src/web/views/results/stripPlot.ts";
import { modelOf, models } from "./rehearsed.ts";

describe("the layout of a stage", () => {
  const sizes = fc.record({ width: fc.integer({ min: 220, max: 900 }), height: fc.integer({ min: 110, max: 260 }) });

  test("keeps every slot inside the stage and every two slots apart", () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom(...models), ({ width, height }, { lane, slots }) => {
        const box = { x: 10, y: 20, width, height };
        const { groups } = layOutStage(box, lane.run, slots);
        const centres = groups.flatMap((group) =>
          Array.from({ length: group.slots }, (_, slot) => ({ ...slotCentre(group, slot), half: group.cell / 2 })),
        );
        for (const { x, y, half } of centres) {
          expect(x - half).toBeGreaterThanOrEqual(box.x);
          expect(x + half).toBeLessThanOrEqual(box.x + width + 0.01);
          expect(y - half).toBeGreaterThanOrEqual(box.y);
          expect(y + half).toBeLessThanOrEqual(box.y + height + 0.01);
        }
        for (const [index, a] of centres.entries()) {
          for (const b of centres.slice(0, index)) {
            const apart = Math.abs(a.x - b.x) >= 2 * a.half - 0.01 || Math.abs(a.y - b.y) >= 2 * a.half - 0.01;
            expect(apart).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("puts a pod where its slot is, for its whole life", () => {
    const { lane, slots } = modelOf("rolling");
    const layout = layOutStage({ x: 0, y: 0, width: 300, height: 130 }, lane.run, slots);
    for (const pod of lane.run.pods) {
      const group = layout.groups[pod.version];
      if (group === undefined) throw new Error("a version without a group");
      const centre = slotCentre(group, slots.slot[pod.id] ?? -1);
      expect(layout.podX[pod.id]).toBeCloseTo(centre.x, 3);
      expect(layout.podY[pod.id]).toBeCloseTo(centre.y, 3);
    }
  });
});

describe("the particles", () => {
  test("stand for more requests the faster time passes, and say so", () => {
    const { run } = modelOf("rolling").lane;
    const speeds = [1, 5, 20, 60].map((speed) => requestsPerParticle(run, speed));
    expect(speeds.every((count, index) => index === 0 || count >= (speeds[index - 1] ?? 0))).toBe(true);
    expect(speeds[0]).toBe(run.traffic.sample.stride);
    expect(thinning(run, 60)).toBeGreaterThan(1);
  });
});

describe("where traffic goes", () => {
  test("is nowhere while recreate is down and everywhere else otherwise", () => {
    const { run } = modelOf("recreate").lane;
    const before = trafficShares(run, run.rollout.submittedAt - SECOND);
    expect(before).toEqual([1, 0]);
    expect(trafficShares(run, (run.rollout.faultAt ?? 0) - SECOND)).toEqual([0, 0]);
  });

  test("follows the weights of the router where it splits by weight", () => {
    const { run } = modelOf("canary").lane;
    const step = run.rollout.weights.find(({ weight }) => weight > 0);
    if (step === undefined) throw new Error("a canary has a first step");
    const [old = 0, fresh = 0] = trafficShares(run, step.at + SECOND);
    expect(fresh).toBeCloseTo(step.weight, 9);
    expect(old + fresh).toBeCloseTo(1, 9);
  });
});

describe("a pod", () => {
  test("is gone before it is created and after it has ended", () => {
    const pod = modelOf("rolling").lane.run.pods.find(({ transitions }) => transitions.at(-1)?.state === "gone");
    if (pod === undefined) throw new Error("a rolling update ends pods");
    expect(podStateAt(pod, -1)).toBe("gone");
    expect(podStateAt(pod, 1e15)).toBe("gone");
    for (const { at, state } of pod.transitions) {
      const later = pod.transitions.filter((transition) => transition.at === at).at(-1)?.state;
      expect(podStateAt(pod, at)).toBe(later ?? state);
    }
  });

  test("grows its ring from nothing to full while it starts", () => {
    const pod = modelOf("rolling").lane.run.pods.find(({ transitions }) =>
      transitions.some(({ state }) => state === "starting"),
    );
    if (pod === undefined) throw new Error("a rolling update starts pods");
    const from = pod.transitions.findIndex(({ state }) => state === "starting");
    const start = pod.transitions[from]?.at ?? 0;
    const end = pod.transitions[from + 1]?.at ?? 0;
    expect(transitionAt(pod, start)).toBe(from);
    expect(progressAt(pod, from, start)).toBe(0);
    expect(progressAt(pod, from, (start + end) / 2)).toBeCloseTo(0.5, 5);
    expect(progressAt(pod, from, end)).toBe(1);
  });
});

test("a click on a strip takes the nearest dot that has a value", () => {
  const places = dotPlaces([1, null, 5, 4.9], [0, 5]);
  expect(nearest(places, { x: (places[3]?.x ?? 0) + 0.1, y: 2 })).toBe(3);
  expect(nearest(places, { x: 1000, y: 9 })).toBe(2);
  expect(nearest([null, null], { x: 3, y: 3 })).toBe(-1);
});

test("dots of many seeds are spread over the height, so that equal values do not hide each other", () => {
  const many = dotPlaces(new Array(200).fill(3), [0, 5]);
  expect(new Set(many.map((place) => place?.x)).size).toBe(1);
  expect(new Set(many.map((place) => place?.y)).size).toBe(7);
  expect(Math.min(...many.map((place) => place?.y ?? 0))).toBeGreaterThan(0);
  expect(new Set(dotPlaces([3, 3, 3], [0, 5]).map((place) => place?.y)).size).toBe(1);
});
