import { EVENT_CLASS } from "../kernel/calendar.ts";
import { doBackOff } from "./backoff.ts";
import { HealthProbes } from "./healthProbes.ts";
import { InitSequence } from "./initSequence.ts";
import { memoryFullAfter } from "./memoryLeak.ts";
import { OtherContainers } from "./otherContainers.ts";
import type { Pod } from "./pod.ts";
import { podPhase } from "./podPhase.ts";
import { CONTAINER_STATE, CRASHED, type Crash, OOM_KILLED, type ProcessState } from "./process.ts";
import { Readiness } from "./readiness.ts";
import { branch, oneHopLater, type Surroundings } from "./surroundings.ts";
import { Termination } from "./termination.ts";
import { Timer } from "./timer.ts";

/**
 * The kubelet's worker for one pod: sandbox, init containers, image, container, process, and again after a crash or a failed
 * liveness probe, until the pod has to go
 * (Kubernetes v1.36 `kubelet.go:SyncPod`, `pod_workers.go`).
 */
export class PodWorker {
  readonly pod: Pod;
  readonly readiness: Readiness;
  process: ProcessState = "none";
  /** The kubelet has taken note of the pod. */
  private isAdmitted = false;
  /** What comes next: sandbox ready, process up, container restarted. */
  private readonly next: Timer;
  private readonly crashTimer: Timer;
  private readonly hangTimer: Timer;
  private readonly health: HealthProbes;
  private readonly init: InitSequence;
  private readonly others: OtherContainers;
  private readonly termination: Termination;
  private readonly world: Surroundings;

  constructor(world: Surroundings, pod: Pod) {
    this.world = world;
    this.pod = pod;
    this.next = new Timer(world.kernel, EVENT_CLASS.pod);
    this.crashTimer = new Timer(world.kernel, EVENT_CLASS.pod);
    this.hangTimer = new Timer(world.kernel, EVENT_CLASS.pod);
    this.readiness = new Readiness(world, pod);
    this.health = new HealthProbes({
      world,
      pod,
      started: (container) => this.readiness.containerStarted(container),
      failed: (probe) => this.endUnhealthy(probe),
    });
    this.init = new InitSequence(world, pod);
    this.others = new OtherContainers(world, pod, () => this.readiness.othersReady());
    this.termination = new Termination(world, this);
  }

  /** The pod was bound to this node; the kubelet learns of it through its watch. */
  admit(): void {
    // A lost node takes note of its pods when it is back.
    if (this.pod.node?.answers !== true) return;
    this.isAdmitted = true;
    this.next.set(oneHopLater(this.world), () => {
      const { kernel, spec } = this.world;
      this.health.podSynced();
      const span = this.pod.luck.span("sandbox", spec.sandbox);
      this.next.set(kernel.now + span, () => {
        kernel.record("sandboxReady", this.pod.name);
        this.init.begin(() => this.awaitImage());
      });
    });
  }

  /** A pod that runs since before the run: ready, listening. */
  bornReady(): void {
    this.isAdmitted = true;
    this.process = "up";
    this.updatePhase();
    this.others.bornReady();
    this.health.bornStarted();
    this.readiness.bornReady();
    this.world.hooks.listen(this.pod.id, this.pod.template.version);
    this.scheduleCrash();
    this.scheduleHang();
  }

  /** The container's process ends by itself, by a fault or by a kill from outside. Does nothing when there is none. */
  crash({ reason, exitCode }: Crash = CRASHED): void {
    if (this.process === "none" || this.process === "exited") return;
    const { kernel } = this.world;
    branch(kernel, () => {
      kernel.record("containerCrashed", this.pod.name, { restarts: this.pod.restarts, reason, exitCode });
      this.killProcess();
      if (this.pod.deleting) return this.remove();
      this.termination.stop();
      this.readiness.containerStopped();
      this.awaitRestart(kernel.now);
    });
  }

  /** The process goes on listening and answers nobody any more. Does nothing unless it serves. */
  hang(): void {
    if (this.process !== "up") return;
    const { kernel, hooks } = this.world;
    branch(kernel, () => {
      kernel.record("processHung", this.pod.name);
      this.process = "hung";
      hooks.hang(this.pod.id);
      this.readiness.processFails();
      this.health.answers("Failure");
    });
  }

