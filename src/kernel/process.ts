import { EVENT_CLASS, type EventClass } from "./calendar.ts";
import type { Kernel } from "./kernel.ts";
import type { Micros } from "./time.ts";

/** Undoes an armed wait that is no longer of interest. */
export type Disarm = () => void;

/** Something a process can wait for. `arm` calls `wake` once, later, unless it is disarmed before. */
export interface Wait {
  arm(kernel: Kernel, eventClass: EventClass, wake: (value: number) => void): Disarm;
}

/** A process: a generator that yields what it waits for. What `yield` answers is the value of the wait that ended. */
export type Process<Result = void> = Generator<Wait, Result, number>;

/** Waits a span of model time (µs, ≥ 0). Answers 0. */
export function sleep(span: Micros): Wait {
  return {
    arm(kernel, eventClass, wake) {
      const ticket = kernel.schedule(kernel.now + span, eventClass, wake, 0);
      return () => kernel.cancel(ticket);
    },
  };
}

/** Waits for whichever comes first. Answers its position in the list; the other waits are disarmed. */
export function firstOf(...waits: readonly Wait[]): Wait {
  return {
    arm(kernel, eventClass, wake) {
      const disarms: Disarm[] = [];
      const disarmAll = () => {
        for (const disarm of disarms) disarm();
      };
      waits.forEach((wait, index) => {
        disarms.push(
          wait.arm(kernel, eventClass, () => {
            disarmAll();
            wake(index);
          }),
        );
      });
      return disarmAll;
    },
  };
}

/** A condition that processes and controllers can wait for. Emitting wakes everyone who waits now, in the order they came. */
export class Signal implements Wait {
  private waiting: { wake: (value: number) => void }[] = [];

  /** Wakes the waiting ones at the present instant, each as an event of its own class. `value` is what they receive. */
  emit(value = 0): void {
    const woken = this.waiting;
    this.waiting = [];
    for (const waiter of woken) waiter.wake(value);
  }

  arm(kernel: Kernel, eventClass: EventClass, wake: (value: number) => void): Disarm {
    let ticket = -1;
    const waiter = {
      wake: (value: number) => {
        ticket = kernel.schedule(kernel.now, eventClass, wake, value);
      },
    };
    this.waiting.push(waiter);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== waiter);
      kernel.cancel(ticket);
    };
  }
}

/** A running process, to wait for its end or to end it. It takes no step while the control plane is down. */
export class Running<Result = void> {
  /** Emitted once, when the process has ended by itself or was stopped. */
  readonly ended = new Signal();
  /** What the process returned; undefined while it runs and when it was stopped. */
  result: Result | undefined;
  private state: "running" | "done" | "stopped" = "running";
  private disarm: Disarm = () => {};
  private readonly kernel: Kernel;
  private readonly body: Process<Result>;
  private readonly eventClass: EventClass;

  constructor(kernel: Kernel, body: Process<Result>, eventClass: EventClass = EVENT_CLASS.control) {
    this.kernel = kernel;
    this.body = body;
    this.eventClass = eventClass;
    this.step(0);
  }

  get isRunning(): boolean {
    return this.state === "running";
  }

  /** Ends the process where it waits; its `finally` blocks run now. */
  stop(): void {
    if (this.state !== "running") return;
    this.state = "stopped";
    this.disarm();
    this.body.return(undefined as Result);
    this.ended.emit();
  }

  private readonly step = (value: number): void => {
    if (!this.kernel.controlPlane.isOpen) {
      this.kernel.controlPlane.pass(() => this.step(value));
      return;
    }
    if (this.state !== "running") return;
    const next = this.body.next(value);
    if (next.done) {
      this.state = "done";
      this.result = next.value;
      this.ended.emit();
      return;
    }
    this.disarm = next.value.arm(this.kernel, this.eventClass, this.step);
  };
}
