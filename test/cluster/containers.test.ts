import { describe, expect, it } from "vitest";
import type { Pod } from "../../src/cluster/pod.ts";
import type { ContainerBehaviour, InitContainerSpec, PodTemplate, ProbeSpec } from "../../src/cluster/types.ts";
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

const behaviour = (changes: Partial<ContainerBehaviour> = {}): ContainerBehaviour => ({
  boot: exactly(4),
  neverReady: false,
  crashAfter: null,
  ...changes,
});

/** One new pod, created at 0, played to `until` seconds; its sandbox stands at 3 s, so that ticks at 0, 10, … are not its start. */
function start(template: Partial<PodTemplate>, options: StageOptions & { readonly until?: number } = {}): Stage {
  const set = stage({ ...options, spec: { sandbox: exactly(3), ...options.spec } });
  set.cluster.createReplicaSet(templateOf(0, { terminationGracePeriod: 30 * SECOND, ...template }), 1, 0);
  set.kernel.run((options.until ?? 100) * SECOND);
  return set;
}

/** The first pod's story: when, what, and in which container or by which probe. */
function story({ kernel, cluster }: Stage, ...kinds: string[]): string[] {
  const others = cluster.pods.slice(1).map(({ name }) => name);
  return kernel.log.entries
    .filter(({ kind, subject }) => kinds.includes(kind) && !others.includes(subject))
    .map(({ at, kind, detail }) =>
      [at / SECOND, kind, detail.container ?? detail.probe ?? detail.reason]
        .filter((part) => part !== undefined)
        .join(" "),
    );
}

const statesOf = ({ cluster, kernel }: Stage) =>
  (cluster.podRecords(kernel.now)[0]?.transitions ?? []).map(({ at, state }) => `${at / SECOND} ${state}`);

describe("a liveness probe", () => {
  it("restarts a process that hangs, after three ticks, a grace that is waited out in vain, and in the same pod", () => {
    const hangs = behaviour({ hangAfter: exactly(20) });
    const set = start({ behaviour: hangs, livenessProbe: probe(), readinessProbe: probe() }, { until: 92 });
    // Up at 7, hung at 27; ticks at 30, 40, 50; SIGKILL 30 s later; the first restart is at once.
    expect(story(set, "processHung", "probeFailed", "podKilled", "containerRestarted")).toEqual([
      "27 processHung",
      "50 probeFailed liveness",
      "80 podKilled",
      "80 containerRestarted",
    ]);
    expect(set.cluster.pods).toHaveLength(1);
    expect(set.cluster.pods[0]?.restarts).toBe(1);
    expect(set.told).toContain("27 hang 0");
    expect(set.told).toContain("80 kill 0");
    expect(statesOf(set).slice(-3)).toEqual(["80 starting", "84 running", "90 ready"]);
  });

  it("ticks from the first sync of its pod on, not from the start of the container", () => {
    // The container starts at 3; a probe of its own phase would look at 3, 13, 23, this one at 10, 20, 30.
    const set = start({ behaviour: behaviour({ boot: exactly(1000) }), livenessProbe: probe() }, { until: 31 });
    expect(story(set, "probeFailed")).toEqual(["30 probeFailed liveness"]);
  });

  it("kills a process that starts too slowly, again and again: it never gets up", () => {
    const slow = behaviour({ boot: exactly(45) });
    const set = start({ behaviour: slow, livenessProbe: probe({ failureThreshold: 2 }) }, { until: 200 });
    // Two ticks kill it each time; it starts at once, then 10, 20, 40 s after its end.
    expect(story(set, "probeFailed", "containerRestarted")).toEqual([
      "20 probeFailed liveness",
      "20 containerRestarted",
      "40 probeFailed liveness",
      "50 containerRestarted",
      "60 probeFailed liveness",
      "80 containerRestarted",
      "90 probeFailed liveness",
      "130 containerRestarted",
      "140 probeFailed liveness",
    ]);
    expect(set.told.filter((line) => line.includes("listen"))).toEqual([]);
  });

  it("leaves a slow start alone while a start-up probe has not passed", () => {
    const slow = behaviour({ boot: exactly(45) });
    const set = start({
      behaviour: slow,
      livenessProbe: probe({ failureThreshold: 2 }),
      startupProbe: probe({ failureThreshold: 30 }),
      readinessProbe: probe(),
    });
    expect(story(set, "probeFailed")).toEqual([]);
    // Up at 48; the start-up probe sees it at its tick at 50, and readiness is looked at right then.
    expect(statesOf(set).slice(-2)).toEqual(["48 running", "50 ready"]);
  });

  it("has its own grace for the kill where it names one", () => {
    const hangs = behaviour({ hangAfter: exactly(20) });
    const set = start({ behaviour: hangs, livenessProbe: probe({ terminationGracePeriod: 5 * SECOND }) });
    expect(story(set, "podKilled")).toEqual(["55 podKilled"]);
  });

  it("stops looking when the pod is to go: a hung process is only ended by the pod's own grace", () => {
    const set = start({ behaviour: behaviour({ hangAfter: exactly(20) }), livenessProbe: probe() }, { until: 45 });
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(200 * SECOND);
    expect(story(set, "probeFailed")).toEqual([]);
    expect(story(set, "podKilled", "podGone").slice(0, 2)).toEqual(["75 podKilled", "75 podGone"]);
  });

  it("finds pods that run since long before at instants of their own", () => {
    const set = stage();
    const hangs = behaviour({ hangAfter: exactly(20) });
    set.cluster.populate(templateOf(0, { behaviour: hangs, livenessProbe: probe() }), 5, 0);
    set.kernel.run(60 * SECOND);
    const found = set.kernel.log.entries.filter(({ kind }) => kind === "probeFailed").map(({ at }) => at / SECOND);
    expect(new Set(found).size).toBe(5);
    expect(Math.min(...found)).toBeGreaterThanOrEqual(40);
    expect(Math.max(...found)).toBeLessThanOrEqual(50);
  });
});

