import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { NO_CAUSE } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import type { HealthCheckSpec } from "./network.ts";

/**
 * What a load balancer holds of one target. A new one is healthy with its first passed check; afterwards it takes as many
 * in a row as the thresholds say. AWS Elastic Load Balancing, "Health checks for your target groups".
 */
export class TargetHealth {
  private state: "initial" | "healthy" | "unhealthy";
  /** Checks in a row that speak against the state. */
  private against = 0;
  private readonly spec: HealthCheckSpec;

  constructor(spec: HealthCheckSpec, state: "initial" | "healthy" | "unhealthy" = "initial") {
    this.spec = spec;
    this.state = state;
  }

  get isHealthy(): boolean {
    return this.state === "healthy";
  }

  /** Takes the result of a check in. True when the target became healthy, or ceased to be. */
  checked(result: "passed" | "failed"): boolean {
    if ((result === "passed") === this.isHealthy) {
      this.against = 0;
      return false;
    }
    this.against++;
    if (this.against < this.needed()) return false;
    this.against = 0;
    const was = this.isHealthy;
    this.state = result === "passed" ? "healthy" : "unhealthy";
    return was !== this.isHealthy;
  }

  private needed(): number {
    if (this.state === "initial") return 1;
    return this.state === "healthy" ? this.spec.unhealthyThreshold : this.spec.healthyThreshold;
  }
}

/** Calls `check` every `interval`, for the first time at `phase`. Nothing in the log leads to it. */
export function everyInterval(
  kernel: Kernel,
  { phase, interval }: { readonly phase: Micros; readonly interval: Micros },
  check: () => void,
): void {
  const tick = () => {
    kernel.because(NO_CAUSE, () => kernel.schedule(kernel.now + interval, EVENT_CLASS.control, tick));
    check();
  };
  kernel.because(NO_CAUSE, () => kernel.schedule(kernel.now + phase, EVENT_CLASS.control, tick));
}
