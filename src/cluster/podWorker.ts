import { EVENT_CLASS } from "../kernel/calendar.ts";
import { doBackOff } from "./backoff.ts";
import type { Pod } from "./pod.ts";
import { podPhase } from "./podPhase.ts";
import { Readiness } from "./readiness.ts";
import { branch, oneHopLater, type Surroundings } from "./surroundings.ts";
import { Termination } from "./termination.ts";
import { Timer } from "./timer.ts";

/** Where the pod's process is. `closing` has had its SIGTERM and accepts nothing new. */
export type ProcessState = "none" | "booting" | "up" | "closing" | "exited";

/**
 * The kubelet's worker for one pod: sandbox, image, container, process, and again after a crash, until the pod has to go
 * (Kubernetes v1.36 `kubelet.go:SyncPod`, `pod_workers.go`).
 */
export class PodWorker {
  readonly pod: Pod;
  readonly readiness: Readiness;
  process: ProcessState = "none";
  /** What comes next: sandbox ready, process up, container restarted. */
  private readonly next: Timer;
  private readonly crashTimer: Timer;
  private readonly termination: Termination;
  private readonly world: Surroundings;

  constructor(world: Surroundings, pod: Pod) {
    this.world = world;
    this.pod = pod;
    this.next = new Timer(world.kernel, EVENT_CLASS.pod);
    this.crashTimer = new Timer(world.kernel, EVENT_CLASS.pod);
    this.readiness = new Readiness(world, pod);
    this.termination = new Termination(world, this);
  }

  /** The pod was bound to this node; the kubelet learns of it through its watch. */
  admit(): void {
    this.next.set(oneHopLater(this.world), () => {
      const { kernel, spec } = this.world;
      const span = this.pod.luck.span("sandbox", spec.sandbox);
      this.next.set(kernel.now + span, () => this.awaitImage());
    });
  }

  /** A pod that runs since before the run: ready, listening. */
  bornReady(): void {
    this.process = "up";
    this.updatePhase();
    this.readiness.bornReady();
    this.world.hooks.listen(this.pod.id, this.pod.template.version);
    this.scheduleCrash();
  }

  /** The container's process ends by itself, by a fault or by a kill from outside. Does nothing when there is none. */
  crash(): void {
    if (this.process === "none" || this.process === "exited") return;
    const { kernel } = this.world;
    branch(kernel, () => {
      kernel.record("containerCrashed", this.pod.name, { restarts: this.pod.restarts });
      this.killProcess();
      if (this.pod.deleting) return this.remove();
      this.readiness.containerStopped();
      this.awaitRestart(kernel.now);
    });
  }

  /** The API server marked the pod as terminating; the kubelet acts one hop later. */
  terminate(): void {
    this.termination.begin();
  }

  /** Makes the process end now, whatever it is doing. */
  killProcess(): void {
    if (this.process === "up" || this.process === "closing") this.world.hooks.kill(this.pod.id);
    this.processEnded();
  }

  /** The process is no more and has left nothing behind. */
  processEnded(): void {
    this.process = "exited";
    this.next.clear();
    this.crashTimer.clear();
    this.updatePhase();
  }

  /** Removes the pod's object. */
  remove(): void {
    const { kernel } = this.world;
    if (this.pod.gone) return;
    branch(kernel, () => {
      this.killProcess();
      this.termination.stop();
      this.readiness.stop();
      const cause = kernel.record("podGone", this.pod.name);
      this.pod.enter("gone", kernel.now, cause);
      this.pod.leave(kernel.now);
      this.world.podGone(this.pod);
    });
  }

  /** The node is dead: nothing goes on, and nobody but the clients notices. */
  freeze(): void {
    const { kernel } = this.world;
    this.next.clear();
    this.termination.stop();
    this.readiness.freeze();
    if (this.process === "none") return;
    this.killProcess();
    this.pod.enter("crashed", kernel.now, kernel.cause);
  }

  /** The node is back: what must go goes, the rest starts again. */
  thaw(): void {
    if (this.pod.deleting) this.remove();
    else if (this.process === "exited") {
      this.readiness.containerStopped();
      this.restart();
    } else this.admit();
  }

  private awaitImage(): void {
    this.pod.node?.images.want({
      pod: this.pod.name,
      image: this.pod.template.image,
      done: () => this.startFirst(),
      isWanted: () => !this.pod.deleting && this.pod.node?.alive === true && this.process === "none",
    });
  }

  private startFirst(): void {
    const { kernel } = this.world;
    branch(kernel, () => {
      kernel.record("containerStarted", this.pod.name);
      this.boot();
    });
  }

  private restart(): void {
    const { kernel } = this.world;
    branch(kernel, () => {
      this.pod.restarts++;
      kernel.record("containerRestarted", this.pod.name, { restarts: this.pod.restarts });
      this.boot();
    });
  }

  private boot(): void {
    const { kernel } = this.world;
    const { behaviour } = this.pod.template;
    this.process = "booting";
    this.updatePhase();
    this.pod.enter("starting", kernel.now, kernel.cause);
    this.readiness.containerStarted();
    this.next.set(kernel.now + this.pod.luck.span("boot", behaviour.boot), () => this.processUp());
    this.scheduleCrash();
    this.world.podChanged(this.pod);
  }

  private processUp(): void {
    const { kernel, hooks } = this.world;
    this.process = "up";
    hooks.listen(this.pod.id, this.pod.template.version);
    this.pod.enter("running", kernel.now, kernel.cause);
    this.readiness.processUp();
  }

  private scheduleCrash(): void {
    const { crashAfter } = this.pod.template.behaviour;
    if (crashAfter === null) return;
    this.crashTimer.set(this.world.kernel.now + this.pod.luck.span("crash", crashAfter), () => this.crash());
  }

  private awaitRestart(finishedAt: number): void {
    const { kernel, crashLoop } = this.world;
    const retryAt = doBackOff(crashLoop, this.pod.uid, { finishedAt, now: kernel.now });
    if (retryAt === null) {
      this.restart();
      return;
    }
    this.pod.enter("crashed", kernel.now, kernel.cause);
    this.world.podChanged(this.pod);
    this.next.set(retryAt, () => this.awaitRestart(finishedAt));
  }

  private updatePhase(): void {
    const status = {
      none: undefined,
      booting: { state: "running" },
      up: { state: "running" },
      closing: { state: "running" },
      exited: { state: "terminated", exitCode: 1 },
    } as const;
    this.pod.phase = podPhase({
      initContainers: [],
      containers: [{ status: status[this.process] }],
      restartPolicy: "Always",
      isTerminal: false,
      hasInitialized: this.process !== "none",
    });
  }
}
