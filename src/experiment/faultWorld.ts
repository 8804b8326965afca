import type { ContainerBehaviour, ImageSpec, PodTemplate } from "../cluster/types.ts";
import { faults } from "../faults/index.ts";
import { OCCURRENCES_MAX, type Occurrences } from "../faults/occurrences.ts";
import type { ChangeByHand, Episode, FaultWorld, Undo } from "../faults/world.ts";
import { assert } from "../kernel/assert.ts";
import { EVENT_CLASS } from "../kernel/calendar.ts";
import { type Detail, type LogId, NO_CAUSE } from "../kernel/log.ts";
import { stream } from "../kernel/streams.ts";
import { type Micros, SECOND } from "../kernel/time.ts";
import type { FaultUse, Scenario } from "../scenario/scenario.ts";
import type { DependencyState } from "../traffic/dependencies/spec.ts";
import type { VersionBehaviour } from "../traffic/plane.ts";
import { DependencyFaults } from "./dependencyFaults.ts";
import { clusterEffects, nodeEffects, type Reach, toolingEffects } from "./faultEffects.ts";
import { localsOf } from "./local.ts";
import { type PodThere, podAnywhere, TrafficFaults } from "./trafficFaults.ts";

/** Which fault of the scenario something is done for. */
interface Author {
  readonly kind: string;
  /** Its place among those of its kind: names its chance. */
  readonly place: number;
}

interface Planned {
  readonly span: Micros;
  readonly after: "windowStart" | "release";
  readonly author: Author;
  readonly body: () => void;
}

const OLD = 0;
const NEW = 1;

/** How soon it shows that a process is stuck. */
const LOOK_INTERVAL = SECOND;

/**
 * The faults of a scenario in one run. Injected before the world exists, so that a fault can change what the new
 * version's processes are; what they plan for later starts when `start` hands them the world.
 */
export class Faults implements FaultWorld {
  /** The latest fault that began: why requests fail at present, as far as the log knows. */
  latest: LogId = NO_CAUSE;
  /** When the new version's first fault could show, µs; null before the release or without such a fault. */
  releaseFaultAt: Micros | null = null;
  readonly nodes: FaultWorld["nodes"];
  readonly cluster: FaultWorld["cluster"];
  readonly tooling: FaultWorld["tooling"];
  readonly traffic: TrafficFaults;
  private readonly dependencies: DependencyFaults;
  private readonly scenario: Scenario;
  private readonly seed: string;
  private readonly planned: Planned[] = [];
  private template: PodTemplate;
  /** By version. */
  private readonly answers: VersionBehaviour[];
  private readonly atProcessStart: {
    readonly author: Author;
    readonly body: (pod: number, process: number) => void;
  }[] = [];
  /** Processes of the new version that have begun to listen so far. */
  private processes = 0;
  private author: Author = { kind: "", place: 0 };
  private reach: Reach | undefined;

  constructor(scenario: Scenario, seed: string, template: PodTemplate) {
    const reach = () => this.world;
    this.scenario = scenario;
    this.seed = seed;
    this.template = template;
    const healthy = { errorShare: scenario.service.baselineErrorShare, serviceFactor: 1, faulty: false };
    this.answers = [healthy, healthy];
    this.nodes = nodeEffects(
      reach,
      localsOf(scenario).map(({ spec }) => spec),
    );
    this.cluster = clusterEffects(reach);
    this.tooling = toolingEffects(reach);
    this.traffic = new TrafficFaults(reach, scenario.traffic.client.retries);
    this.dependencies = new DependencyFaults(reach, scenario.dependencies);
    const places = new Map<string, number>();
    for (const use of [...scenario.release.faults, ...scenario.faults]) {
      const place = places.get(use.kind) ?? 0;
      places.set(use.kind, place + 1);
      this.inject(use, { kind: use.kind, place });
    }
  }

  /** What the new version's pods are made of, faults included. */
  get newTemplate(): PodTemplate {
    return this.template;
  }

