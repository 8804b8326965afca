import type { Micros } from "../kernel/time.ts";
import { SECOND } from "../kernel/time.ts";

export type ProbeType = "liveness" | "readiness" | "startup";
export type ProbeResult = "Success" | "Failure" | "Unknown";

/** What the kubelet knows of the probed container; null parts: no status yet. */
export interface ProbedPod {
  readonly phaseIsTerminal: boolean;
  readonly isDeleting: boolean;
  readonly container: ProbedContainer | null;
}

export interface ProbedContainer {
  /** Empty: not created yet. */
  readonly id: string;
  readonly state: "waiting" | "running" | "terminated";
  /** µs; only while running. */
  readonly startedAt: Micros;
  /** The start-up probe has passed, or there is none. */
  readonly started: boolean;
  /** The container may run again. */
  readonly restarts: boolean;
}

export interface ProbeRules {
  readonly type: ProbeType;
  readonly initialDelay: Micros;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

const INITIAL: Readonly<Record<ProbeType, ProbeResult>> = {
  liveness: "Success",
  readiness: "Failure",
  startup: "Unknown",
};

/**
 * The memory of one probe of one container: how often the same outcome came in a row, and what that makes the result.
 * Kubernetes v1.36 `pkg/kubelet/prober/worker.go`.
 */
export class ProbeWorker {
  /** What the kubelet acts on; null: nothing is known of the container yet. */
  result: ProbeResult | null = null;
  /** No probes until the container is another one. */
  onHold = false;
  /** Equal outcomes in a row. */
  resultRun = 0;
  private containerId = "";
  /** What the last probe said; null: none yet. */
  lastOutcome: ProbeResult | null = null;
  private readonly rules: ProbeRules;

  constructor(rules: ProbeRules) {
    this.rules = rules;
  }

  /** One tick. `probe` is only called when the container is really probed. Answers whether the worker goes on. */
  tick(pod: ProbedPod | null, now: Micros, probe: () => ProbeResult): "goes on" | "ends" {
    if (pod === null) return "goes on";
    if (pod.phaseIsTerminal) return "ends";
    const { container } = pod;
    if (container === null || container.id === "") return "goes on";
    this.meet(container.id);
    if (this.onHold) return "goes on";
    if (container.state !== "running") return this.seeNotRunning(container);
    if (pod.isDeleting && this.rules.type !== "readiness") {
      this.result = "Success";
      return "ends";
    }
    if (Math.floor((now - container.startedAt) / SECOND) < this.rules.initialDelay / SECOND) return "goes on";
    if (container.started === (this.rules.type === "startup")) return "goes on";
    this.count(probe());
    return "goes on";
  }

  /** A container not seen before begins with the type's own result; the run of equal outcomes goes on. */
  private meet(id: string): void {
    if (id === this.containerId) return;
    this.containerId = id;
    this.result = INITIAL[this.rules.type];
    this.onHold = false;
  }

  private seeNotRunning(container: ProbedContainer): "goes on" | "ends" {
    this.result = "Failure";
    return container.state === "waiting" || container.restarts ? "goes on" : "ends";
  }

  private count(outcome: ProbeResult): void {
    this.resultRun = outcome === this.lastOutcome ? this.resultRun + 1 : 1;
    this.lastOutcome = outcome;
    const { type, failureThreshold, successThreshold } = this.rules;
    if (this.resultRun < (outcome === "Failure" ? failureThreshold : successThreshold)) return;
    this.result = outcome;
    if ((type === "liveness" && outcome === "Failure") || type === "startup") {
      this.onHold = true;
      this.resultRun = 0;
    }
  }
}
