import { assert } from "./assert.ts";
import { type Micros, NEVER } from "./time.ts";

/**
 * The order of events that happen in the same microsecond (the smaller class first). What breaks comes before what
 * reacts to it, what changes the world before what measures it.
 */
export const EVENT_CLASS = {
  fault: 0,
  pod: 1,
  endpoint: 2,
  control: 3,
  traffic: 4,
  monitor: 5,
  measure: 6,
} as const;
export type EventClass = (typeof EVENT_CLASS)[keyof typeof EVENT_CLASS];

/** What runs when an event is due. Taking a plain number instead of a closure keeps the hot path free of allocation. */
export type Handler = (arg: number) => void;

/** Names one scheduled event; it stays valid (and harmless) after the event has run. */
export type Ticket = number;

/** Never returned by `schedule`; cancelling it does nothing. */
export const NO_TICKET: Ticket = -1;

/** 2^48 events fit before the ranks of two classes could meet; 2^24 pending ones. Written out: the model has no powers. */
const CLASS_SPAN = 281_474_976_710_656;
const SLOT_SPAN = 16_777_216;
const cancelled: Handler = () => {};

/**
 * The pending events, in the total order (time, class, sequence): two runs of one scenario never differ in a tie.
 *
 * A 4-ary heap over typed arrays: the keys of one event are two doubles side by side in memory, and nothing is
 * allocated per event (objects with closures cost half as much again, measured by `npm run bench`).
 */
export class Calendar {
  private heapTime = new Float64Array(256);
  private heapRank = new Float64Array(256);
  private heapSlot = new Int32Array(256);
  private size = 0;
  private sequence = 0;

  private handlers: Handler[] = [];
  private args: number[] = [];
  private causes: number[] = [];
  private generations: number[] = [];
  private freeSlots: number[] = [];

  /** Events waiting, cancelled ones included until their time comes. */
  get length(): number {
    return this.size;
  }

  /** The time of the next event, `NEVER` when there is none. */
  nextTime(): Micros {
    return this.size === 0 ? NEVER : (this.heapTime[0] as number);
  }

  /** The class of the next event. Only meaningful when `nextTime()` is not `NEVER`. */
  nextClass(): EventClass {
    return Math.floor((this.heapRank[0] as number) / CLASS_SPAN) as EventClass;
  }

  /** Puts an event into the calendar. `cause` is the log entry that led to it (−1: none). */
  schedule(at: Micros, eventClass: EventClass, handler: Handler, arg: number, cause: number): Ticket {
    const slot = this.takeSlot();
    this.handlers[slot] = handler;
    this.args[slot] = arg;
    this.causes[slot] = cause;
    if (this.size === this.heapTime.length) this.grow();
    this.siftUp(this.size++, at, eventClass * CLASS_SPAN + this.sequence++, slot);
    return (this.generations[slot] as number) * SLOT_SPAN + slot;
  }

  /** Takes an event back. False when it has run already or was cancelled before. */
  cancel(ticket: Ticket): boolean {
    if (ticket < 0) return false;
    const slot = ticket % SLOT_SPAN;
    if (this.generations[slot] !== Math.floor(ticket / SLOT_SPAN)) return false;
    if (this.handlers[slot] === cancelled) return false;
    this.handlers[slot] = cancelled;
    return true;
  }

  /** Removes the next event and hands it to `visit`; a cancelled event is only removed, and the answer is false. */
  take(visit: (handler: Handler, arg: number, cause: number) => void): boolean {
    assert(this.size > 0, "take from an empty calendar");
    const slot = this.heapSlot[0] as number;
    const handler = this.handlers[slot] as Handler;
    const arg = this.args[slot] as number;
    const cause = this.causes[slot] as number;
    this.freeSlot(slot);
    this.removeTop();
    if (handler === cancelled) return false;
    visit(handler, arg, cause);
    return true;
  }

  private takeSlot(): number {
    const free = this.freeSlots.pop();
    if (free !== undefined) return free;
    const slot = this.handlers.length;
    assert(slot < SLOT_SPAN, "more than 16 million pending events");
    this.generations.push(0);
    return slot;
  }

  private freeSlot(slot: number): void {
    this.handlers[slot] = cancelled;
    this.generations[slot] = (this.generations[slot] as number) + 1;
    this.freeSlots.push(slot);
  }

  private siftUp(from: number, time: Micros, rank: number, slot: number): void {
    const { heapTime, heapRank, heapSlot } = this;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      const t = heapTime[parent] as number;
      if (t < time || (t === time && (heapRank[parent] as number) < rank)) break;
      heapTime[i] = t;
      heapRank[i] = heapRank[parent] as number;
      heapSlot[i] = heapSlot[parent] as number;
      i = parent;
    }
    heapTime[i] = time;
    heapRank[i] = rank;
    heapSlot[i] = slot;
  }

  private removeTop(): void {
    const { heapTime, heapRank, heapSlot } = this;
    const last = --this.size;
    if (last === 0) return;
    const time = heapTime[last] as number;
    const rank = heapRank[last] as number;
    const slot = heapSlot[last] as number;
    let i = 0;
    for (;;) {
      const first = 4 * i + 1;
      if (first >= last) break;
      let least = first;
      const end = Math.min(first + 4, last);
      for (let c = first + 1; c < end; c++) {
        const dt = (heapTime[c] as number) - (heapTime[least] as number);
        if (dt < 0 || (dt === 0 && (heapRank[c] as number) < (heapRank[least] as number))) least = c;
      }
      const t = heapTime[least] as number;
      if (t > time || (t === time && (heapRank[least] as number) > rank)) break;
      heapTime[i] = t;
      heapRank[i] = heapRank[least] as number;
      heapSlot[i] = heapSlot[least] as number;
      i = least;
    }
    heapTime[i] = time;
    heapRank[i] = rank;
    heapSlot[i] = slot;
  }

  private grow(): void {
    const capacity = this.heapTime.length * 2;
    const copyOf = <A extends Float64Array | Int32Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    this.heapTime = copyOf(new Float64Array(capacity), this.heapTime);
    this.heapRank = copyOf(new Float64Array(capacity), this.heapRank);
    this.heapSlot = copyOf(new Int32Array(capacity), this.heapSlot);
  }
}
