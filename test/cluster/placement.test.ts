import { describe, expect, it } from "vitest";
import { NO_LABELS, type Requirement } from "../../src/cluster/placement/labels.ts";
import type { SpreadConstraint } from "../../src/cluster/placement/spec.ts";
import { placementOf, type WrittenPlacement } from "../../src/cluster/placement/written.ts";
import type { Taint, Toleration } from "../../src/cluster/taints.ts";
import type { ClusterSpec, NodeSpec, PodTemplate } from "../../src/cluster/types.ts";
import { MINUTE, SECOND } from "../../src/kernel/time.ts";
import { exactly, stage, templateOf } from "./stage.ts";

const ANYWHERE: WrittenPlacement = {
  nodeSelector: NO_LABELS,
  nodeAffinity: { required: null, preferred: [] },
  podAffinity: { required: [], preferred: [] },
  podAntiAffinity: { required: [], preferred: [] },
  spread: [],
  tolerations: [],
};
const WEB = { matchLabels: { app: "web" }, matchExpressions: [] };
const HOST = "kubernetes.io/hostname";
const ZONE = "topology.kubernetes.io/zone";
const term = (topologyKey: string) => ({ topologyKey, selector: WEB, matchLabelKeys: [], mismatchLabelKeys: [] });
const apart = { required: [term(HOST)], preferred: [] };

function pods(version: number, placement: Partial<WrittenPlacement>, changes: Partial<PodTemplate> = {}): PodTemplate {
  const labels = { app: "web", "pod-template-hash": `v${version}` };
  return templateOf(version, { labels, placement: placementOf({ ...ANYWHERE, ...placement }, labels), ...changes });
}

const node = (name: string, more: Partial<NodeSpec> = {}): NodeSpec => ({
  name,
  zone: "a",
  cpuMilli: 4000,
  memoryBytes: 2 ** 34,
  ...more,
});

function placed(
  nodes: readonly NodeSpec[],
  template: PodTemplate,
  about: { count: number; spec?: Partial<ClusterSpec> },
) {
  const set = stage({ spec: { nodes, ...about.spec } });
  set.cluster.createReplicaSet(template, about.count, 0);
  set.kernel.run(SECOND);
  return { set, on: nodesOf(set), why: reasons(set) };
}

const nodesOf = (set: ReturnType<typeof stage>) => set.cluster.podRecords(set.kernel.now).map((pod) => pod.node);
const reasons = (set: ReturnType<typeof stage>) =>
  set.kernel.log.entries.filter(({ kind }) => kind === "podUnschedulable").map(({ detail }) => detail.reason);
const kinds = (set: ReturnType<typeof stage>, kind: string) =>
  set.kernel.log.entries.filter((entry) => entry.kind === kind).map(({ at }) => at / SECOND);

const GPU: Taint = { key: "gpu", value: "yes", effect: "NoSchedule" };
const tolerating = (taint: Partial<Toleration>): Toleration => ({
  key: "gpu",
  operator: "Exists",
  value: "",
  effect: "",
  span: null,
  ...taint,
});

