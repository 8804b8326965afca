import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Micros } from "../kernel/time.ts";
import { type ProbeResult, type ProbeType, ProbeWorker } from "./probeWorker.ts";
import { Timer } from "./timer.ts";
import type { ProbeSpec } from "./types.ts";

export interface ProberParts {
  readonly kernel: Kernel;
  readonly type: ProbeType;
  readonly probe: ProbeSpec;
  /** The result that the kubelet acts on is another one now. */
  readonly onResult: (result: ProbeResult) => void;
}

/** A container that may be probed: since when it runs, at which instants, and what its process would answer now. */
export interface ProbingStart {
  readonly startedAt: Micros;
  readonly phase: Micros;
  readonly answer: "Success" | "Failure";
}

/**
 * Plays one probe of one container: looks every period from `phase` on (Kubernetes v1.36 `prober/worker.go:run`).
 *
 * Ticks that could change nothing are not played: as long as the process answers as the result says, nobody looks.
 */
export class Prober {
  private readonly parts: ProberParts;
  private readonly worker: ProbeWorker;
  private readonly timer: Timer;
  private outcome: "Success" | "Failure" = "Failure";
  /** An instant at which it looks; all others are whole periods away. */
  private phase: Micros = 0;
  private startedAt: Micros = 0;
  private containers = 0;
  /** Nobody has looked at the present container yet. */
  private isNew = false;
  private state: "waiting" | "running" = "waiting";

  constructor(parts: ProberParts) {
    this.parts = parts;
    this.worker = new ProbeWorker({ type: parts.type, ...parts.probe });
    this.timer = new Timer(parts.kernel, EVENT_CLASS.pod);
  }

  /** Another container may be probed from now on; the first look is at the next tick of its phase. */
  begin(container: ProbingStart): void {
    this.meet(container);
    if (container.phase === this.parts.kernel.now) this.tick();
    else this.plan();
  }

  /** What the process answers from now on. */
  answers(outcome: "Success" | "Failure"): void {
    this.outcome = outcome;
    if (this.state === "running") this.plan();
  }

  /** The container does not run any more, and the result says so. */
  containerStopped(): void {
    this.pause();
    this.look();
  }

  /** Nobody looks until another container begins; the last result stands. */
  pause(): void {
    this.state = "waiting";
    this.timer.clear();
  }

  /** The container has been running and passing its probes for ever. */
  bornPassing(phase: Micros): void {
    const { kernel, probe } = this.parts;
    this.meet({ startedAt: kernel.now, phase, answer: "Success" });
    const delayed = this.startedAt + probe.initialDelay;
    this.isNew = false;
    for (let i = 0; i < probe.successThreshold; i++) this.worker.tick(this.observed(), delayed, () => "Success");
  }

  private meet({ startedAt, phase, answer }: ProbingStart): void {
    this.containers++;
    this.isNew = true;
    this.state = "running";
    this.startedAt = startedAt;
    this.phase = phase;
    this.outcome = answer;
  }

  private plan(): void {
    if (this.isSettled()) return;
    const { kernel, probe } = this.parts;
    const ticks = Math.ceil((kernel.now - this.phase) / probe.period);
    this.timer.set(this.phase + ticks * probe.period, () => this.tick());
  }

  private tick(): void {
    this.look();
    if (this.isSettled() || this.state !== "running") return;
    this.timer.set(this.parts.kernel.now + this.parts.probe.period, () => this.tick());
  }

  private look(): void {
    const before = this.worker.result;
    this.isNew = false;
    this.worker.tick(this.observed(), this.parts.kernel.now, () => this.outcome);
    const after = this.worker.result;
    if (after !== null && after !== before) this.parts.onResult(after);
  }

  /** Another probe would tell nothing new. */
  private isSettled(): boolean {
    if (this.isNew) return false;
    const { onHold, result, lastOutcome } = this.worker;
    return onHold || (result === this.outcome && lastOutcome === this.outcome);
  }

  private observed() {
    return {
      phaseIsTerminal: false,
      isDeleting: false,
      container: {
        id: `${this.containers}`,
        state: this.state,
        startedAt: this.startedAt,
        started: this.parts.type !== "startup",
        restarts: true,
      },
    };
  }
}
