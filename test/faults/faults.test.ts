import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { ContainerBehaviour, ImageSpec, PodTemplate } from "../../src/cluster/types.ts";
import { faults } from "../../src/faults/index.ts";
import { type Occurrences, at as when } from "../../src/faults/occurrences.ts";
import { scaled } from "../../src/faults/slowStart.ts";
import type { ChangeByHand, Episode, FaultWorld } from "../../src/faults/world.ts";
import { meanOf } from "../../src/kernel/distributions.ts";
import type { Law } from "../../src/kernel/law.ts";
import type { Detail } from "../../src/kernel/log.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { type DependencyState, HEALTHY } from "../../src/traffic/dependencies/spec.ts";
import type { RetryPolicy, VersionBehaviour } from "../../src/traffic/plane.ts";
import { NO_POD_TROUBLE, NO_VERSION_TROUBLE, type VersionTrouble } from "../../src/traffic/troubles.ts";

type Body = () => void;
const noted = (notes: string[], what: string): (() => void) => {
  notes.push(what);
  return () => notes.push(`not ${what}`);
};

/** A world that only takes notes, and plays its plan in order of time; a process of the new version comes up last. */
class Notebook implements FaultWorld {
  readonly answers = {
    old: { errorShare: 0.001, serviceFactor: 1, faulty: false } as VersionBehaviour,
    new: { errorShare: 0.001, serviceFactor: 1, faulty: false } as VersionBehaviour,
  };
  pods: PodTemplate = {
    version: 1,
    hash: "v2",
    cpuMilli: 100,
    memoryBytes: 1000,
    image: { name: "app", bytes: 1000 },
    readinessProbe: { initialDelay: 0, period: SECOND, timeout: SECOND, successThreshold: 1, failureThreshold: 3 },
    preStop: 0,
    terminationGracePeriod: 0,
    onSigterm: "graceful",
    behaviour: { boot: { law: "deterministic", value: SECOND }, neverReady: false, crashAfter: null },
  };
  newVersion: VersionTrouble = NO_VERSION_TROUBLE;
  /** What `luckOf` answers. */
  luck = 0.5;
  isWatchedForStuckProcesses = false;
  retries: RetryPolicy = { max: 1, backoff: SECOND, budget: 0.1 };
  readonly notes: string[] = [];
  private readonly plans: { readonly from: "window" | "release"; readonly span: number; readonly body: Body }[] = [];
  private readonly atProcessStart: ((pod: number, process: number) => void)[] = [];
  private now = 0;

  readonly nodes: FaultWorld["nodes"] = {
    pick: (place, turn) => `node-${place ?? turn + 1}`,
    inCluster: (name, turn) => [`node-of-${name ?? turn}`],
    named: (nodes) => (nodes === "all" ? ["node-1", "node-2"] : nodes),
    inZone: (place, turn) => ["a", "b"].map((name) => `zone-${place ?? turn + 1}${name}`),
    lose: (node, loss) => noted(this.notes, `${node} ${loss}`),
    drain: (node, timeout) => noted(this.notes, `drain ${node} ${timeout}`),
    terminate: (node) => void this.notes.push(`terminate ${node}`),
    replace: (node) => void this.notes.push(`replace ${node}`),
  };
  readonly cluster: FaultWorld["cluster"] = {
    killProcesses: (which) => void this.notes.push(`kill ${which}`),
    closeRegistry: () => noted(this.notes, "registry closed"),
    stopControlPlane: () => noted(this.notes, "control plane down"),
  };
  readonly traffic: FaultWorld["traffic"] = {
    multiplyRate: (factor) => noted(this.notes, `rate ${factor}`),
    troubleWay: (nodes, change) =>
      noted(this.notes, `way ${nodes === "all" ? nodes : nodes.join()} ${JSON.stringify(change(NO_POD_TROUBLE))}`),
    troublePod: (pod, change) => noted(this.notes, `pod ${pod} ${JSON.stringify(change(NO_POD_TROUBLE))}`),
    troubleNewVersion: (change) => {
      this.newVersion = change(this.newVersion);
    },
    failNames: (share) => noted(this.notes, `names ${share}`),
    heatUser: (share) => noted(this.notes, `hot ${share}`),
    changeRetries: (change) => {
      this.retries = change(this.retries);
    },
  };
  readonly tooling: FaultWorld["tooling"] = {
    blindMonitoring: (what) => noted(this.notes, `blind ${what}`),
    delayAutoscaler: (lag) => noted(this.notes, `lag ${lag / SECOND}`),
  };

