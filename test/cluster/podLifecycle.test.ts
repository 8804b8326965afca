import { describe, expect, it } from "vitest";
import type { Pod } from "../../src/cluster/pod.ts";
import type { PodTemplate, ProbeSpec } from "../../src/cluster/types.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { exactly, type Stage, type StageOptions, stage, templateOf } from "./stage.ts";

const probe = (changes: Partial<ProbeSpec> = {}): ProbeSpec => ({
  initialDelay: 0,
  period: 10 * SECOND,
  timeout: SECOND,
  successThreshold: 1,
  failureThreshold: 3,
  ...changes,
});

/** `replicas` new pods at time 0, played to `until` seconds. */
function start(
  template: Partial<PodTemplate>,
  options: StageOptions & { readonly replicas?: number; readonly until?: number } = {},
): Stage {
  const set = stage(options);
  set.cluster.createReplicaSet(templateOf(0, template), options.replicas ?? 1, 0);
  set.kernel.run((options.until ?? 100) * SECOND);
  return set;
}

/** `running` pods since before the run; deletes one at 10 s. */
function end(
  template: Partial<PodTemplate>,
  options: StageOptions & { readonly until?: number } = {},
): Stage & { readonly pod: Pod } {
  const set = stage(options);
  set.cluster.populate(templateOf(0, template), 1, 0);
  const pod = set.cluster.pods[0] as Pod;
  set.kernel.run(10 * SECOND);
  set.cluster.deletePod(pod);
  set.kernel.run((options.until ?? 200) * SECOND);
  return { ...set, pod };
}

function statesOf({ cluster, kernel }: Stage, id = 0): string[] {
  const record = cluster.podRecords(kernel.now)[id];
  return (record?.transitions ?? []).map(({ at, state }) => `${at / SECOND} ${state}`);
}

const timesOf = ({ kernel }: Stage, kind: string) =>
  kernel.log.entries.filter((entry) => entry.kind === kind).map(({ at }) => at / SECOND);

const ENDLESS = { boot: exactly(10_000), neverReady: false, crashAfter: null };

describe("a new pod", () => {
  it("is scheduled, gets its sandbox and image, boots and becomes ready, one hop after the other", () => {
    const spec = { watchLatency: SECOND, sandbox: exactly(2), newImageCached: false, pullBytesPerSecond: 100 };
    const set = start({ image: { name: "app", bytes: 500 } }, { spec });
    // Created at 1 by its ReplicaSet, bound at 2, seen by the kubelet at 3, sandbox until 5, image until 10, boot 10 s.
    expect(statesOf(set)).toEqual(["1 pending", "2 pulling", "10 starting", "20 running", "20 ready"]);
  });

  it("waits for the pulls of others on its node, and finds what they pulled", () => {
    const nodes = [{ name: "only", zone: "a", cpuMilli: 1e6, memoryBytes: 2 ** 40 }];
    const spec = { nodes, newImageCached: false, pullBytesPerSecond: 100 };
    const set = stage({ spec });
    set.cluster.createReplicaSet(templateOf(0, { image: { name: "big", bytes: 500 } }), 2, 0);
    set.cluster.createReplicaSet(templateOf(1, { image: { name: "small", bytes: 100 } }), 1, 0);
    set.kernel.run(60 * SECOND);
    expect(timesOf(set, "imagePullStarted")).toEqual([0, 5]);
    expect([0, 1, 2].map((id) => statesOf(set, id)[2])).toEqual(["5 starting", "5 starting", "6 starting"]);
  });

  it("never starts when the registry has no such image, though its node tries again and again", () => {
    const set = start({ image: { name: "typo", bytes: 1, pull: "fails" } }, { until: 200 });
    // The wait after each failure is 10, 20, 40, 80 s, and the pod's worker looks every 10 s.
    expect(timesOf(set, "imagePullFailed")).toEqual([0, 10, 30, 70, 150]);
    expect(statesOf(set)).toEqual(["0 pending", "0 pulling"]);
  });

  it("is probed when its container starts and then every period, so it is ready at the first tick after its boot", () => {
    const behaviour = { boot: exactly(12), neverReady: false, crashAfter: null };
    expect(statesOf(start({ behaviour, readinessProbe: probe() }))).toContain("20 ready");
    expect(statesOf(start({ behaviour, readinessProbe: probe({ period: 5 * SECOND }) }))).toContain("15 ready");
  });

  it("is not probed before the initial delay, counted in whole seconds", () => {
    const behaviour = { boot: exactly(1), neverReady: false, crashAfter: null };
    expect(
      statesOf(start({ behaviour, readinessProbe: probe({ initialDelay: 3 * SECOND, period: 2 * SECOND }) })),
    ).toContain("4 ready");
  });

  it("needs as many successes in a row as its probe asks for", () => {
    const set = start({ readinessProbe: probe({ successThreshold: 3, period: 4 * SECOND }) });
    expect(statesOf(set)).toContain("20 ready");
  });

  it("is ready with its container when it has no probe and is taken as Kubernetes takes it", () => {
    const set = start({ unprobedReadiness: "started" });
    expect(timesOf(set, "podReady")).toEqual([0]);
    expect(set.told).toEqual(["0 endpoints 0: 0", "10 listen 0"]);
  });

  it("boots equally long under any circumstances, for it is the same pod", () => {
    const boot = { law: "exponential", mean: 30 * SECOND } as const;
    const behaviour = { boot, neverReady: false, crashAfter: null };
    const alone = start({ behaviour }, { replicas: 1, until: 1000 });
    const among = start({ behaviour }, { replicas: 5, until: 1000, spec: { sandbox: exactly(7) } });
    const bootOf = (set: Stage) => {
      const [from, to] = ["starting", "running"].map(
        (wanted) => set.cluster.podRecords(0)[0]?.transitions.find(({ state }) => state === wanted)?.at,
      );
      return Number(to) - Number(from);
    };
    expect(bootOf(alone)).toBeGreaterThan(0);
    expect(bootOf(among)).toBe(bootOf(alone));
  });
});