describe("taints", () => {
  it("keep pods away that do not tolerate them, in the words of the scheduler", () => {
    const { on, why } = placed([node("n0", { taints: [GPU] })], pods(0, {}), { count: 1 });
    expect(on).toEqual([""]);
    expect(why).toEqual([
      "0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, " +
        "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
    ]);
  });

  it("keep pods without any placement away as well", () => {
    const nodes = [node("n0", { taints: [GPU] }), node("n1")];
    expect(placed(nodes, templateOf(0), { count: 3 }).on).toEqual(["n1", "n1", "n1"]);
  });

  it("do not draw those that tolerate them", () => {
    const nodes = [node("n0", { taints: [GPU] }), node("n1")];
    const { on } = placed(nodes, pods(0, { tolerations: [tolerating({})] }), { count: 2 });
    expect([...on].sort()).toEqual(["n0", "n1"]);
  });

  it("of the soft kind cost a node more than being empty is worth", () => {
    const soft = { ...GPU, effect: "PreferNoSchedule" } as const;
    const nodes = [node("n0", { taints: [soft] }), node("n1")];
    expect(placed(nodes, pods(0, {}), { count: 3 }).on).toEqual(["n1", "n1", "n1"]);
  });

  it("evict a pod that tolerates them for a time only, again and again", () => {
    const nodes = [node("n0", { taints: [{ ...GPU, effect: "NoExecute" }] })];
    const tolerations = [tolerating({ effect: "NoExecute", span: 20 * SECOND })];
    const { set } = placed(nodes, pods(0, { tolerations }), { count: 1 });
    set.kernel.run(50 * SECOND);
    expect(kinds(set, "podDeletionStarted")).toEqual([20, 40]);
  });

  it("of a lost node evict each pod when it tolerates them no longer", () => {
    const patience = (span: number | null) =>
      tolerating({ key: "node.kubernetes.io/unreachable", effect: "NoExecute", span });
    const lost = (tolerations: readonly Toleration[]) => {
      const { set } = placed([node("n0"), node("n1", { taints: [GPU] })], pods(0, { tolerations }), { count: 1 });
      set.cluster.nodes.lose("n0");
      set.kernel.run(20 * MINUTE);
      return kinds(set, "podDeletionStarted");
    };
    expect([lost([]), lost([patience(30 * SECOND)]), lost([patience(null)])]).toEqual([[351], [81], []]);
  });

  it("of a cordoned node are tolerated by a pod that tolerates everything", () => {
    const everything = tolerating({ key: "" });
    const set = stage({ spec: { nodes: [node("n0")] } });
    set.cluster.nodes.drain("n0");
    set.cluster.createReplicaSet(pods(0, {}), 1, 0);
    set.cluster.createReplicaSet(pods(1, { tolerations: [everything] }), 1, 0);
    set.kernel.run(SECOND);
    expect(nodesOf(set)).toEqual(["", "n0"]);
    expect(String(reasons(set)[0])).toContain("1 node(s) were unschedulable.");
  });
});

describe("node selectors and affinity", () => {
  const ssd = {
    labels: { disk: "ssd", size: "16" },
  };
  const wants = (requirement: Requirement) => ({ nodeAffinity: { required: [[requirement]], preferred: [] } });

  it("leave only nodes with the labels", () => {
    const { on, why } = placed([node("n0"), node("n1", ssd)], pods(0, { nodeSelector: ssd.labels }), { count: 2 });
    expect(on).toEqual(["n1", "n1"]);
    expect(why).toEqual([]);
    const { why: nowhere } = placed([node("n0")], pods(0, { nodeSelector: ssd.labels }), { count: 1 });
    expect(String(nowhere[0])).toContain("1 node(s) didn't match Pod's node affinity/selector.");
  });

  it.each<[Requirement["operator"], readonly string[], readonly string[]]>([
    ["In", ["hdd", "ssd"], ["n1"]],
    ["NotIn", ["ssd"], ["n0"]],
    ["Exists", [], ["n1"]],
    ["DoesNotExist", [], ["n0"]],
  ])("compare a label by %s", (operator, values, there) => {
    const { on } = placed([node("n0"), node("n1", ssd)], pods(0, wants({ key: "disk", operator, values })), {
      count: 1,
    });
    expect(on).toEqual(there);
  });

  it.each<["Gt" | "Lt", string, readonly string[]]>([
    ["Gt", "15", ["n1"]],
    ["Gt", "16", [""]],
    ["Lt", "17", ["n1"]],
  ])("compare a number by %s %s", (operator, value, there) => {
    const rule = wants({ key: "size", operator, values: [value] });
    expect(placed([node("n0"), node("n1", ssd)], pods(0, rule), { count: 1 }).on).toEqual(there);
  });

  it("know the labels that every node has", () => {
    const nodes = [node("n0"), node("n1", { zone: "b" })];
    expect(placed(nodes, pods(0, { nodeSelector: { [ZONE]: "b" } }), { count: 1 }).on).toEqual(["n1"]);
    expect(placed(nodes, pods(0, { nodeSelector: { [HOST]: "n0" } }), { count: 1 }).on).toEqual(["n0"]);
  });

  it("draw pods to nodes they prefer, while there is room", () => {
    const term: readonly Requirement[] = [{ key: "disk", operator: "In", values: ["ssd"] }];
    const preferred = { nodeAffinity: { required: null, preferred: [{ weight: 1, term }] } };
    const nodes = [node("n0"), node("n1", { ...ssd, cpuMilli: 200 })];
    expect(placed(nodes, pods(0, preferred), { count: 3 }).on).toEqual(["n1", "n1", "n0"]);
  });
});

