import { describe, expect, it } from "vitest";
import type { DisruptionBudgetSpec } from "../../src/cluster/disruptions.ts";
import type { ClusterSpec } from "../../src/cluster/types.ts";
import { evictionRate, zoneState } from "../../src/cluster/zoneDisruption.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { exactly, rolloutStage, type Stage, stage, templateOf } from "./stage.ts";

const graceful = { terminationGracePeriod: 30 * SECOND };
const atLeast = (minAvailable: number | string): DisruptionBudgetSpec => ({
  limit: { minAvailable },
  unhealthyPodEvictionPolicy: "IfHealthyBudget",
});

/** Nodes `a1 a2 … b1 …` with room for `pods` pods each. */
function nodes(zones: Readonly<Record<string, number>>, pods = 10): ClusterSpec["nodes"] {
  return Object.entries(zones).flatMap(([zone, count]) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${zone}${index + 1}`,
      zone,
      cpuMilli: 100 * pods,
      memoryBytes: 2 ** 40,
    })),
  );
}

const timesOf = ({ kernel }: Stage, kind: string, subject = "") =>
  kernel.log.entries
    .filter((entry) => entry.kind === kind && entry.subject.includes(subject))
    .map(({ at }) => at / SECOND);

const podsOn = ({ cluster }: Stage, node: string) =>
  cluster.pods.filter((pod) => !pod.gone && pod.nodeName === node).length;

describe("a drain", () => {
  it("lets pods go as fast as the budget allows, asking again every five seconds", () => {
    const set = stage({ spec: { nodes: nodes({ a: 2 }) }, drain: 3, disruptionBudget: atLeast(3) });
    set.cluster.populate(templateOf(0, graceful), 4, 0);
    expect(podsOn(set, "a1")).toBe(2);
    set.kernel.run(100 * SECOND);
    set.cluster.nodes.drain("a1");
    // The first pod goes at once; the second is refused until the first one's replacement is ready, ten seconds later, and
    // the status says so: the attempt of that very moment still comes too early.
    set.kernel.run(200 * SECOND);
    expect(timesOf(set, "podEvicted")).toEqual([100, 115]);
    expect(timesOf(set, "evictionRefused")).toEqual([100]);
    expect(timesOf(set, "podCreated")).toEqual([100, 115]);
    // Evicted pods are looked for every second: SIGTERM at 115 s, gone at 118 s.
    expect(timesOf(set, "nodeDrained")).toEqual([118]);
    expect(podsOn(set, "a2")).toBe(4);
    set.cluster.nodes.uncordon("a1");
    expect(timesOf(set, "nodeUncordoned")).toEqual([200]);
  });

  it("takes all pods at once without a budget", () => {
    const set = stage({ spec: { nodes: nodes({ a: 2 }) }, drain: 3 });
    set.cluster.populate(templateOf(0, graceful), 4, 0);
    set.kernel.run(100 * SECOND);
    set.cluster.nodes.drain("a1");
    set.kernel.run(200 * SECOND);
    expect(timesOf(set, "podEvicted")).toEqual([100, 100]);
    expect(timesOf(set, "nodeDrained")).toEqual([103]);
  });

  it("never ends when the budget allows nothing, and can be given up after a timeout", () => {
    const set = stage({ spec: { nodes: nodes({ a: 2 }) }, disruptionBudget: atLeast(1) });
    set.cluster.populate(templateOf(0, graceful), 1, 0);
    const [only] = set.cluster.pods;
    set.kernel.run(100 * SECOND);
    set.cluster.nodes.drain(only?.nodeName ?? "", 60 * SECOND);
    set.kernel.run(10_000 * SECOND);
    expect(only?.gone).toBe(false);
    expect(timesOf(set, "drainGivenUp")).toEqual([160]);
  });

  it("leaves the pods of DaemonSets where they are and moves those of others", () => {
    const others = { podsPerNode: 2, cpuMilli: 10, memoryBytes: 0, priority: 0 };
    for (const [ownedBy, evicted] of [
      ["daemonSet", []],
      ["replicaSet", [100, 100]],
    ] as const) {
      const set = stage({ spec: { nodes: nodes({ a: 2 }), background: { ...others, ownedBy } } });
      set.kernel.run(100 * SECOND);
      set.cluster.nodes.drain("a1");
      set.kernel.run(200 * SECOND);
      expect(timesOf(set, "podEvicted")).toEqual(evicted);
    }
  });

  it("evicts pods that are not ready only when the policy says so", () => {
    for (const policy of ["IfHealthyBudget", "AlwaysAllow"] as const) {
      const budget = { ...atLeast(2), unhealthyPodEvictionPolicy: policy };
      const set = stage({ spec: { nodes: nodes({ a: 1, b: 1 }) }, disruptionBudget: budget });
      set.cluster.populate(templateOf(0, { ...graceful, readinessProbe: probe }), 2, 0);
      const [pod] = set.cluster.pods;
      if (pod === undefined) throw new Error("there are two pods");
      set.kernel.run(100 * SECOND);
      set.cluster.processes.setProbes(pod, "failing");
      set.kernel.run(120 * SECOND);
      expect(pod.ready).toBe(false);
      set.cluster.nodes.drain(pod.nodeName);
      set.kernel.run(125 * SECOND);
      expect(timesOf(set, "podEvicted")).toEqual(policy === "AlwaysAllow" ? [120] : []);
    }
  });
});

const probe = { initialDelay: 0, period: SECOND, timeout: SECOND, successThreshold: 1, failureThreshold: 1 };

describe("a disruption budget", () => {
  it("is measured by the Deployment's size, not by that of its ReplicaSets together", () => {
    const set = rolloutStage({
      replicas: 4,
      strategy: { type: "RollingUpdate", maxSurge: 4, maxUnavailable: 0 },
      spec: { nodes: nodes({ a: 1, b: 1 }) },
      disruptionBudget: atLeast("50%"),
    });
    set.kernel.run(10 * SECOND);
    expect(set.cluster.disruptions.allowed).toBe(2);
    set.deployment.apply(set.next);
    set.kernel.run(15 * SECOND);
    // Eight pods want to be there; half of four are enough, and four are ready.
    expect(set.cluster.disruptions.allowed).toBe(2);
  });

  it("does not limit a rolling update", () => {
    const set = rolloutStage({
      replicas: 4,
      strategy: { type: "RollingUpdate", maxSurge: 0, maxUnavailable: 4 },
      disruptionBudget: atLeast(4),
    });
    set.kernel.run(10 * SECOND);
    set.deployment.apply(set.next);
    set.kernel.run(11 * SECOND);
    expect(timesOf(set, "podDeletionStarted")).toEqual([10, 10, 10, 10]);
  });
});

describe("a zone that is lost", () => {
  it("has its nodes given up one by one, ten seconds apart", () => {
    const set = stage({ spec: { nodes: nodes({ a: 3, b: 3 }, 2) } });
    set.cluster.populate(templateOf(0, graceful), 6, 0);
    set.kernel.run(100 * SECOND);
    for (const name of set.cluster.nodes.inZone("a")) set.cluster.nodes.lose(name);
    set.kernel.run(1000 * SECOND);
    expect(timesOf(set, "podUnready")).toEqual([150, 150, 150]);
    expect(timesOf(set, "podDeletionStarted")).toEqual([450, 460, 470]);
  });

  it("keeps its pods when all zones are lost, and most of a small zone is mistrusted too", () => {
    for (const [zones, dead] of [
      [{ a: 2, b: 2 }, ["a1", "a2", "b1", "b2"]],
      [{ a: 5, b: 2 }, ["a1", "a2", "a3"]],
    ] as const) {
      const set = stage({ spec: { nodes: nodes(zones) } });
      set.cluster.populate(templateOf(0, graceful), 7, 0);
      set.kernel.run(100 * SECOND);
      for (const name of dead) set.cluster.nodes.lose(name);
      set.kernel.run(1000 * SECOND);
      // Tainted before the others were missed: the first one, and no other.
      expect(timesOf(set, "podDeletionStarted").filter((at) => at > 460)).toEqual([]);
    }
  });

  it("is judged as the node controller judges it", () => {
    expect(zoneState({ ready: 0, notReady: 1 })).toBe("fullDisruption");
    expect(zoneState({ ready: 1, notReady: 2 })).toBe("normal");
    expect(zoneState({ ready: 2, notReady: 3 })).toBe("partialDisruption");
    expect(zoneState({ ready: 3, notReady: 3 })).toBe("normal");
    expect(evictionRate("partialDisruption", { size: 50, allZonesLost: "not lost" })).toBe(0);
    expect(evictionRate("partialDisruption", { size: 51, allZonesLost: "not lost" })).toBe(0.01);
    expect(evictionRate("fullDisruption", { size: 3, allZonesLost: "not lost" })).toBe(0.1);
    expect(evictionRate("normal", { size: 3, allZonesLost: "lost" })).toBe(0);
  });
});

describe("a node that is cut off from the control plane", () => {
  it("loses its endpoints after 50 s though its pods serve, and gets them back when it is heard of again", () => {
    const set = stage({ spec: { nodes: nodes({ a: 2 }) } });
    set.cluster.populate(templateOf(0, graceful), 2, 0);
    set.kernel.run(100 * SECOND);
    set.cluster.nodes.lose("a1", "cut off");
    set.kernel.run(200 * SECOND);
    expect(set.told.filter((line) => line.includes("kill"))).toEqual([]);
    expect(timesOf(set, "podUnready")).toEqual([150]);
    set.cluster.nodes.recover("a1");
    set.kernel.run(300 * SECOND);
    expect(timesOf(set, "podReady")).toEqual([200]);
    expect(set.told.at(-1)).toBe("200 endpoints 0: 0 1");
  });

  it("lets its pods end when it hears that they were deleted", () => {
    const set = stage({ spec: { nodes: nodes({ a: 1, b: 1 }) }, drain: 4 });
    set.cluster.populate(templateOf(0, graceful), 2, 0);
    set.kernel.run(100 * SECOND);
    set.cluster.nodes.lose("a1", "cut off");
    set.kernel.run(500 * SECOND);
    expect(timesOf(set, "podDeletionStarted")).toEqual([450]);
    expect(timesOf(set, "podGone")).toEqual([]);
    set.cluster.nodes.recover("a1");
    set.kernel.run(600 * SECOND);
    expect(timesOf(set, "podGone")).toEqual([504]);
  });

  it("starts no pod that was put on it meanwhile", () => {
    const set = stage({ spec: { nodes: nodes({ a: 1 }) } });
    const replicaSet = set.cluster.populate(templateOf(0, graceful), 1, 0);
    set.kernel.run(100 * SECOND);
    set.cluster.nodes.lose("a1", "cut off");
    set.cluster.scale(replicaSet, 2);
    set.kernel.run(140 * SECOND);
    expect(timesOf(set, "podScheduled")).toEqual([100]);
    expect(timesOf(set, "containerStarted")).toEqual([]);
    set.cluster.nodes.recover("a1");
    set.kernel.run(141 * SECOND);
    expect(timesOf(set, "containerStarted")).toEqual([140]);
  });
});

describe("a machine that is taken for good", () => {
  it("leaves the cluster when it is missed, and its pods a minute later at most", () => {
    const set = stage({ spec: { nodes: nodes({ a: 2 }) } });
    set.cluster.populate(templateOf(0, graceful), 2, 0);
    set.kernel.run(105 * SECOND);
    set.cluster.nodes.terminate("a1");
    set.kernel.run(1000 * SECOND);
    // Missed at 155 s; the collector sees at 160 s that the node is missing, and waits 40 s more.
    expect(timesOf(set, "nodeRemoved")).toEqual([155]);
    expect(timesOf(set, "podGone")).toEqual([200]);
    expect(timesOf(set, "podCreated")).toEqual([200]);
    set.cluster.nodes.recover("a1");
    expect(timesOf(set, "nodeRecovered")).toEqual([]);
  });
});

describe("while the control plane is down", () => {
  it("nothing is replaced, and no endpoint is taken out; when it is back, all of it follows", () => {
    const set = stage({ spec: { nodes: nodes({ a: 2 }) } });
    const replicaSet = set.cluster.populate(templateOf(0, { ...graceful, readinessProbe: probe }), 2, 0);
    set.kernel.run(100 * SECOND);
    set.kernel.controlPlane.close();
    set.cluster.scale(replicaSet, 4);
    const pod = set.cluster.pods.find(({ nodeName }) => nodeName === "a1");
    if (pod !== undefined) set.cluster.processes.setProbes(pod, "failing");
    set.cluster.nodes.lose("a2");
    set.kernel.run(300 * SECOND);
    expect(timesOf(set, "podCreated")).toEqual([]);
    expect(timesOf(set, "endpointRemoved")).toEqual([]);
    set.kernel.controlPlane.open();
    set.kernel.run(301 * SECOND);
    expect(timesOf(set, "podCreated")).toEqual([300, 300]);
    expect(timesOf(set, "endpointRemoved")).toEqual([300, 300]);
  });
});

describe("while the registry is down", () => {
  it("pods wait by the back-off of their pulls", () => {
    const set = stage({ spec: { nodes: nodes({ a: 1 }), newImageCached: false } });
    const image = { name: "new", bytes: 1000 };
    set.kernel.run(SECOND);
    set.cluster.registry.state = "down";
    set.cluster.createReplicaSet(templateOf(1, { image, behaviour: { ...behaviour } }), 1, 0);
    set.kernel.run(45 * SECOND);
    expect(timesOf(set, "imagePullFailed").length).toBeGreaterThan(1);
    set.cluster.registry.state = "up";
    set.kernel.run(200 * SECOND);
    expect(timesOf(set, "imagePulled")).toHaveLength(1);
  });
});

const behaviour = { boot: exactly(1), neverReady: false, crashAfter: null };
