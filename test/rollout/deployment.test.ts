import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/kernel/time.ts";
import { conditionOf } from "../../src/rollout/controllers/deployment/conditions.ts";
import {
  countOver,
  exactly,
  lifeOf,
  type RolloutOptions,
  type RolloutStage,
  rolloutStage,
  templateOf,
} from "../cluster/stage.ts";

const rolling = (maxSurge: number | string, maxUnavailable: number | string) =>
  ({ type: "RollingUpdate", maxSurge, maxUnavailable }) as const;

/** What was done to ReplicaSets, in order: `10 v1 = 3` is "at 10 s v1 was set to 3". */
function sizes({ kernel }: RolloutStage): string[] {
  return kernel.log.entries.flatMap(({ at, kind, subject, detail }) => {
    const size = kind === "replicaSetCreated" ? detail.replicas : kind === "replicaSetScaled" ? detail.to : undefined;
    return size === undefined ? [] : [`${at / SECOND} ${subject.replace("web-", "")} = ${size}`];
  });
}

/** Applies the next template at 10 s and plays to `until` seconds. */
function rollOut(options: RolloutOptions, until = 1000): RolloutStage {
  const set = rolloutStage(options);
  set.kernel.run(10 * SECOND);
  set.deployment.apply(set.next);
  set.kernel.run(until * SECOND);
  return set;
}

const eventsOf = ({ kernel }: RolloutStage, kind: string) => kernel.log.entries.filter((entry) => entry.kind === kind);
const progressing = ({ deployment }: RolloutStage) => conditionOf(deployment.status.conditions, "Progressing");

describe("a rolling update of 10 pods, 25 %/25 %", () => {
  it("creates the new ReplicaSet and shrinks the old one in its first step, and grows the new one in its second", () => {
    const set = rollOut({ replicas: 10, strategy: rolling("25%", "25%") }, 10);
    expect(sizes(set)).toEqual(["0 v0 = 10", "10 v1 = 3", "10 v0 = 8", "10 v1 = 5"]);
  });

  it("gives each new pod that becomes available for one old one", () => {
    const boot = { law: "empirical", values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((s) => s * SECOND) } as const;
    const set = rollOut({
      replicas: 10,
      strategy: rolling("25%", "25%"),
      next: { behaviour: { boot, neverReady: false, crashAfter: null } },
    });
    const total = new Map([
      ["v0", 10],
      ["v1", 0],
    ]);
    for (const line of sizes(set).slice(1)) {
      const [, name, , size] = line.split(" ");
      total.set(name ?? "", Number(size));
      expect((total.get("v0") ?? 0) + (total.get("v1") ?? 0)).toBeLessThanOrEqual(13);
    }
    expect(total).toEqual(
      new Map([
        ["v0", 0],
        ["v1", 10],
      ]),
    );
    expect(eventsOf(set, "rolloutCompleted")).toHaveLength(1);
  });

  it("stays at 5 new and 8 old pods when the new ones never become ready, says so, and does not roll back", () => {
    const behaviour = { boot: exactly(1), neverReady: true, crashAfter: null };
    const readinessProbe = {
      initialDelay: 0,
      period: SECOND,
      timeout: SECOND,
      successThreshold: 1,
      failureThreshold: 3,
    };
    const set = rollOut({ replicas: 10, strategy: rolling("25%", "25%"), next: { behaviour, readinessProbe } }, 2000);
    expect(sizes(set).at(-1)).toBe("10 v1 = 5");
    expect(progressing(set)).toMatchObject({
      status: "False",
      reason: "ProgressDeadlineExceeded",
      lastUpdate: 611 * SECOND,
    });
    expect(eventsOf(set, "rolloutStalled").map(({ at, detail }) => [at / SECOND, detail.overdueSince])).toEqual([
      [611, 610 * SECOND],
    ]);
    expect(conditionOf(set.deployment.status.conditions, "Available")).toMatchObject({ status: "True" });
  });
});