describe("a process that hangs", () => {
  it("leaves the endpoints after three failed probes and comes back after one good one, without a restart", () => {
    const set = stage();
    set.cluster.populate(templateOf(0, { readinessProbe: probe({ period: 10 * SECOND }) }), 2, 0);
    const pod = set.cluster.pods[1] as Pod;
    set.kernel.run(45 * SECOND);
    set.cluster.processes.setProbes(pod, "failing");
    set.kernel.run(95 * SECOND);
    set.cluster.processes.setProbes(pod, "passing");
    set.kernel.run(200 * SECOND);
    expect(timesOf(set, "podUnready")).toEqual([70]);
    expect(timesOf(set, "podReady")).toEqual([100]);
    expect(set.told.slice(-2)).toEqual(["70 endpoints 0: 0", "100 endpoints 0: 0 1"]);
    expect(pod.restarts).toBe(0);
  });

  it("is not noticed when it recovers before the third probe, and starts from nothing the next time", () => {
    const set = stage();
    set.cluster.populate(templateOf(0, { readinessProbe: probe({ period: 10 * SECOND }) }), 1, 0);
    const pod = set.cluster.pods[0] as Pod;
    for (const at of [45, 145]) {
      set.kernel.run(at * SECOND);
      set.cluster.processes.setProbes(pod, "failing");
      set.kernel.run((at + 20) * SECOND);
      set.cluster.processes.setProbes(pod, "passing");
    }
    set.kernel.run(300 * SECOND);
    expect(timesOf(set, "podUnready")).toEqual([]);
  });
});

describe("a container that crashes", () => {
  it("is started again at once, and then after 10, 20, 40 … s", () => {
    const set = start({ behaviour: { boot: exactly(1), neverReady: false, crashAfter: exactly(5) } }, { until: 400 });
    expect(timesOf(set, "containerRestarted")).toEqual([5, 20, 45, 90, 175, 340]);
  });

  it("starts over with its waits after ten good minutes", () => {
    const behaviour = { boot: exactly(1), neverReady: false, crashAfter: exactly(700) };
    expect(timesOf(start({ behaviour }, { until: 2200 }), "containerRestarted")).toEqual([700, 1400, 2100]);
  });

  it("leaves the endpoints, resets its requests, and keeps its pod", () => {
    const set = stage();
    set.cluster.populate(templateOf(0), 2, 0);
    set.kernel.run(10 * SECOND);
    set.cluster.processes.kill(set.cluster.pods[1] as Pod);
    set.kernel.run(30 * SECOND);
    expect(set.told.slice(-4)).toEqual(["10 kill 1", "10 endpoints 0: 0", "20 listen 1", "20 endpoints 0: 0 1"]);
    expect(set.cluster.pods).toHaveLength(2);
    expect(set.cluster.pods[1]?.restarts).toBe(1);
  });
});