  at(when: Occurrences, body: (turn: number) => void): void {
    if (!("first" in when)) throw new Error("this world knows no chance");
    for (let turn = 0; turn < Math.min(when.times, when.every === null ? 1 : 3); turn++)
      this.plan("window", when.first + turn * (when.every ?? 0), () => body(turn));
  }

  during({ at, for: span, detail }: Episode, begin: (turn: number) => Body): void {
    this.at(at, (turn) => {
      this.record("faultStarted", detail);
      const undo = begin(turn);
      this.later(span, () => {
        this.record("faultEnded", detail);
        undo();
      });
    });
  }

  later(span: number, body: Body): void {
    this.plan("window", this.now + span, body);
  }

  afterRelease(span: number, body: Body): void {
    this.plan("release", span, body);
  }

  whenNewProcessIsUp(body: (pod: number, process: number) => void): void {
    this.atProcessStart.push(body);
  }

  watchForStuckProcesses(): void {
    this.isWatchedForStuckProcesses = true;
  }

  troubleDependency(name: string | undefined, change: (before: DependencyState) => DependencyState): Body {
    return noted(this.notes, `dependency ${name ?? "all"} ${JSON.stringify(change(HEALTHY))}`);
  }

  changeByHand(change: ChangeByHand, isRight: Body): Body {
    const undo = noted(this.notes, `by hand ${JSON.stringify(change)}`);
    return () => {
      undo();
      isRight();
    };
  }

  luckOf(): number {
    return this.luck;
  }

  record(kind: string, detail: Detail = {}): void {
    this.notes.push(`${kind} ${JSON.stringify(detail)}`);
  }

  changeAnswers(change: (before: VersionBehaviour) => VersionBehaviour, version: "new" | "old" = "new"): void {
    this.answers[version] = change(this.answers[version]);
  }

  changePods(change: (before: PodTemplate) => PodTemplate): void {
    this.pods = change(this.pods);
  }

  changeProcess(change: (before: ContainerBehaviour) => ContainerBehaviour): void {
    this.pods = { ...this.pods, behaviour: change(this.pods.behaviour) };
  }

  changeImage(change: (before: ImageSpec) => ImageSpec): void {
    this.pods = { ...this.pods, image: change(this.pods.image) };
  }

  play(): void {
    for (let next = this.takeNext(); next !== undefined; next = this.takeNext()) {
      this.now = next.span;
      this.notes.push(`${next.from}+${next.span / SECOND}`);
      next.body();
    }
    this.notes.push("process up");
    this.now = 0;
    for (const body of this.atProcessStart) body(7, 1);
    for (let next = this.takeNext(); next !== undefined; next = this.takeNext()) {
      this.now = next.span;
      next.body();
    }
  }

  private plan(from: "window" | "release", span: number, body: Body): void {
    this.plans.push({ from, span, body });
  }

  private takeNext() {
    this.plans.sort((a, b) => a.span - b.span);
    return this.plans.shift();
  }
}

function inject(name: string, parameters: Record<string, unknown> = {}): Notebook {
  const found = faults.find((fault) => fault.name === name);
  if (found === undefined) throw new Error(`no fault ${name}`);
  const world = new Notebook();
  found.inject(world, v.parse(found.parameters, parameters));
  return world;
}

describe("every fault", () => {
  it.each(faults.map((fault) => [fault.name, fault] as const))(
    "%s has a name of its own and two languages",
    (name, fault) => {
      expect(faults.filter((other) => other.name === name)).toHaveLength(1);
      expect(fault.summary.en).not.toBe("");
      expect(fault.summary.ko).toMatch(/[가-힣]/);
    },
  );

  it.each(faults.map((fault) => [fault.name, fault] as const))(
    "%s writes down that it began before it does anything",
    (name, fault) => {
      const takesTime = fault.target === "world" && name !== "retryStorm";
      const world = inject(name, takesTime ? { at: "30s" } : {});
      world.play();
      const began = world.notes.findIndex((note) => note.startsWith("faultStarted"));
      expect(began).toBeGreaterThan(0);
      const before = world.notes.slice(0, began);
      expect(before.filter((note) => !/^(window|release)\+|^process up$/.test(note))).toEqual([]);
      if (takesTime) expect(before).toEqual(["window+30"]);
    },
  );

  it.each(faults.filter(({ target }) => target === "world").map((fault) => [fault.name, fault] as const))(
    "%s leaves no effect behind that should have ended",
    (name) => {
      const world = inject(name, name === "retryStorm" ? {} : { at: "30s" });
      world.play();
      const begun = world.notes.filter((note) =>
        /^(rate|blind|lag|registry|control|drain|way|names|hot|dependency|zone-|node-)/.test(note),
      );
      const ended = world.notes.filter((note) => note.startsWith("not "));
      // A machine that was taken for good is not given back.
      if (name !== "spotReclaim") expect(ended.sort()).toEqual(begun.map((note) => `not ${note}`).sort());
    },
  );

  it("takes no parameter it does not know", () => {
    expect(() => inject("errorShare", { shar: "5%" })).toThrow();
  });
});