describe("the steps of a rolling update", () => {
  it("take one old pod first where no surge is allowed", () => {
    const set = rollOut({ replicas: 3, strategy: rolling(0, 1) });
    expect(sizes(set).slice(1, 5)).toEqual(["10 v1 = 0", "10 v0 = 2", "10 v1 = 1", "20 v0 = 1"]);
  });

  it("start one new pod first where none may be missing", () => {
    const set = rollOut({ replicas: 3, strategy: rolling(1, 0) });
    expect(sizes(set).slice(1, 5)).toEqual(["10 v1 = 1", "20 v0 = 2", "20 v1 = 2", "30 v0 = 1"]);
  });

  it("let one pod be missing where both limits round to nothing", () => {
    const set = rollOut({ replicas: 3, strategy: rolling("0%", "10%") });
    expect(sizes(set)[2]).toBe("10 v0 = 2");
    expect(eventsOf(set, "rolloutCompleted")).toHaveLength(1);
  });

  it("wait for minReadySeconds, not for readiness", () => {
    const set = rollOut({ replicas: 3, strategy: rolling(1, 0), minReady: 30 });
    expect(sizes(set).slice(2, 4)).toEqual(["50 v0 = 2", "50 v1 = 2"]);
  });

  it("replace a pod when its deletion starts: terminating ones come on top of the surge", () => {
    const set = rollOut(
      { replicas: 10, strategy: rolling(0, 5), drain: 20, old: { terminationGracePeriod: 60 * SECOND } },
      500,
    );
    const pods = set.cluster.podRecords(500 * SECOND);
    const total = countOver(pods.map((pod) => lifeOf(pod, 500 * SECOND))).map(({ count }) => count);
    expect(Math.max(...total)).toBe(20);
  });

  it("follow changes one watch hop later each", () => {
    const set = rollOut({ replicas: 3, strategy: rolling(1, 0), spec: { watchLatency: 0.1 * SECOND } });
    // Deployment, then status of v1 after: ReplicaSet controller, scheduler, kubelet; 10 s boot; ReplicaSet, Deployment.
    expect(sizes(set).slice(1, 3)).toEqual(["10.1 v1 = 1", "20.6 v0 = 2"]);
  });
});

describe("Recreate", () => {
  it("starts nothing new before the last old pod is really gone", () => {
    const set = rollOut({
      replicas: 4,
      strategy: { type: "Recreate" },
      drain: 7,
      old: { terminationGracePeriod: 30 * SECOND },
    });
    expect(sizes(set)).toEqual(["0 v0 = 4", "10 v0 = 0", "17 v1 = 4"]);
    expect(eventsOf(set, "rolloutCompleted")[0]?.at).toBe(27 * SECOND);
  });

  it("goes back at the price of a second outage, with the old ReplicaSet", () => {
    const set = rollOut({ replicas: 2, strategy: { type: "Recreate" } }, 100);
    expect(set.deployment.rolloutUndo()).toBe("undone");
    set.kernel.run(200 * SECOND);
    expect(sizes(set).slice(-2)).toEqual(["100 v1 = 0", "100 v0 = 2"]);
    expect(eventsOf(set, "rollbackCompleted")[0]?.at).toBe(110 * SECOND);
  });

  it("has no history to go back to while the old pods are still leaving", () => {
    const set = rollOut(
      { replicas: 2, strategy: { type: "Recreate" }, drain: 60, old: { terminationGracePeriod: 90 * SECOND } },
      20,
    );
    expect(set.deployment.rolloutUndo()).toBe("no history");
    set.deployment.rollBackTo(set.old);
    set.kernel.run(100 * SECOND);
    expect(sizes(set)).toEqual(["0 v0 = 2", "10 v0 = 0", "20 v0 = 2"]);
  });
});