describe("a start-up probe", () => {
  it("that never passes restarts the container after its budget of failures", () => {
    const set = start(
      {
        behaviour: behaviour({ boot: exactly(1000) }),
        startupProbe: probe({ failureThreshold: 4, period: 5 * SECOND }),
      },
      { until: 21 },
    );
    // Container at 3, ticks at 5, 10, 15, 20.
    expect(story(set, "probeFailed", "containerRestarted")).toEqual([
      "20 probeFailed startup",
      "20 containerRestarted",
    ]);
  });

  it("holds back a pod without a readiness probe, which is ready as soon as it counts as started", () => {
    const set = start({ behaviour: behaviour(), startupProbe: probe(), unprobedReadiness: "started" });
    expect(statesOf(set).slice(-2)).toEqual(["7 running", "10 ready"]);
  });
});

describe("a process that leaks memory", () => {
  it("is killed at the limit with exit code 137, and again after its back-off", () => {
    const leak = { shareAtStart: 0.5, bytesPerSecond: 10 };
    const set = start(
      { behaviour: behaviour({ leak }), memoryLimitBytes: 1000, readinessProbe: probe() },
      { until: 200 },
    );
    // Half of 1000 bytes at 10 bytes a second: 50 s from the start at 3.
    const crashes = set.kernel.log.entries.filter(({ kind }) => kind === "containerCrashed");
    expect(crashes[0]).toMatchObject({ at: 53 * SECOND, detail: { reason: "OOMKilled", exitCode: 137 } });
    expect(story(set, "containerRestarted")).toEqual([
      "53 containerRestarted",
      "113 containerRestarted",
      "183 containerRestarted",
    ]);
  });

  it("goes on for ever without a limit", () => {
    const leak = { shareAtStart: 0.5, bytesPerSecond: 10 };
    const set = start({ behaviour: behaviour({ leak }), memoryLimitBytes: null }, { until: 2000 });
    expect(story(set, "containerCrashed")).toEqual([]);
  });
});