describe("a fault of the new version", () => {
  it("initContainerFails brings a migration along where there is none, and always fails unless told how often", () => {
    expect(inject("initContainerFails").pods.initContainers).toMatchObject([
      { name: "migrate", failures: Number.POSITIVE_INFINITY },
    ]);
    expect(inject("initContainerFails", { times: 2 }).pods.initContainers).toMatchObject([{ failures: 2 }]);
  });

  it("errorShare comes on top of the errors that happen anyway", () => {
    const world = inject("errorShare", { share: "50%", after: "20s" });
    expect(world.answers.new.faulty).toBe(false);
    world.play();
    expect(world.answers.new).toEqual({ errorShare: 1 - 0.999 * 0.5, serviceFactor: 1, faulty: true });
    expect(world.notes[0]).toBe("release+20");
  });

  it("slowdown makes everything slower and nothing wrong", () => {
    const world = inject("slowdown", { factor: 4 });
    world.play();
    expect(world.answers.new).toEqual({ errorShare: 0.001, serviceFactor: 4, faulty: true });
  });

  it("crashAtStart, crashLoop and neverReady are in the process before it is ever started", () => {
    expect(inject("crashAtStart").pods.behaviour.crashAfter).toEqual({ law: "deterministic", value: 0 });
    expect(inject("crashLoop", { lifetime: "40s" }).pods.behaviour.crashAfter).toEqual({
      law: "deterministic",
      value: 40 * SECOND,
    });
    expect(inject("neverReady").pods.behaviour.neverReady).toBe(true);
  });

  it("readyTooEarly takes the probe away", () => {
    expect(inject("readyTooEarly").pods).toMatchObject({ readinessProbe: null, unprobedReadiness: "started" });
  });

  it("breakingMigration breaks the old version when the first new process is up, or before the rollout", () => {
    const atFirst = inject("breakingMigration", { share: "50%" });
    atFirst.play();
    expect(atFirst.notes).toEqual(["release+0", "process up", 'faultStarted {"share":0.5}']);
    expect(atFirst.answers.old.errorShare).toBeCloseTo(1 - 0.999 * 0.5, 12);
    expect(atFirst.answers.new).toEqual({ errorShare: 0.001, serviceFactor: 1, faulty: true });
    const before = inject("breakingMigration", { runs: "beforeRollout" });
    before.play();
    expect(before.notes).toEqual(["release+0", 'faultStarted {"share":0.2}', "process up"]);
  });

  it("deadlock and memoryLeak are in the process, and the image faults in the image", () => {
    expect(inject("deadlock", { lifetime: "40s" }).pods.behaviour.hangAfter).toEqual({
      law: "deterministic",
      value: 40 * SECOND,
    });
    expect(inject("memoryLeak", { perMinute: "60Ki", atStart: "25%" }).pods.behaviour.leak).toEqual({
      shareAtStart: 0.25,
      bytesPerSecond: 1024,
    });
    expect(inject("imagePullFails").pods.image).toEqual({ name: "app", bytes: 1000, pull: "fails" });
    expect(inject("imagePullSlow", { factor: 8 }).pods.image).toEqual({ name: "app", bytes: 1000, pullFactor: 8 });
  });

  it("slowStart only takes longer: users meet nothing that is faulty", () => {
    const world = inject("slowStart", { factor: 5 });
    world.play();
    expect(world.pods.behaviour.boot).toEqual({ law: "deterministic", value: 5 * SECOND });
    expect(world.answers.new.faulty).toBe(false);
  });

  it("a law of chance is scaled with its mean", () => {
    const laws: readonly Law[] = [
      { law: "deterministic", value: 3 },
      { law: "uniform", low: 1, high: 5 },
      { law: "exponential", mean: 2 },
      { law: "lognormal", median: 2, sigma: 0.7 },
      { law: "gamma", shape: 2, mean: 5 },
      { law: "empirical", values: [1, 2, 6] },
    ];
    for (const law of laws) expect(meanOf(scaled(law, 4))).toBeCloseTo(4 * meanOf(law), 9);
  });
});