describe("a pod that is deleted", () => {
  const graceful = { terminationGracePeriod: 30 * SECOND };

  it("hears of it after its preStop hook and finishes its requests", () => {
    const set = end({ ...graceful, preStop: 5 * SECOND }, { drain: 8 });
    expect(timesOf(set, "preStopFinished")).toEqual([15]);
    expect(timesOf(set, "podGone")).toEqual([23]);
    expect(set.told).toContain("15 shutDown 0 graceful");
    expect(set.told).not.toContain("23 kill 0");
  });

  it("is killed when its grace is over, preStop included", () => {
    const set = end({ ...graceful, preStop: 5 * SECOND }, { drain: 60 });
    expect(timesOf(set, "podKilled")).toEqual([40]);
    expect(set.told).toContain("40 kill 0");
    expect(timesOf(set, "podGone")).toEqual([40]);
  });

  it("keeps two seconds even when its hook eats all the grace", () => {
    const set = end({ ...graceful, preStop: 90 * SECOND }, { drain: 60 });
    expect(timesOf(set, "shutdownStarted")).toEqual([40]);
    expect(timesOf(set, "podKilled")).toEqual([42]);
  });

  it("gets back the fraction of a second that its hook ran", () => {
    const set = end({ ...graceful, preStop: 5.9 * SECOND }, { drain: 60 });
    expect(timesOf(set, "podKilled")).toEqual([40.9]);
  });

  it("is gone at once when its process drops everything on SIGTERM, and at the end of its grace when it does not listen", () => {
    expect(timesOf(end({ ...graceful, onSigterm: "abrupt" }, { drain: 60 }), "podGone")).toEqual([10]);
    const deaf = end({ ...graceful, onSigterm: "ignore" }, { drain: 60 });
    expect(timesOf(deaf, "podGone")).toEqual([40]);
    expect(deaf.told.filter((line) => line.includes("shutDown"))).toEqual([]);
  });

  it("has no grace when it asks for none", () => {
    const { told } = end({ terminationGracePeriod: 0 });
    expect(told.filter((line) => line.startsWith("10 "))).toEqual(["10 kill 0", "10 endpoints 0: "]);
  });

  it("is just removed while it is not on a node or has no container yet", () => {
    const set = stage({ spec: { sandbox: exactly(60) } });
    set.cluster.createReplicaSet(templateOf(0, graceful), 1, 0);
    set.kernel.run(10 * SECOND);
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    expect(statesOf(set)).toEqual(["0 pending", "0 pulling", "10 terminating"]);
    set.kernel.run(11 * SECOND);
    expect(statesOf(set).at(-1)).toBe("10 gone");
    expect(set.told).toEqual([]);
  });

  it("dies of SIGTERM while it boots, for nothing in it listens to the signal yet", () => {
    const set = stage();
    set.cluster.createReplicaSet(templateOf(0, { ...graceful, behaviour: ENDLESS }), 1, 0);
    set.kernel.run(10 * SECOND);
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(20 * SECOND);
    expect(statesOf(set).at(-1)).toBe("10 gone");
  });

  it("stays ready, but no longer available, until its listener has been closed for three probes", () => {
    const set = end({ ...graceful, readinessProbe: probe({ period: 4 * SECOND }) }, { drain: 25 });
    expect(timesOf(set, "podUnready")).toEqual([20]);
    expect(set.cluster.podRecords(200 * SECOND)[0]?.available).toEqual([{ start: 0, end: 10 * SECOND }]);
  });

  it("is paid for from its node to its end", () => {
    const set = end(graceful, { drain: 8 });
    expect(set.cluster.podRecords(200 * SECOND)[0]?.billed).toEqual({ start: 0, end: 18 * SECOND });
  });
});

describe("the log", () => {
  it("traces a ready pod back to what created it", () => {
    const set = start({});
    const { entries } = set.kernel.log;
    const chain: string[] = [];
    for (let entry = entries.find(({ kind }) => kind === "podReady"); entry !== undefined; entry = entries[entry.cause])
      chain.push(entry.kind);
    expect(chain).toEqual([
      "podReady",
      "containerStarted",
      "sandboxReady",
      "podScheduled",
      "podCreated",
      "replicaSetCreated",
    ]);
  });
});
