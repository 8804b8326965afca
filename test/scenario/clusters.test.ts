import { describe, expect, it } from "vitest";
import { readScenario } from "../../src/scenario/read.ts";

function read(lines: string) {
  return readScenario(`apiVersion: drydock/v1\nname: several\n${lines}`);
}

function problems(lines: string): string[] {
  return read(lines).problems.map(({ code, line }) => `${line} ${code}`);
}

describe("clusters of a scenario", () => {
  it("share users and pods as is written, and what is left equally", () => {
    const reading = read("clusters:\n  - { name: eu, share: 20% }\n  - { name: us }\n  - { name: ap, replicas: 7 }");
    expect(reading.ok && reading.value.clusters.map(({ name, share, replicas }) => [name, share, replicas])).toEqual([
      ["eu", 0.2, 2],
      ["us", 0.4, 4],
      ["ap", 0.4, 7],
    ]);
    expect(reading.ok && reading.value.service.replicas).toBe(13);
  });

  it("name their nodes, and give them the size of the cluster's own or the common one", () => {
    const reading = read(
      "cluster:\n  nodes: { cpu: 8 }\nclusters:\n  - { name: eu, nodes: { count: 2 } }\n  - { name: us }",
    );
    const [eu, us] = reading.ok ? reading.value.clusters : [];
    expect(eu?.cluster.nodes.map(({ name, cpuMilli }) => [name, cpuMilli])).toEqual([
      ["eu/node-1", 8000],
      ["eu/node-2", 8000],
    ]);
    expect(us?.cluster.nodes[0]?.name).toBe("us/node-1");
  });

  it("are refused when their shares do not make a whole, or two have one name", () => {
    expect(problems("clusters:\n  - { name: eu, share: 20% }\n  - { name: us, share: 70% }")).toEqual([
      "3 shares-not-whole",
    ]);
    expect(problems("clusters:\n  - { name: eu, share: 100% }\n  - { name: us }")).toEqual(["3 shares-not-whole"]);
    expect(problems("clusters:\n  - { name: eu }\n  - { name: eu }")).toEqual(["3 duplicate-name"]);
  });

  it("are refused where a wave, a fault or a delivery does not fit them", () => {
    const two = "clusters:\n  - { name: eu }\n  - { name: us }\n";
    expect(problems(`${two}strategies:\n  - waves: { order: [[eu, uk]] }`)).toEqual([
      "7 wave-misses-clusters",
      "7 unknown-cluster",
    ]);
    expect(problems(`${two}faults:\n  - clusterFailure: { at: 10s, cluster: ap }`)).toEqual(["7 unknown-cluster"]);
    expect(problems(`${two}delivery:\n  argocd: {}`)).toEqual(["7 one-cluster-only"]);
    expect(problems("clusters:\n  - { name: eu, replicas: 50, nodes: { count: 1 } }")).toEqual(["4 too-few-nodes"]);
  });
});
