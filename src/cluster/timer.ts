import { type EventClass, NO_TICKET, type Ticket } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Micros } from "../kernel/time.ts";

/** The one thing that is due next for something; setting it again replaces what was due. */
export class Timer {
  private ticket: Ticket = NO_TICKET;
  private readonly kernel: Kernel;
  private readonly eventClass: EventClass;

  constructor(kernel: Kernel, eventClass: EventClass) {
    this.kernel = kernel;
    this.eventClass = eventClass;
  }

  set(at: Micros, body: () => void): void {
    this.clear();
    this.ticket = this.kernel.schedule(at, this.eventClass, () => {
      this.ticket = NO_TICKET;
      body();
    });
  }

  clear(): void {
    this.kernel.cancel(this.ticket);
    this.ticket = NO_TICKET;
  }
}
