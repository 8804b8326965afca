import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { ContainerBehaviour, ImageSpec, InitContainerSpec } from "../../src/cluster/types.ts";
import { faults } from "../../src/faults/index.ts";
import { scaled } from "../../src/faults/slowStart.ts";
import type { FaultWorld } from "../../src/faults/world.ts";
import { meanOf } from "../../src/kernel/distributions.ts";
import type { Law } from "../../src/kernel/law.ts";
import type { Detail } from "../../src/kernel/log.ts";
import { SECOND } from "../../src/kernel/time.ts";
import type { VersionBehaviour } from "../../src/traffic/plane.ts";

/** A world that only takes notes, and plays its plan in order of time. */
class Notebook implements FaultWorld {
  answers: VersionBehaviour = { errorShare: 0.001, serviceFactor: 1, faulty: false };
  process: ContainerBehaviour = { boot: { law: "deterministic", value: SECOND }, neverReady: false, crashAfter: null };
  image: ImageSpec = { name: "app", bytes: 1000 };
  initContainers: readonly InitContainerSpec[] = [];
  readonly notes: string[] = [];
  private readonly plans: { readonly from: "window" | "release"; readonly span: number; readonly body: () => void }[] =
    [];

  at(span: number, body: () => void): void {
    this.plans.push({ from: "window", span, body });
  }

  afterRelease(span: number, body: () => void): void {
    this.plans.push({ from: "release", span, body });
  }

  record(kind: string, detail: Detail = {}): void {
    this.notes.push(`${kind} ${JSON.stringify(detail)}`);
  }

  changeAnswers(change: (before: VersionBehaviour) => VersionBehaviour): void {
    this.answers = change(this.answers);
  }

  changeProcess(change: (before: ContainerBehaviour) => ContainerBehaviour): void {
    this.process = change(this.process);
  }

  changeImage(change: (before: ImageSpec) => ImageSpec): void {
    this.image = change(this.image);
  }

  changeInitContainers(change: (before: readonly InitContainerSpec[]) => readonly InitContainerSpec[]): void {
    this.initContainers = change(this.initContainers);
  }

  killProcesses(count: number): void {
    this.notes.push(`kill ${count}`);
  }

  failNode(position: number): void {
    this.notes.push(`fail ${position}`);
  }

  recoverNode(position: number): void {
    this.notes.push(`recover ${position}`);
  }

  setRateFactor(factor: number): void {
    this.notes.push(`rate ${factor}`);
  }

  play(): void {
    const inOrder = [...this.plans].sort((a, b) => a.span - b.span);
    for (const { from, span, body } of inOrder) {
      this.notes.push(`${from}+${span / SECOND}`);
      body();
    }
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
      const world = inject(name, fault.target === "world" ? { at: "30s" } : {});
      world.play();
      expect(world.notes[1]).toMatch(/^faultStarted/);
      expect(world.notes[0]).toBe(fault.target === "world" ? "window+30" : "release+0");
    },
  );

  it("takes no parameter it does not know", () => {
    expect(() => inject("errorShare", { shar: "5%" })).toThrow();
  });
});

describe("a fault of the new version", () => {
  it("initContainerFails brings a migration along where there is none, and always fails unless told how often", () => {
    expect(inject("initContainerFails").initContainers).toMatchObject([
      { name: "migrate", failures: Number.POSITIVE_INFINITY },
    ]);
    expect(inject("initContainerFails", { times: 2 }).initContainers).toMatchObject([{ failures: 2 }]);
  });

  it("errorShare comes on top of the errors that happen anyway", () => {
    const world = inject("errorShare", { share: "50%", after: "20s" });
    expect(world.answers.faulty).toBe(false);
    world.play();
    expect(world.answers).toEqual({ errorShare: 1 - 0.999 * 0.5, serviceFactor: 1, faulty: true });
    expect(world.notes[0]).toBe("release+20");
  });

  it("slowdown makes everything slower and nothing wrong", () => {
    const world = inject("slowdown", { factor: 4 });
    world.play();
    expect(world.answers).toEqual({ errorShare: 0.001, serviceFactor: 4, faulty: true });
  });

  it("crashAtStart, crashLoop and neverReady are in the process before it is ever started", () => {
    expect(inject("crashAtStart").process.crashAfter).toEqual({ law: "deterministic", value: 0 });
    expect(inject("crashLoop", { lifetime: "40s" }).process.crashAfter).toEqual({
      law: "deterministic",
      value: 40 * SECOND,
    });
    expect(inject("neverReady").process.neverReady).toBe(true);
  });

  it("deadlock and memoryLeak are in the process, and the image faults in the image", () => {
    expect(inject("deadlock", { lifetime: "40s" }).process.hangAfter).toEqual({
      law: "deterministic",
      value: 40 * SECOND,
    });
    expect(inject("memoryLeak", { perMinute: "60Ki", atStart: "25%" }).process.leak).toEqual({
      shareAtStart: 0.25,
      bytesPerSecond: 1024,
    });
    expect(inject("imagePullFails").image).toEqual({ name: "app", bytes: 1000, pull: "fails" });
    expect(inject("imagePullSlow", { factor: 8 }).image).toEqual({ name: "app", bytes: 1000, pullFactor: 8 });
  });

  it("slowStart only takes longer: users meet nothing that is faulty", () => {
    const world = inject("slowStart", { factor: 5 });
    world.play();
    expect(world.process.boot).toEqual({ law: "deterministic", value: 5 * SECOND });
    expect(world.answers.faulty).toBe(false);
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

describe("a fault of the world", () => {
  it("podKill kills as many processes as it is told, once", () => {
    const world = inject("podKill", { at: "10s", pods: 3 });
    world.play();
    expect(world.notes).toEqual(["window+10", 'faultStarted {"pods":3}', "kill 3"]);
  });

  it("nodeFailure ends as it began", () => {
    const world = inject("nodeFailure", { at: "10s", for: "90s", node: 2 });
    world.play();
    expect(world.notes).toEqual([
      "window+10",
      'faultStarted {"node":2}',
      "fail 2",
      "window+100",
      'faultEnded {"node":2}',
      "recover 2",
    ]);
  });

  it("trafficSpike gives the scenario its own rate back", () => {
    const world = inject("trafficSpike", { at: "10s", for: "20s", factor: 3 });
    world.play();
    expect(world.notes.filter((note) => note.startsWith("rate"))).toEqual(["rate 3", "rate 1"]);
  });
});