describe("a fault of the new version that only some meet", () => {
  it("errorForSegment, connectionLeak, deadlockAfterRequests and dataCorruption are in the version from their time on", () => {
    const played = (name: string, parameters: Record<string, unknown>) => {
      const world = inject(name, parameters);
      expect(world.newVersion).toEqual(NO_VERSION_TROUBLE);
      world.play();
      expect(world.answers.new.faulty).toBe(true);
      return world;
    };
    expect(played("errorForSegment", { of: "requests", share: "5%" }).newVersion.segment).toEqual({
      of: "requests",
      share: 0.05,
    });
    expect(played("connectionLeak", { share: "2%" })).toMatchObject({
      newVersion: { leakShare: 0.02 },
      isWatchedForStuckProcesses: true,
    });
    expect(played("deadlockAfterRequests", { requests: 7 })).toMatchObject({
      newVersion: { stuckAfter: 7 },
      isWatchedForStuckProcesses: true,
    });
    expect(played("dataCorruption", {}).newVersion.corruptShare).toBe(0.01);
  });

  it("grayFailure strikes a process by its luck", () => {
    for (const [luck, struck] of [
      [0.19, 1],
      [0.21, 0],
    ] as const) {
      const world = inject("grayFailure", { pods: "20%", errors: "30%" });
      world.luck = luck;
      world.play();
      expect(world.notes.filter((note) => note.startsWith("pod 7") && note.includes('"errorShare":0.3'))).toHaveLength(
        struck,
      );
    }
  });

  it("coldCache warms up in steps and is over then", () => {
    const world = inject("coldCache", { factor: 5, warmsFor: "40s" });
    world.play();
    const factors = world.notes.flatMap((note) => (note.startsWith("pod") ? [JSON.parse(note.slice(6)).factor] : []));
    expect(factors[0]).toBe(5);
    expect(factors).toEqual([...factors].sort((a, b) => b - a));
    expect(world.notes.at(-1)).toMatch(/^not pod 7/);
  });
});

describe("a fault of a dependency", () => {
  it("is of one by its name, or of all, and ends", () => {
    const notes = (name: string, parameters: Record<string, unknown>) => {
      const world = inject(name, { at: "10s", ...parameters });
      world.play();
      return world.notes.filter((note) => note.includes("dependency"));
    };
    const slow = 'dependency orders {"factor":3,"health":"up","taken":0}';
    expect(notes("dependencySlow", { name: "orders", factor: 3 })).toEqual([slow, `not ${slow}`]);
    expect(notes("dependencyDown", { how: "refuses" })[0]).toBe(
      'dependency all {"factor":1,"health":"refuses","taken":0}',
    );
    expect(notes("connectionsExhausted", { taken: 90 })[0]).toBe(
      'dependency all {"factor":1,"health":"up","taken":90}',
    );
  });
});

describe("a fault of the network", () => {
  const way = (name: string, parameters: Record<string, unknown>) => {
    const world = inject(name, { at: "10s", ...parameters });
    world.play();
    return world.notes;
  };

  it("concerns all pods, those of a node, or those of a zone", () => {
    expect(way("networkDelay", {})[2]).toMatch(/^way all .*"delay":150000/);
    expect(way("networkLoss", { node: 2, loss: "10%" })[2]).toMatch(/^way node-2 .*"loss":0.09999/);
    expect(way("networkPartition", { zone: 1, from: "users" })[2]).toMatch(/^way zone-1a,zone-1b .*"isCut":true/);
  });

  it("cuts off users, the control plane, or both", () => {
    expect(way("networkPartition", { zone: 1, from: "users" })).not.toContain("zone-1a cut off");
    expect(way("networkPartition", { zone: 1, from: "controlPlane" }).some((note) => note.startsWith("way"))).toBe(
      false,
    );
    expect(way("networkPartition", { zone: 1, from: "both" })).toEqual(
      expect.arrayContaining(["zone-1a cut off", "not zone-1b cut off"]),
    );
  });
});

