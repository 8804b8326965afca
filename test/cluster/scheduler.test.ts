import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { stage, templateOf } from "./stage.ts";

const nodes = (count: number, cpuMilli: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `node-${i}`, zone: "a", cpuMilli, memoryBytes: 2 ** 40 }));

function nodesOf(set: ReturnType<typeof stage>): string[] {
  return set.cluster.podRecords(set.kernel.now).map(({ node }) => node);
}

describe("the scheduler", () => {
  it("puts each pod on the emptiest node", () => {
    const set = stage({ spec: { nodes: nodes(3, 4000) } });
    set.cluster.createReplicaSet(templateOf(0), 6, 0);
    set.kernel.run(SECOND);
    expect(nodesOf(set).slice(0, 3).sort()).toEqual(["node-0", "node-1", "node-2"]);
    expect(nodesOf(set).slice(3).sort()).toEqual(["node-0", "node-1", "node-2"]);
  });

  it("draws among equals, differently for other seeds and equally for the same", () => {
    const placed = (seed: string) => {
      const set = stage({ seed, spec: { nodes: nodes(5, 4000) } });
      set.cluster.createReplicaSet(templateOf(0), 5, 0);
      set.kernel.run(SECOND);
      return nodesOf(set).join();
    };
    expect(placed("a")).toBe(placed("a"));
    expect(new Set(["a", "b", "c", "d"].map(placed)).size).toBeGreaterThan(1);
  });

  it("leaves a pod pending that fits nowhere, says what is short, and places it when a pod is really gone", () => {
    const set = stage({ drain: 20, spec: { nodes: nodes(1, 200) } });
    const full = set.cluster.populate(templateOf(0, { terminationGracePeriod: 60 * SECOND }), 2, 0);
    set.cluster.createReplicaSet(templateOf(1), 1, 0);
    set.kernel.run(10 * SECOND);
    const unschedulable = set.kernel.log.entries.filter(({ kind }) => kind === "podUnschedulable");
    expect(unschedulable.map(({ detail }) => detail.reason)).toEqual([
      "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, " +
        "preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
    ]);
    set.cluster.scale(full, 1);
    set.kernel.run(29 * SECOND);
    expect(set.cluster.podRecords(0)[2]?.transitions.map(({ state }) => state)).toEqual(["pending"]);
    set.kernel.run(100 * SECOND);
    expect(
      set.cluster
        .podRecords(0)[2]
        ?.transitions.slice(1, 3)
        .map(({ at, state }) => [at / SECOND, state]),
    ).toEqual([
      [30, "pulling"],
      [30, "starting"],
    ]);
  });

  it("puts no more than 110 pods on a node", () => {
    const set = stage({ spec: { nodes: nodes(1, 1e9) } });
    set.cluster.createReplicaSet(templateOf(0), 111, 0);
    set.kernel.run(SECOND);
    expect(nodesOf(set).filter((node) => node === "node-0")).toHaveLength(110);
  });
});
