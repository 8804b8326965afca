import { EVENT_CLASS } from "../kernel/calendar.ts";
import { type Micros, SECOND } from "../kernel/time.ts";
import { sidecarShutdown } from "./initSequence.ts";
import type { PodWorker } from "./podWorker.ts";
import { branch, oneHopLater, type Surroundings } from "./surroundings.ts";
import { Timer } from "./timer.ts";

/** Kubernetes v1.36 `kuberuntime_manager.go:minimumGracePeriodInSeconds`. */
export const MINIMUM_GRACE: Micros = 2 * SECOND;

/**
 * What is left between SIGTERM and SIGKILL when the preStop hook ran for `ran`: whole seconds of it are taken off, and
 * never less than 2 s remain. Grace 30 s, hook 5.9 s → 25 s; grace 30 s, hook 30 s → 2 s.
 * Kubernetes v1.36 `kuberuntime_container.go:killContainer`.
 */
export function graceAfterPreStop(grace: Micros, ran: Micros): Micros {
  return Math.max(MINIMUM_GRACE, grace - Math.floor(ran / SECOND) * SECOND);
}

/**
 * How the kubelet ends a container: preStop, SIGTERM, grace, SIGKILL. When the pod is to go, its sidecars end after it, last
 * one first (Kubernetes v1.36 `kubelet.go:SyncTerminatingPod`, `kuberuntime_termination_order.go`).
 */
export class Termination {
  /** A container is being ended, so that it can be started again. */
  isRestarting = false;
  private readonly timer: Timer;
  private readonly world: Surroundings;
  private readonly worker: PodWorker;

  constructor(world: Surroundings, worker: PodWorker) {
    this.world = world;
    this.worker = worker;
    this.timer = new Timer(world.kernel, EVENT_CLASS.pod);
  }

  /** The pod has to go; the kubelet acts one hop later. */
  begin(): void {
    if (this.worker.pod.node?.answers !== true) return;
    this.isRestarting = false;
    this.timer.set(oneHopLater(this.world), () => {
      const { process, pod } = this.worker;
      this.worker.terminating();
      if (process === "none" || process === "exited") this.worker.remove();
      else this.runPreStop(pod.template.terminationGracePeriod);
    });
  }

  /** The serving container is ended, to be started again. */
  endContainer(grace: Micros): void {
    this.isRestarting = true;
    this.runPreStop(grace);
  }

  stop(): void {
    this.isRestarting = false;
    this.timer.clear();
  }

  private runPreStop(grace: Micros): void {
    const { kernel } = this.world;
    const ran = Math.min(this.worker.pod.template.preStop, grace);
    if (ran === 0) this.signal(graceAfterPreStop(grace, 0));
    else {
      this.timer.set(kernel.now + ran, () => {
        kernel.record("preStopFinished", this.worker.pod.name);
        this.signal(graceAfterPreStop(grace, ran));
      });
    }
  }

  private signal(grace: Micros): void {
    const { kernel, hooks } = this.world;
    const { pod, process } = this.worker;
    const { onSigterm } = pod.template;
    branch(kernel, () => {
      kernel.record("shutdownStarted", pod.name, { onSigterm });
      const killAt = kernel.now + grace;
      // A process that does not listen yet has no handler for the signal; one that hangs does not get to it.
      if (process === "booting" && onSigterm !== "ignore") return this.exit(killAt);
      if (process === "hung" || onSigterm === "ignore") return this.killAt(killAt);
      this.worker.closeListener();
      const endsAt = hooks.shutDown(pod.id, onSigterm);
      if (endsAt > killAt) this.killAt(killAt);
      else if (endsAt > kernel.now) this.timer.set(endsAt, () => this.exit(killAt));
      else this.exit(killAt);
    });
  }

  private killAt(at: Micros): void {
    const { kernel } = this.world;
    this.timer.set(at, () => {
      kernel.record("podKilled", this.worker.pod.name);
      this.worker.killProcess();
      this.end(at, 137);
    });
  }

  /** The process has finished by itself: there is nothing left in it to be reset. */
  private exit(killAt: Micros): void {
    this.worker.processEnded();
    this.end(killAt, 0);
  }

  private end(killAt: Micros, exitCode: number): void {
    const { kernel } = this.world;
    if (this.isRestarting) {
      this.isRestarting = false;
      this.worker.containerEnded(exitCode);
      return;
    }
    const left = killAt - kernel.now;
    const span = sidecarShutdown(this.worker.pod.template.initContainers ?? [], left, MINIMUM_GRACE);
    if (span === 0) this.worker.remove();
    else {
      const reason = exitCode === 0 ? "Completed" : "Error";
      kernel.record("containerStopped", this.worker.pod.name, { exitCode, reason });
      this.worker.readiness.containerStopped();
      this.timer.set(kernel.now + span, () => this.worker.remove());
    }
  }
}