describe("a fault of the world", () => {
  it("podKill kills as many processes as it is told, each time", () => {
    const world = inject("podKill", { at: "10s", pods: 3 });
    world.play();
    expect(world.notes).toEqual(["window+10", 'faultStarted {"pods":3}', "kill 3", "process up"]);
    const again = inject("podKill", { at: { first: "10s", every: "1m", times: 2 }, pods: 1 });
    again.play();
    expect(again.notes.filter((note) => note.startsWith("window"))).toEqual(["window+10", "window+70"]);
  });

  it("podKill kills the one pod that it names", () => {
    const world = inject("podKill", { at: "10s", pod: "web-1" });
    world.play();
    expect(world.notes).toEqual(["window+10", 'faultStarted {"pod":"web-1"}', "kill web-1", "process up"]);
  });

  it("nodeFailure ends as it began, and takes another node each time unless one is named", () => {
    const world = inject("nodeFailure", { at: "10s", for: "90s", node: 2 });
    world.play();
    expect(world.notes).toEqual([
      "window+10",
      "faultStarted {}",
      "node-2 dead",
      "window+100",
      "faultEnded {}",
      "not node-2 dead",
      "process up",
    ]);
    const inTurn = inject("nodeFailure", { at: { every: "10m" }, for: "90s" });
    inTurn.play();
    expect(inTurn.notes.filter((note) => note.startsWith("node"))).toEqual([
      "node-1 dead",
      "node-2 dead",
      "node-3 dead",
    ]);
  });

  it("zoneFailure takes every node of one zone", () => {
    const world = inject("zoneFailure", { at: "10s", zone: 3 });
    world.play();
    expect(world.notes).toEqual(expect.arrayContaining(["zone-3a dead", "zone-3b dead", "window+610"]));
  });

  it("spotReclaim gives its notice, takes the machine and brings another one", () => {
    const world = inject("spotReclaim", { at: "10s", notice: "30s", replacedAfter: "50s" });
    world.play();
    const story = ["window+10", 'faultStarted {"node":"node-1"}', "drain node-1 null"];
    expect(world.notes).toEqual([
      ...story,
      "window+40",
      "terminate node-1",
      "window+60",
      "replace node-1",
      "process up",
    ]);
    const unprepared = inject("spotReclaim", { at: "10s", handler: "none" });
    unprepared.play();
    expect(unprepared.notes).not.toContain("drain node-1 null");
  });

  it("trafficSpike takes back its own factor and no other", () => {
    const world = inject("trafficSpike", { at: "10s", for: "20s", factor: 3 });
    world.play();
    expect(world.notes.filter((note) => note.includes("rate"))).toEqual(["rate 3", "not rate 3"]);
  });

  it("flashCrowd climbs to its peak in small steps and falls again", () => {
    const world = inject("flashCrowd", { at: "0s", factor: 5, rise: "20s", fall: "40s" });
    world.play();
    const heights = world.notes.filter((note) => note.startsWith("rate")).map((note) => Number(note.slice(5)));
    const peak = heights.indexOf(5);
    expect(heights.length).toBe(40);
    expect(heights.slice(0, peak + 1)).toEqual([...heights.slice(0, peak + 1)].sort((a, b) => a - b));
    expect(heights.slice(peak)).toEqual([...heights.slice(peak)].sort((a, b) => b - a));
  });

  it("retryStorm takes the budget from the clients", () => {
    expect(inject("retryStorm", { retries: 4 }).retries).toMatchObject({ max: 4, budget: 1 });
  });
});

describe("when a fault happens", () => {
  const read = (written: unknown) => v.safeParse(when, written);

  it("is once, every so often, or by chance", () => {
    expect(read("90s").output).toEqual({ first: 90 * SECOND, every: null, times: 1 });
    expect(read({ every: "5m", times: 2 }).output).toEqual({ first: 0, every: 300 * SECOND, times: 2 });
    expect(read({ randomly: "36/h" }).output).toEqual({ perSecond: 0.01 });
  });

  it("is never every nothing, nor both", () => {
    for (const wrong of [{ every: "0s" }, {}, { every: "5m", randomly: "4/h" }, { every: "5m", times: 0 }])
      expect(read(wrong).success).toBe(false);
  });
});
