import { describe, expect, it } from "vitest";
import type { Pod } from "../../src/cluster/pod.ts";
import type { PodTemplate } from "../../src/cluster/types.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { exactly, type StageOptions, stage, templateOf } from "./stage.ts";

/** `count` pods of v0 since before the run, played to 10 s. */
function populated(count: number, options: StageOptions & { readonly template?: Partial<PodTemplate> } = {}) {
  const set = stage(options);
  const replicaSet = set.cluster.populate(templateOf(0, options.template), count, 0);
  set.kernel.run(10 * SECOND);
  return { ...set, replicaSet };
}

const graceful = { terminationGracePeriod: 60 * SECOND };

describe("what the proxy knows", () => {
  it("is right from the start for what exists from the start", () => {
    expect(populated(3).told.slice(-1)).toEqual(["0 endpoints 0: 0 1 2"]);
  });

  it("follows a pod that comes and one that goes by different delays", () => {
    const spec = { watchLatency: SECOND, propagation: { add: exactly(5), remove: exactly(2) } };
    const set = populated(2, { spec, template: graceful, drain: 30 });
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(100 * SECOND);
    const changes = set.told.filter((line) => line.includes("endpoints"));
    // Deleted at 10, out of the slice at 11, out of the rules at 13; its replacement is created at 11, bound at 12, seen at
    // 13, ready at 23, in the slice at 24, in the rules at 29.
    expect(changes.slice(1)).toEqual(["13 endpoints 0: 1", "29 endpoints 0: 1 2"]);
    const [deleted, , created] = set.cluster.podRecords(100 * SECOND);
    expect(deleted?.endpointReady).toEqual([{ start: 0, end: 11 * SECOND }]);
    expect(deleted?.routed).toEqual([{ start: 0, end: 13 * SECOND }]);
    expect(created?.routed).toEqual([{ start: 29 * SECOND, end: 100 * SECOND }]);
  });

  it("is what came last, even when older news arrives later", () => {
    const spec = { propagation: { add: exactly(30), remove: exactly(1) } };
    const set = stage({ spec });
    set.cluster.createReplicaSet(templateOf(0, graceful), 1, 0);
    set.kernel.run(15 * SECOND);
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(45 * SECOND);
    // Pod 0 was ready at 10 and gone at 15; the news of its readiness would have come at 40.
    expect(set.told.filter((line) => line.includes("endpoints"))).toEqual([]);
  });

  it("falls back to terminating pods that still serve when there is no ready one", () => {
    const set = populated(2, { template: graceful, drain: 30 });
    set.cluster.scale(set.replicaSet, 0);
    set.kernel.run(100 * SECOND);
    expect(set.told.slice(-3)).toEqual(["10 shutDown 0 graceful", "10 shutDown 1 graceful", "40 endpoints 0: "]);
  });

  it("changes as one when a Service is pointed at other pods", () => {
    const spec = { propagation: { add: exactly(5), remove: exactly(2) } };
    const set = stage({ spec });
    const service = set.cluster.createService("active", ["v0"]);
    set.cluster.populate(templateOf(0), 2, 0);
    set.cluster.populate(templateOf(1), 2, 0);
    set.kernel.run(10 * SECOND);
    set.cluster.select(service, ["v1"]);
    set.kernel.run(100 * SECOND);
    expect(set.told.filter((line) => line.includes("endpoints 1"))).toEqual([
      "0 endpoints 1: 0 1",
      "15 endpoints 1: 2 3",
    ]);
  });
});

describe("a Service that publishes addresses that are not ready", () => {
  it("sends users to a pod that boots, and to one that terminates", () => {
    const network = {
      entry: "proxy" as const,
      nodes: null,
      kubeProxy: { minSyncPeriod: 0, sync: exactly(0) },
      externalTrafficPolicy: "Cluster" as const,
      notReadyAddresses: "published" as const,
      affinityTimeout: null,
      loadBalancer: {
        targets: "nodes" as const,
        registration: exactly(0),
        healthCheck: { interval: SECOND, healthyThreshold: 1, unhealthyThreshold: 1 },
        deregistrationDelay: 0,
      },
    };
    const set = populated(2, { spec: { network }, template: graceful, drain: 30 });
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(15 * SECOND);
    // Pod 2 started at 10 and listens at 20; pod 0 serves until 40.
    expect(set.told.findLast((line) => line.includes("endpoints"))).toBe("10 endpoints 0: 0 1 2");
    set.kernel.run(45 * SECOND);
    expect(set.told.findLast((line) => line.includes("endpoints"))).toBe("40 endpoints 0: 1 2");
  });
});

describe("the record of a pod", () => {
  it("counts as routed only what carries users", () => {
    const set = stage();
    const preview = set.cluster.createService("preview", ["v1"]);
    set.cluster.select(set.cluster.createService("active", ["v0"]), ["v0"]);
    set.cluster.setCarrying([2]);
    set.cluster.populate(templateOf(0), 1, 0);
    set.cluster.populate(templateOf(1), 1, 0);
    set.kernel.run(10 * SECOND);
    set.cluster.setCarrying([2, preview.backend]);
    set.kernel.run(30 * SECOND);
    set.cluster.setCarrying([preview.backend]);
    set.kernel.run(50 * SECOND);
    const [old, fresh] = set.cluster.podRecords(50 * SECOND);
    expect(old?.routed).toEqual([{ start: 0, end: 30 * SECOND }]);
    expect(fresh?.routed).toEqual([{ start: 10 * SECOND, end: 50 * SECOND }]);
    expect(fresh?.endpointReady).toEqual(fresh?.routed);
  });
});
