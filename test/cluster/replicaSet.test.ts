import { describe, expect, it } from "vitest";
import { logarithmicAge } from "../../src/cluster/deletionOrder.ts";
import type { Pod } from "../../src/cluster/pod.ts";
import { HOUR, MINUTE, SECOND } from "../../src/kernel/time.ts";
import { exactly, type Stage, stage, templateOf } from "./stage.ts";

const timesOf = ({ kernel }: Stage, kind: string) =>
  kernel.log.entries.filter((entry) => entry.kind === kind).map(({ at }) => at / SECOND);

const graceful = { terminationGracePeriod: 60 * SECOND };

describe("a ReplicaSet", () => {
  it("replaces a pod when its deletion starts, not when it is gone", () => {
    const set = stage({ drain: 40 });
    const replicaSet = set.cluster.populate(templateOf(0, graceful), 3, 0);
    set.kernel.run(10 * SECOND);
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(11 * SECOND);
    expect(timesOf(set, "podCreated")).toEqual([10]);
    expect(replicaSet.status).toEqual({ replicas: 3, ready: 2, available: 2, terminating: 1 });
    set.kernel.run(60 * SECOND);
    expect(replicaSet.status).toEqual({ replicas: 3, ready: 3, available: 3, terminating: 0 });
    expect(timesOf(set, "podGone")).toEqual([50]);
  });

  it("tells in its status what it found, and of its own changes one hop later", () => {
    const set = stage({ spec: { watchLatency: SECOND } });
    const replicaSet = set.cluster.createReplicaSet(templateOf(0), 5, 0);
    set.kernel.run(1.5 * SECOND);
    expect(set.cluster.podsNotGone(replicaSet)).toBe(5);
    expect(replicaSet.status.replicas).toBe(0);
    set.kernel.run(2.5 * SECOND);
    expect(replicaSet.status.replicas).toBe(5);
  });

  it("acts on nothing new before it has seen what it did", () => {
    const set = stage({ spec: { watchLatency: SECOND } });
    const replicaSet = set.cluster.createReplicaSet(templateOf(0), 1, 30 * SECOND);
    // Created at 1, bound at 2, seen at 3, ready at 13: it becomes available at 43, and then the controller looks.
    set.kernel.run(41.5 * SECOND);
    set.cluster.scale(replicaSet, 2);
    set.kernel.run(42.8 * SECOND);
    set.cluster.scale(replicaSet, 3);
    set.kernel.run(50 * SECOND);
    expect(timesOf(set, "podAvailable")[0]).toBe(43);
    expect(timesOf(set, "podCreated")).toEqual([1, 42.5, 43.5]);
  });

  it("makes pods available when they have been ready for minReadySeconds", () => {
    const set = stage();
    const replicaSet = set.cluster.createReplicaSet(templateOf(0), 2, 30 * SECOND);
    set.kernel.run(39 * SECOND);
    expect(replicaSet.status).toMatchObject({ ready: 2, available: 0 });
    set.kernel.run(40 * SECOND);
    expect(replicaSet.status).toMatchObject({ ready: 2, available: 2 });
    expect(timesOf(set, "podAvailable")).toEqual([40, 40]);
  });

  it("starts the clock of a pod again when its readiness flaps", () => {
    const set = stage();
    const replicaSet = set.cluster.createReplicaSet(templateOf(0), 1, 30 * SECOND);
    set.kernel.run(30 * SECOND);
    set.cluster.processes.kill(set.cluster.pods[0] as Pod);
    set.kernel.run(69 * SECOND);
    expect(replicaSet.status.available).toBe(0);
    set.kernel.run(70 * SECOND);
    expect(replicaSet.status.available).toBe(1);
  });

  it("deletes pods that are not ready before ready ones, and takes from crowded nodes first", () => {
    const set = stage({
      spec: { nodes: [0, 1].map((i) => ({ name: `n${i}`, zone: "a", cpuMilli: 1000, memoryBytes: 2 ** 40 })) },
    });
    const replicaSet = set.cluster.populate(templateOf(0), 3, 0);
    set.kernel.run(10 * SECOND);
    set.cluster.scale(replicaSet, 4);
    set.kernel.run(15 * SECOND);
    set.cluster.scale(replicaSet, 3);
    set.kernel.run(16 * SECOND);
    expect(set.cluster.pods[3]?.gone).toBe(true);
    set.cluster.scale(replicaSet, 2);
    set.kernel.run(17 * SECOND);
    const left = set.cluster.pods.filter(({ gone }) => !gone);
    expect(left.map(({ nodeName }) => nodeName).sort()).toEqual(["n0", "n1"]);
  });

  it("chooses as good as at random among equals, but the same ones in every run", () => {
    const victims = (seed: string) => {
      const set = stage({ seed });
      const replicaSet = set.cluster.populate(templateOf(0), 10, 0);
      set.kernel.run(10 * SECOND);
      set.cluster.scale(replicaSet, 5);
      set.kernel.run(20 * SECOND);
      return set.cluster.pods
        .filter(({ gone }) => gone)
        .map(({ id }) => id)
        .join();
    };
    expect(victims("a")).toBe(victims("a"));
    expect(new Set(["a", "b", "c", "d"].map(victims)).size).toBeGreaterThan(1);
  });

  it("leaves nothing behind when it is deleted", () => {
    const set = stage({ drain: 5 });
    const replicaSet = set.cluster.populate(templateOf(0, graceful), 3, 0);
    set.kernel.run(10 * SECOND);
    set.cluster.deleteReplicaSet(replicaSet);
    set.kernel.run(100 * SECOND);
    expect(set.cluster.replicaSets).toEqual([]);
    expect(timesOf(set, "podGone")).toEqual([15, 15, 15]);
    expect(timesOf(set, "podCreated")).toEqual([]);
  });
});