describe("rules about other pods", () => {
  const nodes = [node("n0"), node("n1"), node("n2", { zone: "b" })];

  it("keep pods apart, and say so", () => {
    const { on, why } = placed(nodes, pods(0, { podAntiAffinity: apart }), { count: 4 });
    expect([...on].sort()).toEqual(["", "n0", "n1", "n2"]);
    expect(why).toEqual([
      "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. no new claims to deallocate, " +
        "preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    ]);
  });

  it("are minded by pods that have none themselves", () => {
    const set = stage({ spec: { nodes: [node("n0")] } });
    set.cluster.createReplicaSet(pods(0, { podAntiAffinity: apart }), 1, 0);
    set.kernel.run(SECOND);
    set.cluster.createReplicaSet(pods(1, {}), 1, 0);
    set.kernel.run(2 * SECOND);
    expect(String(reasons(set)[0])).toContain("1 node(s) didn't satisfy existing pods anti-affinity rules.");
  });

  it("hold until a terminating pod is gone, not only until it begins to leave", () => {
    const template = pods(0, { podAntiAffinity: apart }, { terminationGracePeriod: 60 * SECOND });
    const set = stage({ drain: 20, spec: { nodes: [node("n0")] } });
    const old = set.cluster.populate(template, 1, 0);
    set.cluster.createReplicaSet(pods(1, { podAntiAffinity: apart }), 1, 0);
    set.cluster.scale(old, 0);
    set.kernel.run(MINUTE);
    expect([kinds(set, "podUnschedulable"), kinds(set, "podScheduled")]).toEqual([[0], [20]]);
  });

  it("apply within one revision only where matchLabelKeys says so", () => {
    const own = { ...term(HOST), matchLabelKeys: ["pod-template-hash"] };
    const template = (version: number) => pods(version, { podAntiAffinity: { required: [own], preferred: [] } });
    const set = stage({ spec: { nodes: [node("n0")] } });
    set.cluster.populate(template(0), 1, 0);
    set.cluster.createReplicaSet(template(1), 2, 0);
    set.kernel.run(SECOND);
    expect(nodesOf(set)).toEqual(["n0", "n0", ""]);
  });

  it("let the first of a kind go anywhere, and the others only beside it", () => {
    const together = { podAffinity: { required: [term(ZONE)], preferred: [] } };
    const zones = new Set(placed(nodes, pods(0, together), { count: 6 }).on.map((name) => (name === "n2" ? "b" : "a")));
    expect(zones.size).toBe(1);
    const strangers = { matchLabels: { app: "cache" }, matchExpressions: [] };
    const beside = { podAffinity: { required: [{ ...term(ZONE), selector: strangers }], preferred: [] } };
    const { why } = placed(nodes, pods(0, beside), { count: 1 });
    expect(String(why[0])).toContain("3 node(s) didn't match pod affinity rules.");
    expect(String(why[0])).toContain("3 Preemption is not helpful for scheduling.");
  });

  it("that are preferred outweigh an empty node", () => {
    const one = { weight: 100, ...term(HOST) };
    const together = placed(nodes, pods(0, { podAffinity: { required: [], preferred: [one] } }), { count: 5 });
    expect(new Set(together.on).size).toBe(1);
    const away = placed(nodes, pods(0, { podAntiAffinity: { required: [], preferred: [one] } }), { count: 3 });
    expect([...away.on].sort()).toEqual(["n0", "n1", "n2"]);
  });

  it("of pods that are there draw others to them", () => {
    const set = stage({ spec: { nodes } });
    set.cluster.populate(pods(0, { podAffinity: { required: [], preferred: [{ weight: 100, ...term(HOST) }] } }), 1, 0);
    set.cluster.createReplicaSet(pods(1, {}), 3, 0);
    set.kernel.run(SECOND);
    expect(new Set(nodesOf(set)).size).toBe(1);
  });
});

describe("hard topology spread", () => {
  const evenly = (changes: Partial<SpreadConstraint> = {}) => ({
    spread: [
      {
        ...term(ZONE),
        maxSkew: 1,
        whenUnsatisfiable: "DoNotSchedule" as const,
        minDomains: 1,
        nodeAffinityPolicy: "Honor" as const,
        nodeTaintsPolicy: "Ignore" as const,
        ...changes,
      },
    ],
  });
  const zones = [node("a0"), node("a1"), node("b0", { zone: "b", cpuMilli: 200 })];

  it("leaves pods pending rather than crowd a zone, and says so", () => {
    const { on, why } = placed(zones, pods(0, evenly()), { count: 6 });
    expect(on.filter((name) => name === "b0")).toHaveLength(2);
    expect(on.filter((name) => name.startsWith("a"))).toHaveLength(3);
    expect(why).toEqual([
      "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't match pod topology spread constraints. " +
        "no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    ]);
  });

  it("takes a zone for empty while there are fewer than minDomains", () => {
    expect(placed([node("a0")], pods(0, evenly({ minDomains: 2 })), { count: 3 }).on).toEqual(["a0", "", ""]);
  });

  it("leaves out nodes that the pods may not run on, unless told to count them", () => {
    const own = { nodeSelector: { disk: "ssd" } };
    const nodes = [node("a0", { labels: own.nodeSelector }), node("b0", { zone: "b" })];
    const count = (changes: Partial<SpreadConstraint>) =>
      placed(nodes, pods(0, { ...own, ...evenly(changes) }), { count: 3 }).on.filter((name) => name !== "").length;
    expect([count({}), count({ nodeAffinityPolicy: "Ignore" })]).toEqual([3, 1]);
  });

  it("counts a tainted zone, unless told to honour taints", () => {
    const nodes = [node("a0"), node("b0", { zone: "b", taints: [GPU] })];
    const count = (changes: Partial<SpreadConstraint>) =>
      placed(nodes, pods(0, evenly(changes)), { count: 3 }).on.filter((name) => name !== "").length;
    expect([count({}), count({ nodeTaintsPolicy: "Honor" })]).toEqual([1, 3]);
  });

  it("refuses nodes without the label", () => {
    const { why } = placed([node("a0")], pods(0, evenly({ topologyKey: "rack" })), { count: 1 });
    expect(String(why[0])).toContain(
      "1 node(s) didn't match pod topology spread constraints (missing required label).",
    );
  });

  it("does not count pods on their way out", () => {
    const slow = { terminationGracePeriod: 10 * MINUTE };
    const set = stage({ drain: 500, spec: { nodes: [node("a0"), node("b0", { zone: "b" })] } });
    const old = set.cluster.populate(pods(0, evenly(), slow), 4, 0);
    set.cluster.scale(old, 0);
    set.kernel.run(SECOND);
    set.cluster.createReplicaSet(pods(1, evenly()), 2, 0);
    set.kernel.run(2 * SECOND);
    expect(nodesOf(set).slice(4).sort()).toEqual(["a0", "b0"]);
  });

  it("of the soft kind takes the place of the default: by node and by zone", () => {
    const soft = evenly({ whenUnsatisfiable: "ScheduleAnyway", topologyKey: "rack" });
    const rack = (name: string, in_: string) => node(name, { labels: { rack: in_ } });
    const nodes = [rack("x0", "x"), rack("x1", "x"), rack("x2", "x"), rack("y0", "y")];
    const { on } = placed(nodes, pods(0, soft), { count: 6 });
    expect(on.filter((name) => name === "y0")).toHaveLength(3);
  });
});

describe("whoever makes room", () => {
  const background = { podsPerNode: 1, cpuMilli: 3950, memoryBytes: 0, priority: 0 };

  it("preempts only on nodes that would take the pod then", () => {
    const nodes = [node("n0", { taints: [GPU] }), node("n1")];
    const template = pods(0, { podAntiAffinity: apart }, { priority: 5 });
    const { set, why } = placed(nodes, template, { count: 2, spec: { background } });
    set.kernel.run(MINUTE);
    expect([...nodesOf(set)].sort()).toEqual(["", "n1"]);
    expect(kinds(set, "podPreempted")).toEqual([0]);
    expect(why).toHaveLength(2);
  });

  it("promises no two pods that keep apart the same node", () => {
    const template = pods(0, { podAntiAffinity: apart }, { priority: 5 });
    const two = { ...background, podsPerNode: 2, cpuMilli: 1950 };
    const { set } = placed([node("n0"), node("n1")], template, { count: 2, spec: { background: two } });
    set.kernel.run(MINUTE);
    expect([...nodesOf(set)].sort()).toEqual(["n0", "n1"]);
  });

  it("makes nobody leave by a class that never preempts", () => {
    const template = pods(0, {}, { priority: 5, preemption: "never" });
    const { set, why } = placed([node("n0")], template, { count: 1, spec: { background } });
    set.kernel.run(MINUTE);
    expect(kinds(set, "podPreempted")).toEqual([]);
    expect(String(why[0])).toContain("preemption: not eligible due to preemptionPolicy=Never.");
  });

  it("asks for a node for each pod that keeps apart, however empty the nodes are", () => {
    const autoscaler = { minNodes: 1, maxNodes: 9, nodeBoot: exactly(60) };
    const { set } = placed([node("n0")], pods(0, { podAntiAffinity: apart }), { count: 4, spec: { autoscaler } });
    set.kernel.run(5 * MINUTE);
    expect(kinds(set, "nodeAdded")).toEqual([70, 70, 70]);
    expect(new Set(nodesOf(set)).size).toBe(4);
  });

  it("asks for no node that would not help, and for those of its pool", () => {
    const pools = [
      node("n0", { pool: "web", cpuMilli: 100 }),
      node("g0", { pool: "gpu", cpuMilli: 100, taints: [GPU] }),
    ];
    const asked = (pool: string) => {
      const autoscaler = { minNodes: 1, maxNodes: 9, nodeBoot: exactly(60), pool };
      const { set } = placed(pools, pods(0, {}), { count: 3, spec: { autoscaler } });
      set.kernel.run(5 * MINUTE);
      return kinds(set, "nodeAdded").length;
    };
    expect([asked("web"), asked("gpu")]).toEqual([2, 0]);
  });

  it("gives no node back whose pods nobody else would take", () => {
    const autoscaler = { minNodes: 1, maxNodes: 9, nodeBoot: exactly(60) };
    const { set } = placed([node("n0"), node("n1")], pods(0, { podAntiAffinity: apart }), {
      count: 2,
      spec: { autoscaler },
    });
    set.kernel.run(30 * MINUTE);
    expect(kinds(set, "nodeUnneeded")).toEqual([]);
    const { set: others } = placed([node("n0"), node("n1")], pods(0, {}), { count: 2, spec: { autoscaler } });
    others.kernel.run(30 * MINUTE);
    expect(kinds(others, "nodeUnneeded")).toHaveLength(1);
  });
});