const container = (name: string, changes: Partial<InitContainerSpec> = {}): InitContainerSpec => ({
  name,
  image: { name, bytes: 0 },
  restarts: "onFailure",
  run: exactly(2),
  stop: 0,
  ...changes,
});

describe("init containers", () => {
  it("run one after the other, each to its end, before the serving container starts; a sidecar only has to have started", () => {
    const initContainers = [
      container("migrate"),
      container("proxy", { restarts: "always", run: exactly(1) }),
      container("seed"),
    ];
    const set = start({ initContainers });
    expect(story(set, "containerStarted", "containerStopped")).toEqual([
      "3 containerStarted migrate",
      "5 containerStopped migrate",
      "5 containerStarted proxy",
      "6 containerStarted seed",
      "8 containerStopped seed",
      "8 containerStarted",
    ]);
  });

  it("leave the pod Pending, and are not run again when the serving container crashes", () => {
    const initContainers = [container("migrate", { run: exactly(20) })];
    const set = start({ initContainers }, { until: 10 });
    expect(set.cluster.pods[0]?.phase).toBe("Pending");
    set.kernel.run(60 * SECOND);
    set.cluster.processes.kill(set.cluster.pods[0] as Pod);
    set.kernel.run(80 * SECOND);
    expect(story(set, "containerStarted")).toEqual(["3 containerStarted migrate", "23 containerStarted"]);
    expect(story(set, "containerRestarted")).toEqual(["60 containerRestarted"]);
  });

  it("pull images of their own, one after the other", () => {
    const initContainers = [container("migrate", { image: { name: "migrate", bytes: 500 } })];
    const set = start({ initContainers }, { spec: { newImageCached: false, pullBytesPerSecond: 100 } });
    expect(story(set, "imagePulled", "containerStarted")).toEqual([
      "8 imagePulled",
      "8 containerStarted migrate",
      "10 imagePulled",
      "10 containerStarted",
    ]);
  });
});

describe("sidecars", () => {
  it("end after the serving container, the last one first, and keep the pod until they have", () => {
    const initContainers = [
      container("proxy", { restarts: "always", stop: 5 * SECOND }),
      container("log", { restarts: "always", stop: 3 * SECOND }),
    ];
    const set = start({ initContainers }, { drain: 4, until: 50 });
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(100 * SECOND);
    expect(story(set, "shutdownStarted", "podGone").slice(0, 2)).toEqual(["50 shutdownStarted", "62 podGone"]);
  });

  it("have two seconds each when the serving container has used up the grace", () => {
    const initContainers = [container("proxy", { restarts: "always", stop: 60 * SECOND })];
    const set = start({ initContainers, onSigterm: "ignore" }, { until: 50 });
    set.cluster.deletePod(set.cluster.pods[0] as Pod);
    set.kernel.run(200 * SECOND);
    expect(story(set, "podKilled", "podGone").slice(0, 2)).toEqual(["80 podKilled", "82 podGone"]);
  });
});

describe("further containers", () => {
  it("start after the serving one in order, and the pod is ready only when all are", () => {
    const image = (name: string) => ({ name, bytes: 0 });
    const otherContainers = [
      { name: "metrics", image: image("metrics"), boot: exactly(1) },
      { name: "cache", image: image("cache"), boot: exactly(9) },
    ];
    const set = start({ otherContainers, readinessProbe: probe() });
    expect(story(set, "containerStarted", "podReady")).toEqual([
      "3 containerStarted",
      "3 containerStarted metrics",
      "3 containerStarted cache",
      "13 podReady",
    ]);
  });
});

describe("a slow registry", () => {
  it("makes a pull take a multiple of the time", () => {
    const image = { name: "app", bytes: 500, pullFactor: 4 };
    const set = start({ image }, { spec: { newImageCached: false, pullBytesPerSecond: 100 } });
    expect(story(set, "containerStarted")).toEqual(["23 containerStarted"]);
  });
});