describe("a change in the middle of a rollout", () => {
  it("scales old and new in proportion, and rolls on only after that", () => {
    const set = rollOut({ replicas: 10, strategy: rolling("25%", "25%") }, 12);
    set.deployment.scale(20);
    set.kernel.run(12 * SECOND);
    // 5 new and 8 old of 13 become 25: new 5·25/13 = 9.6, old 8·25/13 = 15.4.
    expect(sizes(set).slice(4, 6).sort()).toEqual(["12 v0 = 15", "12 v1 = 10"]);
    set.kernel.run(1000 * SECOND);
    expect(set.deployment.status).toMatchObject({ replicas: 20, updated: 20, available: 20 });
  });

  it("makes the half-rolled version an old one, and its unready pods go first", () => {
    const slow = { boot: exactly(500), neverReady: false, crashAfter: null };
    const set = rollOut({ replicas: 10, strategy: rolling("25%", "25%"), next: { behaviour: slow } }, 20);
    set.deployment.apply(templateOf(1, { hash: "v2" }));
    set.kernel.run(20 * SECOND);
    // 13 of 13 exist: v2 starts empty; its budget is 13 − 8 = 5, and the 5 unavailable pods of v1 are what it takes.
    expect(sizes(set).slice(4, 7)).toEqual(["20 v2 = 0", "20 v1 = 0", "20 v2 = 5"]);
    set.kernel.run(600 * SECOND);
    expect(set.deployment.status).toMatchObject({ replicas: 10, updated: 10, available: 10 });
  });

  it("goes back with the old ReplicaSet and the pods it still has", () => {
    const set = rollOut({ replicas: 10, strategy: rolling("25%", "25%") }, 12);
    expect(set.deployment.rolloutUndo()).toBe("undone");
    set.kernel.run(100 * SECOND);
    expect(set.cluster.replicaSets.map(({ name, revision, replicas }) => [name, revision, replicas])).toEqual([
      ["web-v0", 3, 10],
      ["web-v1", 2, 0],
    ]);
    const kept = set.cluster
      .podRecords(100 * SECOND)
      .filter(({ version, transitions }) => version === 0 && transitions.at(-1)?.state === "ready");
    expect(kept.filter(({ transitions }) => transitions[0]?.at === 0)).toHaveLength(8);
    expect(eventsOf(set, "rollbackCompleted")).toHaveLength(1);
  });

  it("stops while paused, though it still scales, and the deadline starts again when it goes on", () => {
    const set = rollOut({ replicas: 4, strategy: rolling(1, 0), progressDeadline: 60 }, 12);
    set.deployment.pause();
    set.kernel.run(500 * SECOND);
    expect(progressing(set)).toMatchObject({ status: "Unknown", reason: "DeploymentPaused" });
    expect(sizes(set).at(-1)).toBe("10 v1 = 1");
    expect(set.deployment.rolloutUndo()).toBe("paused");
    set.deployment.resume();
    set.kernel.run(600 * SECOND);
    expect(eventsOf(set, "rolloutStalled")).toEqual([]);
    expect(eventsOf(set, "rolloutCompleted")).toHaveLength(1);
  });
});

describe("progress", () => {
  it("is counted from its last sign, and a late pod turns a stalled rollout back into a moving one", () => {
    const behaviour = { boot: exactly(90), neverReady: false, crashAfter: null };
    const set = rollOut({ replicas: 2, strategy: rolling(1, 0), progressDeadline: 60, next: { behaviour } }, 1000);
    expect(eventsOf(set, "rolloutStalled").map(({ at }) => at / SECOND)).toEqual([71, 161]);
    expect(eventsOf(set, "rolloutCompleted").map(({ at }) => at / SECOND)).toEqual([190]);
    expect(progressing(set)).toMatchObject({ status: "True", reason: "NewReplicaSetAvailable" });
  });

  it("lets a process wait for the end of the rollout", () => {
    const set = rolloutStage({
      replicas: 2,
      strategy: rolling(1, 0),
      progressDeadline: 60,
      next: { behaviour: { boot: exactly(90), neverReady: false, crashAfter: null } },
    });
    const heard: string[] = [];
    set.kernel.spawn(
      (function* () {
        set.deployment.apply(set.next);
        heard.push(`${yield* set.deployment.settled()} ${set.kernel.now / SECOND}`);
        yield set.deployment.completed;
        heard.push(`completed ${set.kernel.now / SECOND}`);
        heard.push(`${yield* set.deployment.settled()} ${set.kernel.now / SECOND}`);
      })(),
    );
    set.kernel.run(20 * MINUTE);
    expect(heard).toEqual(["stalled 61", "completed 180", "completed 180"]);
  });

  it("is complete at once when the template is the one that runs", () => {
    const set = rolloutStage({ replicas: 2, strategy: rolling(1, 0) });
    set.kernel.run(5 * SECOND);
    set.deployment.apply(set.old);
    set.kernel.run(6 * SECOND);
    expect(eventsOf(set, "rolloutCompleted").map(({ at }) => at / SECOND)).toEqual([5]);
    expect(sizes(set)).toEqual(["0 v0 = 2"]);
  });
});

describe("the revision history", () => {
  it("keeps as many old ReplicaSets as it is told to", () => {
    const set = rollOut({ replicas: 2, strategy: rolling(1, 0), revisionHistoryLimit: 1 }, 100);
    set.deployment.apply(templateOf(1, { hash: "v2" }));
    set.kernel.run(200 * SECOND);
    expect(set.cluster.replicaSets.map(({ name }) => name)).toEqual(["web-v1", "web-v2"]);
    expect(eventsOf(set, "replicaSetDeleted").map(({ subject }) => subject)).toEqual(["web-v0"]);
  });
});
