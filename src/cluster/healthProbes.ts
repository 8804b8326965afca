import type { Micros } from "../kernel/time.ts";
import type { Pod } from "./pod.ts";
import { Prober } from "./prober.ts";
import type { ProbeResult } from "./probeWorker.ts";
import type { Surroundings } from "./surroundings.ts";

/** What follows from what the start-up and liveness probes find. */
export interface HealthParts {
  readonly world: Surroundings;
  readonly pod: Pod;
  /** The container counts as started: the other probes may begin. */
  readonly started: (container: { readonly startedAt: Micros; readonly answer: "Success" | "Failure" }) => void;
  /** The container has to be killed and started again. */
  readonly failed: (probe: "liveness" | "startup") => void;
}

/**
 * The start-up and liveness probes of the serving container. Their ticks count from the first time the kubelet synced the
 * pod, not from the container's start, and begin with the next one (Kubernetes v1.36 `prober/worker.go:run`); until the
 * start-up probe has passed, no other probe looks.
 */
export class HealthProbes {
  private readonly parts: HealthParts;
  private readonly startup: Prober | null;
  private readonly liveness: Prober | null;
  private phase: Micros = 0;
  private startedAt: Micros = 0;
  /** The start-up probe has passed, or there is none. */
  isStarted = false;
  private answer: "Success" | "Failure" = "Failure";

  constructor(parts: HealthParts) {
    const { world, pod } = parts;
    const { startupProbe = null, livenessProbe = null } = pod.template;
    this.parts = parts;
    this.startup =
      startupProbe === null
        ? null
        : new Prober({
            kernel: world.kernel,
            type: "startup",
            probe: startupProbe,
            onResult: (result) => this.startupFound(result),
          });
    this.liveness =
      livenessProbe === null
        ? null
        : new Prober({
            kernel: world.kernel,
            type: "liveness",
            probe: livenessProbe,
            onResult: (result) => {
              if (result === "Failure") parts.failed("liveness");
            },
          });
  }

  /** The kubelet syncs the pod for the first time: the workers of its probes begin to tick. */
  podSynced(): void {
    this.phase = this.parts.world.kernel.now;
  }

  containerStarted(): void {
    this.startedAt = this.parts.world.kernel.now;
    this.answer = "Failure";
    this.isStarted = this.startup === null;
    if (this.startup === null) this.letOthersBegin();
    else this.startup.begin({ startedAt: this.startedAt, phase: this.phase, answer: "Failure" });
  }

  /** The process answers, or it does not any more. */
  answers(outcome: "Success" | "Failure"): void {
    this.answer = outcome;
    if (this.isStarted) this.liveness?.answers(outcome);
    else this.startup?.answers(outcome);
  }

  /** The container stopped, or the pod is to go: neither probe has anything to say any more. */
  stop(): void {
    this.startup?.pause();
    this.liveness?.pause();
  }

  /** The pod runs since long before: its probes tick at an instant of their own. */
  bornStarted(): void {
    const { world, pod } = this.parts;
    const { livenessProbe = null } = pod.template;
    this.isStarted = true;
    this.answer = "Success";
    if (livenessProbe === null) return;
    const offset = pod.luck.span("probe/liveness", { law: "uniform", low: 0, high: livenessProbe.period });
    this.phase = world.kernel.now - offset;
    this.liveness?.bornPassing(this.phase);
  }

  private startupFound(result: ProbeResult): void {
    if (result === "Failure") this.parts.failed("startup");
    if (result !== "Success") return;
    this.isStarted = true;
    this.startup?.pause();
    this.letOthersBegin();
  }

  private letOthersBegin(): void {
    const { startedAt, phase, answer } = this;
    this.liveness?.begin({ startedAt, phase, answer });
    this.parts.started({ startedAt, answer });
  }
}
