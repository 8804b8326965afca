import type { EventClass, Handler, Ticket } from "./calendar.ts";
import type { Gate } from "./gate.ts";
import type { Kernel } from "./kernel.ts";
import type { Detail, EventLog, LogId } from "./log.ts";
import type { Process, Running } from "./process.ts";
import type { Micros } from "./time.ts";

/** What whoever acts in a run needs of its kernel: everything but playing it. */
export type RunKernel<Kind extends string = string> = Pick<
  Kernel<Kind>,
  "now" | "cause" | "log" | "controlPlane" | "seed" | "schedule" | "cancel" | "spawn" | "record" | "because"
>;

/**
 * The kernel of a run as one of several places sees it: the same clock, calendar and log, but whatever is written down
 * through it says where it happened (`detail.cluster`). Two clusters with the same controllers can then be told apart.
 */
export class KernelAt<Kind extends string> implements RunKernel<Kind> {
  /** The cluster's name. */
  readonly place: string;
  private readonly kernel: Kernel<Kind>;

  constructor(kernel: Kernel<Kind>, place: string) {
    this.kernel = kernel;
    this.place = place;
  }

  get now(): Micros {
    return this.kernel.now;
  }

  get cause(): LogId {
    return this.kernel.cause;
  }

  set cause(cause: LogId) {
    this.kernel.cause = cause;
  }

  get log(): EventLog<Kind> {
    return this.kernel.log;
  }

  get controlPlane(): Gate {
    return this.kernel.controlPlane;
  }

  get seed(): string {
    return this.kernel.seed;
  }

  schedule(at: Micros, eventClass: EventClass, handler: Handler, arg = 0): Ticket {
    return this.kernel.schedule(at, eventClass, handler, arg);
  }

  cancel(ticket: Ticket): boolean {
    return this.kernel.cancel(ticket);
  }

  spawn<Result>(body: Process<Result>, eventClass?: EventClass): Running<Result> {
    return this.kernel.spawn(body, eventClass);
  }

  record(kind: Kind, subject: string, detail: Detail = {}): LogId {
    return this.kernel.record(kind, subject, { ...detail, cluster: this.place });
  }

  because<T>(cause: LogId, body: () => T): T {
    return this.kernel.because(cause, body);
  }
}