  /** The API server marked the pod as terminating; the kubelet acts one hop later. */
  terminate(): void {
    this.termination.begin();
  }

  /** The kubelet begins to end the pod: only the readiness probe goes on. */
  terminating(): void {
    this.health.stop();
    this.init.stop();
  }

  /** SIGTERM has reached a process that heeds it. */
  closeListener(): void {
    this.process = "closing";
    this.hangTimer.clear();
    this.readiness.processFails();
  }

  /** The serving container was ended to be started again. */
  containerEnded(exitCode: number): void {
    const { kernel } = this.world;
    kernel.record("containerStopped", this.pod.name, { exitCode, reason: exitCode === 0 ? "Completed" : "Error" });
    this.readiness.containerStopped();
    this.awaitRestart(kernel.now);
  }

  /** Makes the process end now, whatever it is doing. */
  killProcess(): void {
    if (this.process === "up" || this.process === "hung" || this.process === "closing")
      this.world.hooks.kill(this.pod.id);
    this.processEnded();
  }

  /** The process is no more and has left nothing behind. */
  processEnded(): void {
    this.process = "exited";
    this.next.clear();
    this.crashTimer.clear();
    this.hangTimer.clear();
    this.health.stop();
    this.updatePhase();
  }

  /** Removes the pod's object. */
  remove(): void {
    const { kernel } = this.world;
    if (this.pod.gone) return;
    branch(kernel, () => {
      this.killProcess();
      this.termination.stop();
      this.init.stop();
      this.others.stop();
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
    this.init.stop();
    this.others.stop();
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
      this.init.begin(() => this.restart());
    } else this.admit();
  }

  /** The node can be reached again: what happened on either side meanwhile becomes known on the other. */
  reconnect(): void {
    if (this.pod.deleting) this.terminate();
    else if (!this.isAdmitted) this.admit();
    this.readiness.nodeBack();
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
      this.others.begin();
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
    this.health.containerStarted();
    this.next.set(kernel.now + this.pod.luck.span("boot", behaviour.boot), () => this.processUp());
    this.scheduleCrash();
    this.world.podChanged(this.pod);
  }

  private processUp(): void {
    const { kernel, hooks } = this.world;
    this.process = "up";
    hooks.listen(this.pod.id, this.pod.template.version);
    this.pod.enter("running", kernel.now, kernel.cause);
    this.scheduleHang();
    this.health.answers("Success");
    if (this.health.isStarted) this.readiness.processUp();
  }

  /** A process ends by its own fault, or when its memory has grown to the limit: whatever comes first. */
  private scheduleCrash(): void {
    const { kernel } = this.world;
    const { crashAfter } = this.pod.template.behaviour;
    const crash = crashAfter === null ? null : this.pod.luck.span("crash", crashAfter);
    const full = memoryFullAfter(this.pod.template);
    if (full !== null && (crash === null || full < crash))
      this.crashTimer.set(kernel.now + full, () => this.crash(OOM_KILLED));
    else if (crash !== null) this.crashTimer.set(kernel.now + crash, () => this.crash());
  }

  private scheduleHang(): void {
    const { hangAfter = null } = this.pod.template.behaviour;
    if (hangAfter === null) return;
    this.hangTimer.set(this.world.kernel.now + this.pod.luck.span("hang", hangAfter), () => this.hang());
  }

  /** A probe found the container dead: it is killed, and started again by its back-off; the pod stays. */
  private endUnhealthy(probe: "liveness" | "startup"): void {
    const { kernel } = this.world;
    const { template, deleting } = this.pod;
    const runs = this.process !== "none" && this.process !== "exited";
    if (!runs || deleting || this.termination.isRestarting) return;
    const spec = probe === "liveness" ? template.livenessProbe : template.startupProbe;
    branch(kernel, () => {
      kernel.record("probeFailed", this.pod.name, { probe });
      this.termination.endContainer(spec?.terminationGracePeriod ?? template.terminationGracePeriod);
    });
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
    this.pod.phase = podPhase({
      initContainers: [],
      containers: [{ status: CONTAINER_STATE[this.process] }],
      restartPolicy: "Always",
      isTerminal: false,
      hasInitialized: this.process !== "none",
    });
  }
}
