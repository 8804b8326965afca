import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NetworkSpec } from "../../src/cluster/network.ts";
import { proxyPlaces } from "../../src/cluster/network.ts";
import type { Pod } from "../../src/cluster/pod.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { exactly, type StageOptions, specOf, stage, templateOf } from "./stage.ts";

/** Clients on five nodes, whose proxies rest a second after each writing. */
const inside: NetworkSpec = {
  entry: "clients",
  nodes: null,
  kubeProxy: { minSyncPeriod: SECOND, sync: exactly(0) },
  externalTrafficPolicy: "Cluster",
  notReadyAddresses: "hidden",
  affinityTimeout: null,
  loadBalancer: {
    targets: "nodes",
    registration: exactly(3),
    healthCheck: { interval: 10 * SECOND, healthyThreshold: 2, unhealthyThreshold: 2 },
    deregistrationDelay: 30 * SECOND,
  },
};

const graceful = { terminationGracePeriod: 60 * SECOND };

function populated(count: number, { network, ...options }: StageOptions & { readonly network: NetworkSpec }) {
  const set = stage({ ...options, spec: { ...options.spec, network } });
  const replicaSet = set.cluster.populate(templateOf(0, graceful), count, 0);
  return { ...set, replicaSet };
}

describe("where proxies are", () => {
  it("is on each node that has clients, or nowhere", () => {
    const { nodes } = specOf();
    const names = (network?: NetworkSpec) =>
      proxyPlaces(network === undefined ? { nodes } : { nodes, network }).map(({ name }) => name);
    expect(names()).toEqual(["proxy"]);
    expect(names(inside)).toEqual(["node-0", "node-1", "node-2", "node-3", "node-4"]);
    expect(names({ ...inside, nodes: 2 })).toEqual(["node-0", "node-1"]);
    const onPods = { ...inside.loadBalancer, targets: "pods" as const };
    expect(names({ ...inside, entry: "loadBalancer", loadBalancer: onPods })).toEqual(["load-balancer"]);
  });
});

describe("a kube-proxy", () => {
  it("writes the first change at once and what follows together, a rest later", () => {
    const set = populated(4, { network: { ...inside, nodes: 1 }, drain: 30 });
    set.kernel.run(10 * SECOND);
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(10.2 * SECOND);
    set.cluster.deletePod(set.cluster.pods[1] as Pod);
    set.kernel.run(10.5 * SECOND);
    set.cluster.deletePod(set.cluster.pods[2] as Pod);
    set.kernel.run(15 * SECOND);
    const written = set.told.filter((line) => line.includes("endpoints")).slice(1);
    expect(written).toEqual(["10 endpoints 0: 1 2 3", "11 endpoints 0: 3"]);
  });

  it("rests after its writing is done, and does not see what comes while it writes", () => {
    const network = { ...inside, nodes: 1, kubeProxy: { minSyncPeriod: SECOND, sync: exactly(0.5) } };
    const set = populated(3, { network, drain: 30 });
    set.kernel.run(10 * SECOND);
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(10.2 * SECOND);
    set.cluster.deletePod(set.cluster.pods[1] as Pod);
    set.kernel.run(15 * SECOND);
    const written = set.told.filter((line) => line.includes("endpoints")).slice(1);
    expect(written).toEqual(["10.5 endpoints 0: 1 2", "12 endpoints 0: 2"]);
  });

  it("learns at a moment of its own, and the record tells each one's from the others'", () => {
    const spec = { propagation: { add: exactly(0), remove: { law: "uniform" as const, low: 0, high: 4 * SECOND } } };
    const set = populated(3, { network: inside, spec, drain: 30 });
    set.kernel.run(10 * SECOND);
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(20 * SECOND);
    const end = 20 * SECOND;
    const ends = set.cluster.services.proxies
      .records(set.cluster.pods, end)
      .map(({ programmed }) => programmed.find(({ pod }) => pod === 0)?.end);
    expect(new Set(ends).size).toBe(5);
    expect(ends.every((at) => at !== undefined && at > 10 * SECOND && at < 14 * SECOND)).toBe(true);
    expect(set.cluster.podRecords(end)[0]?.routed).toEqual([{ start: 0, end: Math.max(...(ends as number[])) }]);
  });

  it("sends to the pods of its own node alone where the Service is Local, its terminating ones last", () => {
    const network: NetworkSpec = { ...inside, entry: "nodePort", externalTrafficPolicy: "Local" };
    const set = populated(5, { network, drain: 30 });
    set.kernel.run(10 * SECOND);
    const { pods, services } = set.cluster;
    for (const proxy of services.proxies.all) {
      const reached = pods.filter((pod) => proxy.place.node === pod.nodeName);
      const rules = `0 endpoints 0: ${reached.map(({ id }) => id).join(" ")}${by(proxy.place.number)}`;
      expect(set.told.includes(rules)).toBe(reached.length > 0);
    }
    const before = set.told.length;
    set.cluster.deletePod(pods[0] as Pod);
    set.kernel.run(12 * SECOND);
    // It terminates and still serves, and there is no other one on its node: nothing to write.
    expect(set.told.slice(before).filter((line) => line.includes("endpoints"))).toEqual([]);
  });

  it("ends every client's connections with its node, and is back with it", () => {
    const set = populated(2, { network: { ...inside, entry: "nodePort" }, drain: 30 });
    set.kernel.run(10 * SECOND);
    set.cluster.nodes.lose("node-3");
    set.kernel.run(11 * SECOND);
    expect(set.told.slice(-2)).toEqual(["10 close by 3", "10 endpoints 0:  by 3"]);
    set.cluster.nodes.recover("node-3");
    expect(set.told.at(-1)).toBe("11 endpoints 0: 0 1 by 3");
  });
});

