import { describe, expect, it } from "vitest";
import { ClientLimiter } from "../../src/cluster/clientLimiter.ts";
import { feasibleNodesToFind } from "../../src/cluster/nodeChoice.ts";
import { preempt } from "../../src/cluster/preemption.ts";
import { MINUTE, SECOND } from "../../src/kernel/time.ts";
import { exactly, stage, templateOf } from "./stage.ts";

const nodes = (count: number, cpuMilli: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `node-${i}`, zone: `z${i % 2}`, cpuMilli, memoryBytes: 2 ** 40 }));

const kinds = (set: ReturnType<typeof stage>, kind: string) =>
  set.kernel.log.entries.filter((entry) => entry.kind === kind).map(({ at }) => at / SECOND);

describe("placing pods", () => {
  it("looks for all nodes of a small cluster, and for ever fewer of a larger one", () => {
    expect([99, 100, 500, 5000, 6000].map(feasibleNodesToFind)).toEqual([99, 100, 230, 500, 300]);
  });

  it("lets the most important victim matter least, and spares the more important ones of a node", () => {
    const pod = (priority: number, cpuMilli: number) => ({ priority, cpuMilli, memoryBytes: 0, startedAt: 0 });
    const site = (...pods: ReturnType<typeof pod>[]) => ({ pods, free: { cpuMilli: 0, memoryBytes: 0, pods: 10 } });
    const wanted = { priority: 10, cpuMilli: 100, memoryBytes: 0 };
    expect(preempt(wanted, [site(pod(10, 500))])).toBeNull();
    expect(preempt(wanted, [site(pod(5, 100)), site(pod(1, 100), pod(2, 100))])).toEqual({
      place: 1,
      victims: [pod(1, 100)],
    });
  });

  it("makes less important pods leave within their grace period, and waits for it", () => {
    const background = { podsPerNode: 1, cpuMilli: 150, memoryBytes: 0, priority: 0 };
    const set = stage({ spec: { nodes: nodes(1, 200), background } });
    set.cluster.createReplicaSet(templateOf(0, { priority: 5 }), 1, 0);
    set.kernel.run(MINUTE);
    expect([kinds(set, "podPreempted"), kinds(set, "podScheduled")]).toEqual([[0], [30]]);
  });

  it("leaves equally important pods alone", () => {
    const background = { podsPerNode: 1, cpuMilli: 150, memoryBytes: 0, priority: 0 };
    const set = stage({ spec: { nodes: nodes(1, 200), background } });
    set.cluster.createReplicaSet(templateOf(0), 1, 0);
    set.kernel.run(MINUTE);
    expect([kinds(set, "podPreempted"), kinds(set, "podScheduled")]).toEqual([[], []]);
  });

  it("asks for the nodes that pending pods need, no more, and gives them back after ten unneeded minutes", () => {
    const autoscaler = { minNodes: 1, maxNodes: 5, nodeBoot: exactly(60) };
    const set = stage({ spec: { nodes: nodes(1, 200), autoscaler } });
    const replicaSet = set.cluster.createReplicaSet(templateOf(0), 5, 0);
    set.kernel.run(5 * MINUTE);
    expect(kinds(set, "nodeAdded")).toEqual([70, 70]);
    set.cluster.scale(replicaSet, 0);
    set.kernel.run(40 * MINUTE);
    expect(kinds(set, "nodeRemoved")).toHaveLength(2);
    expect(kinds(set, "nodeRemoved")[0]).toBeGreaterThanOrEqual(900);
  });

  it("never asks for more nodes than it may", () => {
    const autoscaler = { minNodes: 1, maxNodes: 2, nodeBoot: exactly(60) };
    const set = stage({ spec: { nodes: nodes(1, 200), autoscaler } });
    set.cluster.createReplicaSet(templateOf(0), 50, 0);
    set.kernel.run(10 * MINUTE);
    expect(kinds(set, "nodeAdded")).toHaveLength(1);
  });
});

describe("the limit of a controller's client", () => {
  it("lets a burst through at once and the rest at its rate", () => {
    const limiter = new ClientLimiter({ perSecond: 20, burst: 30 });
    const calls = Array.from({ length: 50 }, () => limiter.take(0) / SECOND);
    expect([calls[29], calls[30], calls[49]]).toEqual([0, 0.05, 1]);
  });

  it("holds back the pods of a large ReplicaSet", () => {
    const set = stage({ spec: { clientLimits: { perSecond: 20, burst: 30 } } });
    set.cluster.createReplicaSet(templateOf(0), 50, 0);
    set.kernel.run(10 * SECOND);
    const created = kinds(set, "podCreated");
    expect([created.filter((at) => at === 0).length, created.length, created.at(-1)]).toEqual([30, 50, 1]);
  });
});
