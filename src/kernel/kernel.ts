import { AssertionFailed, LimitReached } from "./assert.ts";
import { Calendar, EVENT_CLASS, type EventClass, type Handler, type Ticket } from "./calendar.ts";
import { Gate } from "./gate.ts";
import { type Detail, EventLog, type LogId, NO_CAUSE } from "./log.ts";
import { type Process, Running } from "./process.ts";
import { type Micros, NEVER } from "./time.ts";

/** The part of the world with very many small happenings. The kernel lets it catch up before each event of its own. */
export interface DataPlane {
  /** Plays everything that happens strictly before `until`. Called with times that never fall. */
  advance(until: Micros): void;
}

/** Bounds that keep a run finite. */
export interface KernelLimits {
  /** Control-plane events in one run. */
  readonly events: number;
}

const idle: DataPlane = { advance() {} };

/**
 * The clock, the calendar and the log of one run, and the rule that joins the two planes: before an event at time t
 * the data plane plays all requests before t — and those at t too, when the event's class comes after traffic.
 *
 * `kernel.cause` is the log entry the present event follows from. Scheduling remembers it, recording moves it on, so
 * cause chains come about by themselves, without a parameter through every call.
 */
export class Kernel<Kind extends string = string> {
  now: Micros = 0;
  cause: LogId = NO_CAUSE;
  readonly log = new EventLog<Kind>();
  /** Closed while the control plane is down: its controllers and processes wait before it. */
  readonly controlPlane = new Gate(this);
  readonly seed: string;
  /** Set once by whoever builds the world. */
  plane: DataPlane = idle;

  private readonly calendar = new Calendar();
  private readonly limits: KernelLimits;
  private fired = 0;

  constructor(seed: string, limits: KernelLimits = { events: 5_000_000 }) {
    this.seed = seed;
    this.limits = limits;
  }

  /** Events run so far. */
  get eventCount(): number {
    return this.fired;
  }

  /** Runs `handler(arg)` at time `at` (µs, not in the past). Ties follow (time, class, order of scheduling). */
  schedule(at: Micros, eventClass: EventClass, handler: Handler, arg = 0): Ticket {
    if (!(at >= this.now)) this.refusePast(at);
    return this.calendar.schedule(at, eventClass, handler, arg, this.cause);
  }

  /** Apart from `schedule`, so that the hot path does not write a message nobody will read. */
  private refusePast(at: Micros): never {
    throw new AssertionFailed(`scheduled into the past: ${at} < ${this.now} (seed ${this.seed}, event ${this.fired})`);
  }

  /** Takes a scheduled event back. False when it has run already. */
  cancel(ticket: Ticket): boolean {
    return this.calendar.cancel(ticket);
  }

  /** Starts a process now; its first step runs before this returns. */
  spawn<Result>(body: Process<Result>, eventClass: EventClass = EVENT_CLASS.control): Running<Result> {
    return new Running(this as Kernel, body, eventClass);
  }

  /** Writes down that something happened now. What is scheduled after this in the same event is caused by it. */
  record(kind: Kind, subject: string, detail?: Detail): LogId {
    this.cause = this.log.append(this.now, kind, subject, this.cause, detail);
    return this.cause;
  }

  /** Runs `body` as a consequence of log entry `cause`, then goes back to the present chain. */
  because<T>(cause: LogId, body: () => T): T {
    const before = this.cause;
    this.cause = cause;
    try {
      return body();
    } finally {
      this.cause = before;
    }
  }

  /** Plays the run up to and including `until`. May be called again with a later time. */
  run(until: Micros): void {
    const { calendar } = this;
    for (let at = calendar.nextTime(); at <= until; at = calendar.nextTime()) {
      this.plane.advance(calendar.nextClass() > EVENT_CLASS.traffic ? at + 1 : at);
      this.now = at;
      calendar.take(this.fire);
    }
    this.cause = NO_CAUSE;
    if (until < NEVER) {
      this.plane.advance(until);
      this.now = until;
    }
  }

  private readonly fire = (handler: Handler, arg: number, cause: LogId): void => {
    if (++this.fired > this.limits.events) {
      throw new LimitReached("events", `stopped after ${this.limits.events} control events at ${this.now} µs`);
    }
    this.cause = cause;
    handler(arg);
  };
}
