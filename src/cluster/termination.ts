import { EVENT_CLASS } from "../kernel/calendar.ts";
import { type Micros, SECOND } from "../kernel/time.ts";
import type { PodWorker } from "./podWorker.ts";
import { branch, oneHopLater, type Surroundings } from "./surroundings.ts";
import { Timer } from "./timer.ts";

/** Kubernetes v1.36 `kuberuntime_manager.go:minimumGracePeriodInSeconds`. */
const MINIMUM_GRACE: Micros = 2 * SECOND;

/**
 * What is left between SIGTERM and SIGKILL when the preStop hook ran for `ran`: whole seconds of it are taken off, and
 * never less than 2 s remain. Grace 30 s, hook 5.9 s → 25 s; grace 30 s, hook 30 s → 2 s.
 * Kubernetes v1.36 `kuberuntime_container.go:killContainer`.
 */
function graceAfterPreStop(grace: Micros, ran: Micros): Micros {
  return Math.max(MINIMUM_GRACE, grace - Math.floor(ran / SECOND) * SECOND);
}

/** How the kubelet ends a pod: preStop, SIGTERM, grace, SIGKILL (Kubernetes v1.36 `kubelet.go:SyncTerminatingPod`). */
export class Termination {
  private readonly timer: Timer;
  private readonly world: Surroundings;
  private readonly worker: PodWorker;

  constructor(world: Surroundings, worker: PodWorker) {
    this.world = world;
    this.worker = worker;
    this.timer = new Timer(world.kernel, EVENT_CLASS.pod);
  }

  begin(): void {
    if (this.worker.pod.node?.alive !== true) return;
    this.timer.set(oneHopLater(this.world), () => this.runPreStop());
  }

  stop(): void {
    this.timer.clear();
  }

  private runPreStop(): void {
    const { kernel } = this.world;
    const { preStop, terminationGracePeriod: grace } = this.worker.pod.template;
    const ran = Math.min(preStop, grace);
    if (this.worker.process === "none" || this.worker.process === "exited") this.worker.remove();
    else if (ran === 0) this.signal(graceAfterPreStop(grace, 0));
    else {
      this.timer.set(kernel.now + ran, () => {
        kernel.record("preStopFinished", this.worker.pod.name);
        this.signal(graceAfterPreStop(grace, ran));
      });
    }
  }

  private signal(grace: Micros): void {
    const { kernel, hooks } = this.world;
    const { pod } = this.worker;
    const { onSigterm } = pod.template;
    branch(kernel, () => {
      kernel.record("shutdownStarted", pod.name, { onSigterm });
      const killAt = kernel.now + grace;
      if (onSigterm === "ignore") return this.killAt(killAt);
      // A process that does not listen yet has no handler for the signal either.
      if (this.worker.process === "booting") return this.exit();
      this.worker.process = "closing";
      this.worker.readiness.processFails();
      const endsAt = hooks.shutDown(pod.id, onSigterm);
      if (endsAt > killAt) this.killAt(killAt);
      else if (endsAt > kernel.now) this.timer.set(endsAt, () => this.exit());
      else this.exit();
    });
  }

  private killAt(at: Micros): void {
    const { kernel } = this.world;
    this.timer.set(at, () => {
      kernel.record("podKilled", this.worker.pod.name);
      this.worker.remove();
    });
  }

  /** The process has finished by itself: there is nothing left in it to be reset. */
  private exit(): void {
    this.worker.processEnded();
    this.worker.remove();
  }
}
