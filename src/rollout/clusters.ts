import type { RunKernel } from "../kernel/kernelAt.ts";
import type { Detail } from "../kernel/log.ts";
import { firstOf, type Process, type Running, type Signal, sleep, type Wait } from "../kernel/process.ts";
import { type Micros, SECOND } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { Standing } from "./ledger.ts";
import type { Rollout } from "./rollout.ts";

/** What does not show in the clusters is looked at this often. */
const LOOK = 5 * SECOND;

/** One of the clusters that a release goes to. */
export interface ClusterRollout {
  /** Of the only cluster: the workload's. */
  readonly name: string;
  /** What it is selected by. */
  readonly labels: Readonly<Record<string, string>>;
  /** The release has been started here. */
  readonly isStarted: boolean;
  /** How far it has come; of no meaning before it is started. */
  readonly standing: Standing;
  /** As Argo CD tells it of the object that the release is written to: `Healthy`, `Progressing`, `Degraded`, … */
  readonly health: string;
  /** The new version is what is written there. */
  readonly isSynced: boolean;
  /** Emitted whenever something has changed in it. */
  readonly changed: Signal;
  /** The rollout here, for whoever has to look into its workload. */
  readonly rollout: Rollout;
  /** Submits the release here, to be carried out by the strategy's `run`. */
  start(): void;
  /** Wants it back, as if an alert had said so. Does nothing before it is started, or when it goes back already. */
  callBack(): void;
  /** The cluster serves this part of the users who live there, 0–1; the others serve the rest. With one cluster: nothing. */
  serve(part: number): void;
}

/** All that a strategy for several clusters sees: what each of them can be told, and when something has happened. */
export interface Clusters {
  /** In the order of the scenario; at least one. */
  readonly all: readonly ClusterRollout[];
  readonly now: Micros;
  wait(span: Micros): Wait;
  /** Goes on with `process` beside what is being done. */
  alongside(process: Process<unknown>): Running<unknown>;
  /** Waits until the rollout in this cluster is no longer under way. */
  settled(cluster: ClusterRollout): Process<Exclude<Standing, "underway">>;
  /** Waits until a release that was started has failed somewhere: it goes back, or it does not get on. May never end. */
  failure(): Process<ClusterRollout>;
  /** Writes down what is done to all of them. */
  record(kind: "waveStarted" | "waveBaking" | "waveCompleted" | "wavesStopped", subject: string, detail?: Detail): void;
}

/** What a world offers of one cluster. */
export interface ClusterSite extends Pick<ClusterRollout, "name" | "labels" | "rollout" | "serve" | "health"> {
  /** Has the strategy's recipe begin here. */
  submit(): void;
}

export function createClusters(kernel: RunKernel<EventKind>, sites: readonly ClusterSite[]): Clusters {
  return new SiteClusters(kernel, sites);
}

class SiteClusters implements Clusters {
  readonly all: readonly ClusterRollout[];
  private readonly kernel: RunKernel<EventKind>;

  constructor(kernel: RunKernel<EventKind>, sites: readonly ClusterSite[]) {
    this.kernel = kernel;
    this.all = sites.map((site) => new OneOfClusters(site));
  }

  get now(): Micros {
    return this.kernel.now;
  }

  wait(span: Micros): Wait {
    return sleep(span);
  }

  alongside(process: Process<unknown>): Running<unknown> {
    return this.kernel.spawn(process);
  }

  *settled(cluster: ClusterRollout): Process<Exclude<Standing, "underway">> {
    for (;;) {
      const { standing } = cluster;
      if (standing !== "underway") return standing;
      yield firstOf(cluster.changed, sleep(LOOK));
    }
  }

  *failure(): Process<ClusterRollout> {
    for (;;) {
      const failed = this.all.find(({ isStarted, standing }) => {
        return isStarted && (standing === "aborted" || standing === "stalled");
      });
      if (failed !== undefined) return failed;
      yield firstOf(...this.all.map(({ changed }) => changed), sleep(LOOK));
    }
  }

  record(
    kind: "waveStarted" | "waveBaking" | "waveCompleted" | "wavesStopped",
    subject: string,
    detail?: Detail,
  ): void {
    const { kernel } = this;
    kernel.because(kernel.cause, () => kernel.record(kind, subject, detail));
  }
}

class OneOfClusters implements ClusterRollout {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rollout: Rollout;
  isStarted = false;
  private readonly site: ClusterSite;

  constructor(site: ClusterSite) {
    this.name = site.name;
    this.labels = site.labels;
    this.rollout = site.rollout;
    this.site = site;
  }

  get standing(): Standing {
    return this.rollout.standing;
  }

  get health(): string {
    return this.isStarted ? this.site.health : "Healthy";
  }

  get isSynced(): boolean {
    const { workload, revisions } = this.rollout;
    if (workload !== null) return workload.template.hash === revisions.new.hash;
    return this.isStarted && this.standing !== "aborted";
  }

  get changed(): Signal {
    return this.rollout.changed;
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.site.submit();
  }

  callBack(): void {
    if (this.isStarted && this.standing !== "aborted") this.rollout.callBack();
  }

  serve(part: number): void {
    this.site.serve(part);
  }
}
