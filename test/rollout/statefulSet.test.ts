import { describe, expect, test } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { createStatefulSet, type StatefulSetSpec } from "../../src/rollout/controllers/statefulSet/statefulSet.ts";
import { exactly, specOf, stage, templateOf } from "../cluster/stage.ts";

/** Five pods that need 3 s to end and 10 s to start. */
function play({
  until = 300,
  neverReady = false,
  ...spec
}: Partial<StatefulSetSpec> & { until?: number; neverReady?: boolean } = {}) {
  const { kernel, cluster } = stage({ drain: 3 });
  const behaviour = { boot: exactly(10), neverReady, crashAfter: null };
  const probe = { initialDelay: 0, period: SECOND, timeout: SECOND, successThreshold: 1, failureThreshold: 3 };
  const grace = { terminationGracePeriod: 60 * SECOND, readinessProbe: probe };
  const templates = { old: templateOf(0, grace), new: templateOf(1, { ...grace, behaviour }) };
  cluster.populate(templates.old, 5, 0);
  const site = { kernel, cluster, watchLatency: specOf().watchLatency, replicas: 5, templates };
  const set = createStatefulSet(site, { minReady: 0, partition: 0, maxUnavailable: 1, ...spec });
  let completedAt: number | null = null;
  kernel.spawn(
    (function* () {
      yield set.completed;
      completedAt = kernel.now / SECOND;
    })(),
  );
  set.apply(templates.new);
  kernel.run(until * SECOND);
  const sizes = () => cluster.replicaSets.map(({ replicas }) => replicas);
  const alive = () => cluster.replicaSets.map((one) => cluster.podsNotGone(one));
  return { kernel, set, templates, sizes, alive, completedAt: () => completedAt };
}

describe("a StatefulSet's rolling update", () => {
  test("creates no pod before its predecessor is gone, and takes none before the last one is available", () => {
    expect(play({ until: 2 }).alive()).toEqual([5, 0]);
    expect(play({ until: 4 }).alive()).toEqual([4, 1]);
    expect(play({ until: 12 }).alive()).toEqual([4, 1]);
    expect(play().completedAt()).toBe(5 * (3 + 10));
  });

  test("leaves the pods below the partition as they are", () => {
    const { sizes, completedAt } = play({ partition: 2 });
    expect(sizes()).toEqual([2, 3]);
    expect(completedAt()).toBe(3 * (3 + 10));
  });

  test("takes several at once where more may be missing, and still starts them one after the other", () => {
    const { completedAt, sizes } = play({ maxUnavailable: "50%" });
    expect(sizes()).toEqual([0, 5]);
    expect(completedAt()).toBeLessThan(5 * 13);
  });

  test("stops at a pod that never becomes ready, and is not freed by the old template", () => {
    const { set, sizes, kernel, templates } = play({ neverReady: true });
    expect(sizes()).toEqual([4, 1]);
    set.apply(templates.old);
    kernel.run(3600 * SECOND);
    expect(sizes()).toEqual([4, 1]);
  });

  test("goes back pod by pod when its pods are available", () => {
    const { set, sizes, kernel, templates } = play({ until: 30 });
    expect(sizes()[1]).toBeGreaterThan(0);
    set.apply(templates.old);
    kernel.run(600 * SECOND);
    expect(sizes()).toEqual([5, 0]);
  });

  test("can be scaled on the way, one pod after the other", () => {
    const { set, sizes, kernel } = play({ until: 20 });
    set.scale(7);
    kernel.run(400 * SECOND);
    expect(sizes()).toEqual([0, 7]);
    set.scale(3);
    kernel.run(800 * SECOND);
    expect(sizes()).toEqual([0, 3]);
  });
});