  /** How the two versions answer, by index: at the start, when asked before it. */
  get versions(): readonly VersionBehaviour[] {
    return this.answers;
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

  at(when: Occurrences, body: (turn: number) => void): void {
    const { author } = this;
    this.timesOf(when).forEach((span, turn) => {
      this.planned.push({ span, after: "windowStart", author, body: () => body(turn) });
    });
  }

  during({ at, for: span, detail }: Episode, begin: (turn: number) => Undo): void {
    this.at(at, (turn) => {
      this.record("faultStarted", detail);
      const undo = begin(turn);
      this.later(span, () => {
        this.record("faultEnded", detail);
        undo();
      });
    });
  }

  later(span: Micros, body: () => void): void {
    const plan = { span, after: "windowStart", author: this.author, body } as const;
    this.schedule(plan, this.world.kernel.now + span);
  }

  whenNewProcessIsUp(body: (pod: number, process: number) => void): void {
    this.atProcessStart.push({ author: this.author, body });
  }

  /** A process begins to listen. */
  processIsUp(there: PodThere, version: number): void {
    if (this.reach === undefined) return;
    const pod = podAnywhere(there);
    this.traffic.processIsUp(pod);
    if (version !== NEW) return;
    const { kernel } = this.world;
    const process = ++this.processes;
    for (const { author, body } of this.atProcessStart) {
      this.author = author;
      kernel.because(kernel.cause, () => body(pod, process));
    }
  }

  watchForStuckProcesses(): void {
    const look = () => {
      const { clusters, kernel } = this.world;
      for (const { cluster, plane } of clusters) {
        for (const pod of cluster.pods) {
          if (pod.template.version !== NEW || !cluster.processes.isUp(pod)) continue;
          if (plane.isStuck(pod.id, kernel.now)) kernel.because(this.latest, () => cluster.processes.hang(pod));
        }
      }
      this.later(LOOK_INTERVAL, look);
    };
    this.afterRelease(LOOK_INTERVAL, look);
  }

  troubleDependency(name: string | undefined, change: (before: DependencyState) => DependencyState): Undo {
    return this.dependencies.trouble(name, change);
  }

  changeByHand(change: ChangeByHand, isRight: () => void): Undo {
    const { author } = this;
    return this.world.byHand.change(change, () => {
      this.author = author;
      this.world.kernel.because(this.world.kernel.cause, isRight);
    });
  }

  luckOf(process: number): number {
    const { kind, place } = this.author;
    return stream(this.seed, `fault/${kind}/${place}/process/${process}`).uniform();
  }

  afterRelease(span: Micros, body: () => void): void {
    this.planned.push({ span, after: "release", author: this.author, body });
  }

  record(kind: "faultStarted" | "faultEnded", detail?: Detail): void {
    const id = this.world.kernel.record(kind, this.author.kind, detail);
    if (kind === "faultStarted") this.latest = id;
  }

  changeAnswers(change: (before: VersionBehaviour) => VersionBehaviour, version: "new" | "old" = "new"): void {
    const index = version === "new" ? NEW : OLD;
    const changed = change(this.answers[index] as VersionBehaviour);
    this.answers[index] = changed;
    const { clusters, kernel } = this.world;
    for (const { plane } of clusters) plane.setVersion(index, changed, kernel.now);
  }

  changeProcess(change: (before: ContainerBehaviour) => ContainerBehaviour): void {
    this.changePods((before) => ({ ...before, behaviour: change(before.behaviour) }));
  }

  changeImage(change: (before: ImageSpec) => ImageSpec): void {
    this.changePods((before) => ({ ...before, image: change(before.image) }));
  }

  changePods(change: (before: PodTemplate) => PodTemplate): void {
    assert(this.reach === undefined, "pods of the new version exist already");
    this.template = change(this.template);
  }

  private get world(): Reach {
    assert(this.reach !== undefined, "a fault touched the world before there was one");
    return this.reach;
  }

  private inject({ kind, parameters }: FaultUse, author: Author): void {
    const definition = faults.find(({ name }) => name === kind);
    assert(definition !== undefined, `no fault is called ${kind}`);
    this.author = author;
    definition.inject(this, parameters);
  }

  /** When it happens, µs after the start of the window, in order. */
  private timesOf(when: Occurrences): Micros[] {
    const { duration } = this.scenario;
    const times: Micros[] = [];
    if (!("perSecond" in when)) {
      const { first, every, times: most } = when;
      for (let at = first; times.length < most && (at < duration || times.length === 0); at += every ?? duration)
        times.push(at);
      return times;
    }
    const { kind, place } = this.author;
    const gaps = stream(this.seed, `fault/${kind}/${place}`);
    if (when.perSecond === 0) return times;
    let at = 0;
    for (;;) {
      at += (gaps.exponential() * SECOND) / when.perSecond;
      if (at >= duration || times.length === OCCURRENCES_MAX) return times;
      times.push(Math.floor(at));
    }
  }

  private schedule(plan: Planned, at: Micros): void {
    const { kernel } = this.world;
    kernel.because(kernel.cause, () => kernel.schedule(at, EVENT_CLASS.fault, () => this.carryOut(plan)));
  }

  private carryOut({ author, body }: Planned): void {
    const { kernel } = this.world;
    this.author = author;
    kernel.because(kernel.cause, body);
  }
}