function by(proxy: number): string {
  return proxy === 0 ? "" : ` by ${proxy}`;
}

describe("all proxies", () => {
  const deeds = fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 8 * SECOND }),
      deed: fc.constantFrom("delete", "scaleUp", "scaleDown", "fail", "kill"),
      pick: fc.nat(),
    }),
    { maxLength: 12 },
  );
  const law = fc.constantFrom(
    exactly(0),
    { law: "uniform" as const, low: 0, high: 3 * SECOND },
    { law: "exponential" as const, mean: SECOND },
  );

  it("come to know what the API knows, whatever happened and however late they heard of it", () => {
    fc.assert(
      fc.property(deeds, law, law, fc.constantFrom(0, SECOND), (script, add, remove, minSyncPeriod) => {
        const network = { ...inside, kubeProxy: { minSyncPeriod, sync: exactly(0.05) } };
        const set = populated(6, { network, spec: { propagation: { add, remove } }, drain: 3 });
        const { cluster, kernel, replicaSet } = set;
        for (const { after, deed, pick } of script) {
          kernel.run(kernel.now + after);
          const alive = cluster.pods.filter(({ gone }) => !gone);
          const pod = alive[pick % Math.max(1, alive.length)];
          if (deed === "scaleUp") cluster.scale(replicaSet, Math.min(9, replicaSet.replicas + 1));
          else if (deed === "scaleDown") cluster.scale(replicaSet, Math.max(1, replicaSet.replicas - 1));
          else if (pod === undefined) continue;
          else if (deed === "delete") cluster.deletePod(pod);
          else if (deed === "kill") cluster.processes.kill(pod);
          else cluster.processes.setProbes(pod, "failing");
        }
        // Back-offs, drains and every hearing are over.
        kernel.run(kernel.now + 1200 * SECOND);
        const end = kernel.now;
        const records = cluster.services.proxies.records(cluster.pods, end);
        const listed = cluster.podRecords(end).map(({ endpointReady }) => endpointReady.at(-1)?.end === end);
        for (const { programmed } of records) {
          const known = cluster.pods.map(({ id }) => programmed.some((span) => span.pod === id && span.end === end));
          expect(known).toEqual(listed);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a load balancer on pods", () => {
  const onPods = { ...inside.loadBalancer, targets: "pods" as const };
  const network: NetworkSpec = { ...inside, entry: "loadBalancer", loadBalancer: onPods };

  it("registers and deregisters late, waits for a passed check, and closes what is left after its delay", () => {
    const set = populated(2, { network, drain: 50 });
    set.kernel.run(10 * SECOND);
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(60 * SECOND);
    const lines = set.told.filter((line) => /endpoints|close/.test(line)).slice(1);
    expect(lines[0]).toBe("13 endpoints 0: 1");
    // Its replacement is ready at 20 and registered at 23; the next check comes within ten seconds.
    const [at, ...rules] = (lines[1] as string).split(" ");
    expect(rules.join(" ")).toBe("endpoints 0: 1 2");
    expect(Number(at)).toBeGreaterThanOrEqual(23);
    expect(Number(at)).toBeLessThan(33);
    expect(lines[2]).toBe("43 close 0");
  });

  it("leaves a pod out whose process has gone silent, after as many failed checks as it says", () => {
    const set = populated(2, { network });
    set.kernel.run(10 * SECOND);
    set.cluster.processes.hang(set.cluster.pods[0] as Pod);
    set.kernel.run(60 * SECOND);
    const [at, ...rules] = (set.told.findLast((line) => line.includes("endpoints")) as string).split(" ");
    expect(rules.join(" ")).toBe("endpoints 0: 1");
    expect(Number(at)).toBeGreaterThanOrEqual(20);
    expect(Number(at)).toBeLessThan(30);
  });

  it("uses all registered pods when none passes", () => {
    const set = populated(2, { network });
    set.kernel.run(10 * SECOND);
    for (const pod of set.cluster.pods) set.cluster.processes.hang(pod);
    set.kernel.run(40 * SECOND);
    expect(set.told.findLast((line) => line.includes("endpoints"))).toContain("endpoints 0: 0 1");
  });
});

describe("a load balancer on nodes", () => {
  const network: NetworkSpec = { ...inside, entry: "loadBalancer", externalTrafficPolicy: "Local" };

  it("sends to nodes with a ready pod from the start", () => {
    const set = populated(3, { network });
    set.kernel.run(SECOND);
    const nodes = new Set(set.cluster.pods.map(({ nodeName }) => nodeName));
    const open = [...specOf().nodes].flatMap(({ name }, number) => (nodes.has(name) ? [number] : []));
    expect(set.told.findLast((line) => line.includes("entrances"))).toBe(`0 entrances: ${open.join(" ")}`);
  });

  it("leaves a node after failed checks of its health port, though a terminating pod there still serves", () => {
    const set = populated(3, { network, drain: 60 });
    set.kernel.run(10 * SECOND);
    set.cluster.scale(set.replicaSet, 2);
    set.kernel.run(40 * SECOND);
    const leaving = set.cluster.pods.find(({ deleting }) => deleting);
    const number = specOf().nodes.findIndex(({ name }) => name === leaving?.nodeName);
    const changes = set.told.filter((line) => line.includes("entrances") && !line.startsWith("0 "));
    const [at, , ...open] = (changes[0] as string).split(" ");
    expect(open.map(Number)).not.toContain(number);
    expect(Number(at)).toBeGreaterThanOrEqual(20);
    expect(Number(at)).toBeLessThan(30);
    expect(leaving?.gone).toBe(false);
  });
});
