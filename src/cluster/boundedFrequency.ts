import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type Micros, NEVER } from "../kernel/time.ts";

export interface FrequencyBounds {
  /** From the end of a run to the beginning of the next one, at least, µs. */
  readonly minInterval: Micros;
  /** How long the next run takes, µs. */
  span(): Micros;
}

/** What is to be run: `begin` at its beginning, and what it answers at its end. */
export type BoundedRun = () => () => void;

/**
 * Runs something when asked, but not at once again after it: whatever asks while it runs or rests gets one run together,
 * as soon as the rest is over. Three requests at 0 s, 0.2 s and 0.5 s with a rest of 1 s: runs at 0 s and at 1 s.
 * Kubernetes v1.36 `pkg/proxy/runner/bounded_frequency_runner.go`. It has no bursts since v1.34; a run of the model cannot
 * fail, and one that finds nothing new changes nothing, so retries and the hourly full run are left out.
 */
export class BoundedFrequency {
  private readonly kernel: Kernel;
  private readonly bounds: FrequencyBounds;
  private readonly begin: BoundedRun;
  /** The earliest beginning of the next run; `NEVER` while one is going on. */
  private restsUntil: Micros = -NEVER;
  private isAskedFor = false;
  private isScheduled = false;

  constructor(kernel: Kernel, bounds: FrequencyBounds, begin: BoundedRun) {
    this.kernel = kernel;
    this.bounds = bounds;
    this.begin = begin;
  }

  ask(): void {
    this.isAskedFor = true;
    this.proceed();
  }

  private proceed(): void {
    if (!this.isAskedFor || this.isScheduled || this.restsUntil === NEVER) return;
    if (this.restsUntil > this.kernel.now) this.runAt(this.restsUntil);
    else this.run();
  }

  private runAt(at: Micros): void {
    this.isScheduled = true;
    this.kernel.schedule(at, EVENT_CLASS.endpoint, () => {
      this.isScheduled = false;
      this.run();
    });
  }

  private run(): void {
    const { kernel, bounds } = this;
    this.isAskedFor = false;
    this.restsUntil = NEVER;
    const end = this.begin();
    const span = bounds.span();
    if (span === 0) this.finish(end);
    else kernel.schedule(kernel.now + span, EVENT_CLASS.endpoint, () => this.finish(end));
  }

  private finish(end: () => void): void {
    this.restsUntil = this.kernel.now + this.bounds.minInterval;
    end();
    this.proceed();
  }
}