describe("the age of a pod", () => {
  it("counts in powers of two of nanoseconds", () => {
    expect([0, SECOND, MINUTE, HOUR, 24 * HOUR].map(logarithmicAge)).toEqual([-1, 29, 35, 41, 46]);
    expect([0.001, 0.002, 4_294_967, 4_294_968].map(logarithmicAge)).toEqual([0, 1, 31, 32]);
  });
});

describe("a node that dies", () => {
  it("takes its processes at once, its endpoints after 50 s and its pods 300 s later", () => {
    const spec = { nodes: [0, 1].map((i) => ({ name: `n${i}`, zone: "a", cpuMilli: 1000, memoryBytes: 2 ** 40 })) };
    const set = stage({ spec });
    const replicaSet = set.cluster.populate(
      templateOf(0, { ...graceful, behaviour: { boot: exactly(10), neverReady: false, crashAfter: null } }),
      2,
      0,
    );
    const dead = set.cluster.pods.find(({ nodeName }) => nodeName === "n0") as Pod;
    set.kernel.run(100 * SECOND);
    set.cluster.nodes.lose("n0");
    set.kernel.run(149 * SECOND);
    expect(set.told.at(-1)).toBe(`100 kill ${dead.id}`);
    expect(replicaSet.status.available).toBe(2);
    set.kernel.run(151 * SECOND);
    expect(set.told.at(-1)).toBe(`150 endpoints 0: ${1 - dead.id}`);
    expect(replicaSet.status.available).toBe(1);
    set.kernel.run(500 * SECOND);
    expect(timesOf(set, "podCreated")).toEqual([450]);
    expect(set.cluster.podRecords(0)[2]?.node).toBe("n1");
    expect(dead.gone).toBe(false);
    set.cluster.nodes.recover("n0");
    expect(dead.gone).toBe(true);
  });

  it("starts its pods again when it is back in time", () => {
    const spec = { nodes: [{ name: "n0", zone: "a", cpuMilli: 1000, memoryBytes: 2 ** 40 }] };
    const set = stage({ spec });
    const replicaSet = set.cluster.populate(templateOf(0, graceful), 2, 0);
    set.kernel.run(100 * SECOND);
    set.cluster.nodes.lose("n0");
    set.kernel.run(200 * SECOND);
    set.cluster.nodes.recover("n0");
    set.kernel.run(220 * SECOND);
    expect(replicaSet.status).toEqual({ replicas: 2, ready: 2, available: 2, terminating: 0 });
    expect(timesOf(set, "containerRestarted")).toEqual([200, 200]);
    expect(set.told.at(-1)).toBe("210 endpoints 0: 0 1");
  });
});
