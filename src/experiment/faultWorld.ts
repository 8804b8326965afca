import type { Cluster } from "../cluster/cluster.ts";
import type { ContainerBehaviour, ImageSpec, InitContainerSpec, PodTemplate } from "../cluster/types.ts";
import { faults } from "../faults/index.ts";
import type { FaultWorld } from "../faults/world.ts";
import { assert } from "../kernel/assert.ts";
import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type Detail, type LogId, NO_CAUSE } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { FaultUse, Scenario } from "../scenario/scenario.ts";
import type { TrafficPlane, VersionBehaviour } from "../traffic/plane.ts";

/** The parts of the world that faults reach into. */
export interface Reach {
  readonly kernel: Kernel<EventKind>;
  readonly cluster: Cluster;
  readonly plane: TrafficPlane;
}

interface Planned {
  readonly span: Micros;
  readonly after: "windowStart" | "release";
  readonly kind: string;
  readonly body: () => void;
}

const NEW = 1;

/**
 * The faults of a scenario in one run. Injected before the world exists, so that a fault can change what the new
 * version's processes are; what they plan for later starts when `start` hands them the world.
 */
export class Faults implements FaultWorld {
  /** The latest fault that began: why requests fail at present, as far as the log knows. */
  latest: LogId = NO_CAUSE;
  /** When the new version's first fault could show, µs; null before the release or without such a fault. */
  releaseFaultAt: Micros | null = null;
  private readonly scenario: Scenario;
  private readonly planned: Planned[] = [];
  private template: PodTemplate;
  private answers: VersionBehaviour;
  private kind = "";
  private reach: Reach | undefined;

  constructor(scenario: Scenario, template: PodTemplate) {
    const { baselineErrorShare } = scenario.service;
    this.scenario = scenario;
    this.template = template;
    this.answers = { errorShare: baselineErrorShare, serviceFactor: 1, faulty: false };
    for (const use of [...scenario.release.faults, ...scenario.faults]) this.inject(use);
  }

  /** What the new version's pods are made of, faults included. */
  get newTemplate(): PodTemplate {
    return this.template;
  }

  /** How the two versions answer at the start, by index. */
  get versions(): readonly VersionBehaviour[] {
    return [{ errorShare: this.scenario.service.baselineErrorShare, serviceFactor: 1, faulty: false }, this.answers];
  }

  /** Arranges what was planned for a time of the run. */
  start(reach: Reach): void {
    this.reach = reach;
    for (const plan of this.planned) {
      if (plan.after === "windowStart") this.schedule(plan, this.scenario.warmup + plan.span);
    }
  }

  /** Arranges what was planned for after the release, which is submitted now. */
  releaseSubmitted(): void {
    const { now } = this.world.kernel;
    for (const plan of this.planned) {
      if (plan.after !== "release") continue;
      const at = now + plan.span;
      this.releaseFaultAt = Math.min(this.releaseFaultAt ?? at, at);
      // At once means before anybody acts on the release: not as an event of its own after the present one.
      if (plan.span === 0) this.carryOut(plan);
      else this.schedule(plan, at);
    }
  }

  at(span: Micros, body: () => void): void {
    this.planned.push({ span, after: "windowStart", kind: this.kind, body });
  }

  afterRelease(span: Micros, body: () => void): void {
    this.planned.push({ span, after: "release", kind: this.kind, body });
  }

  record(kind: "faultStarted" | "faultEnded", detail?: Detail): void {
    const id = this.world.kernel.record(kind, this.kind, detail);
    if (kind === "faultStarted") this.latest = id;
  }

  changeAnswers(change: (before: VersionBehaviour) => VersionBehaviour): void {
    this.answers = change(this.answers);
    const { plane, kernel } = this.world;
    plane.setVersion(NEW, this.answers, kernel.now);
  }

  changeProcess(change: (before: ContainerBehaviour) => ContainerBehaviour): void {
    assert(this.reach === undefined, "processes of the new version exist already");
    this.template = { ...this.template, behaviour: change(this.template.behaviour) };
  }

  changeImage(change: (before: ImageSpec) => ImageSpec): void {
    assert(this.reach === undefined, "pods of the new version exist already");
    this.template = { ...this.template, image: change(this.template.image) };
  }

  changeInitContainers(change: (before: readonly InitContainerSpec[]) => readonly InitContainerSpec[]): void {
    assert(this.reach === undefined, "pods of the new version exist already");
    this.template = { ...this.template, initContainers: change(this.template.initContainers ?? []) };
  }

  killProcesses(count: number): void {
    const { cluster } = this.world;
    const running = cluster.pods.filter((pod) => cluster.hasProcess(pod));
    for (const pod of running.slice(0, count)) cluster.killPod(pod);
  }

  failNode(position: number): void {
    const node = this.scenario.cluster.nodes[position - 1];
    if (node !== undefined) this.world.cluster.failNode(node.name);
  }

  recoverNode(position: number): void {
    const node = this.scenario.cluster.nodes[position - 1];
    if (node !== undefined) this.world.cluster.recoverNode(node.name);
  }

  setRateFactor(factor: number): void {
    const { plane, kernel } = this.world;
    plane.setRateFactor(factor, kernel.now);
  }

  private get world(): Reach {
    assert(this.reach !== undefined, "a fault touched the world before there was one");
    return this.reach;
  }

  private inject({ kind, parameters }: FaultUse): void {
    const definition = faults.find(({ name }) => name === kind);
    assert(definition !== undefined, `no fault is called ${kind}`);
    this.kind = kind;
    definition.inject(this, parameters);
  }

  private schedule(plan: Planned, at: Micros): void {
    const { kernel } = this.world;
    kernel.because(kernel.cause, () => kernel.schedule(at, EVENT_CLASS.fault, () => this.carryOut(plan)));
  }

  private carryOut({ kind, body }: Planned): void {
    const { kernel } = this.world;
    this.kind = kind;
    kernel.because(kernel.cause, body);
  }
}
