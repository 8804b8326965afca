import { EVENT_CLASS, type EventClass, NO_TICKET, type Ticket } from "./calendar.ts";
import type { RunKernel } from "./kernelAt.ts";
import { type Micros, NEVER } from "./time.ts";

/**
 * A level-triggered controller's work queue of one key: however often it is woken while a sync is pending, it syncs
 * once, and looks at the world as it is then (client-go `workqueue`). While the control plane is down it waits.
 */
export class Reconciler {
  private pendingAt: Micros = NEVER;
  private ticket: Ticket = NO_TICKET;
  private readonly kernel: RunKernel;
  private readonly sync: () => void;
  /** From a change in the world to the controller's look at it, µs: one hop of the API watch. */
  private readonly watchLatency: Micros;
  private readonly eventClass: EventClass;

  constructor(kernel: RunKernel, sync: () => void, watchLatency: Micros, eventClass: EventClass = EVENT_CLASS.control) {
    this.kernel = kernel;
    this.sync = sync;
    this.watchLatency = watchLatency;
    this.eventClass = eventClass;
  }

  /** Something changed: look at it one watch hop from now. */
  wake(): void {
    this.wakeAt(this.kernel.now + this.watchLatency);
  }

  /** Look at time `at` (µs) at the latest; an earlier pending look stands. */
  wakeAt(at: Micros): void {
    if (at >= this.pendingAt) return;
    this.kernel.cancel(this.ticket);
    this.pendingAt = at;
    this.ticket = this.kernel.schedule(at, this.eventClass, this.run);
  }

  private readonly run = (): void => {
    this.pendingAt = NEVER;
    this.ticket = NO_TICKET;
    this.kernel.controlPlane.pass(this.sync);
  };
}
