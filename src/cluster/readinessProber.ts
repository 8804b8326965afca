import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Micros } from "../kernel/time.ts";
import { type ProbeResult, ProbeWorker } from "./probeWorker.ts";
import { Timer } from "./timer.ts";
import type { ProbeSpec } from "./types.ts";

/**
 * Probes one pod's container for readiness. The kubelet probes it as soon as it sees it running and every period from
 * then on, during termination too (Kubernetes v1.36 `prober/worker.go:run`, `prober_manager.go:UpdatePodStatus`).
 *
 * Ticks that could change nothing are not played: as long as the process answers as the result says, nobody looks.
 */
export class ReadinessProber {
  private worker: ProbeWorker;
  private outcome: ProbeResult = "Failure";
  private startedAt: Micros = 0;
  private containers = 0;
  private state: "waiting" | "running" = "waiting";
  private readonly timer: Timer;
  private readonly kernel: Kernel;
  private readonly probe: ProbeSpec;
  private readonly onResult: (result: "ready" | "unready") => void;

  constructor(kernel: Kernel, probe: ProbeSpec, onResult: (result: "ready" | "unready") => void) {
    this.kernel = kernel;
    this.probe = probe;
    this.onResult = onResult;
    this.timer = new Timer(kernel, EVENT_CLASS.pod);
    this.worker = new ProbeWorker({ type: "readiness", ...probe });
  }

  containerStarted(): void {
    this.containers++;
    this.state = "running";
    this.startedAt = this.kernel.now;
    this.outcome = "Failure";
    this.tick();
  }

  containerStopped(): void {
    this.state = "waiting";
    this.timer.clear();
    this.look();
  }

  /** What the process answers from now on. */
  answers(outcome: "Success" | "Failure"): void {
    this.outcome = outcome;
    this.plan();
  }

  /** The container has been running and passing its probes for ever. */
  bornReady(): void {
    this.containerStarted();
    this.answers("Success");
    this.timer.clear();
    const delayed = this.startedAt + this.probe.initialDelay;
    for (let i = 0; i < this.probe.successThreshold; i++) this.worker.tick(this.observed(), delayed, () => "Success");
  }

  stop(): void {
    this.timer.clear();
  }

  private plan(): void {
    if (this.isSettled()) return;
    const { now } = this.kernel;
    const ticks = Math.max(0, Math.ceil((now - this.startedAt) / this.probe.period));
    this.timer.set(this.startedAt + ticks * this.probe.period, () => this.tick());
  }

  private tick(): void {
    this.look();
    if (this.isSettled()) return;
    this.timer.set(this.kernel.now + this.probe.period, () => this.tick());
  }

  private look(): void {
    const before = this.worker.result;
    this.worker.tick(this.observed(), this.kernel.now, () => this.outcome);
    const after = this.worker.result;
    if (after === before) return;
    this.onResult(after === "Success" ? "ready" : "unready");
  }

  /** Another probe would tell nothing new. */
  private isSettled(): boolean {
    return this.worker.result === this.outcome && this.worker.lastOutcome === this.outcome;
  }

  private observed() {
    return {
      phaseIsTerminal: false,
      isDeleting: false,
      container: {
        id: `${this.containers}`,
        state: this.state,
        startedAt: this.startedAt,
        started: true,
        restarts: true,
      },
    };
  }
}
