import { type Micros, NEVER } from "../../kernel/time.ts";
import type { Attempt } from "../attempt.ts";
import type { Connections } from "../connections.ts";
import type { PodCapacity, TrafficConfig } from "../plane.ts";
import { AbandonedWork } from "./abandonedWork.ts";
import type { AttemptLog } from "./attemptLog.ts";
import type { Clock } from "./clock.ts";
import {
  BUSY,
  busyAmongMany,
  CROWDED_UNTIL,
  FEW_SLOTS,
  FREE,
  grown,
  INCARNATION,
  LONG_AGO,
  VERSION,
  WARM_UNTIL,
  workAfter,
} from "./podRow.ts";
import { QueueRings } from "./queueRings.ts";

/** All pods, as one slab of typed arrays. What becomes of the attempts that are sent to them, `Admission` decides. */
export class PodSlab implements Connections {
  /** When the pods are looked at: when the attempt in hand arrives. */
  readonly clock: Clock = { now: NEVER };
  readonly queue: QueueRings;
  readonly abandoned = new AbandonedWork(this.clock);
  /** [pod]: its columns and its slots side by side, one cache line for a pod with up to three. */
  rows = new Float64Array(0);
  /** Numbers in a row. */
  readonly width: number;
  /** Pods named so far are below this. */
  count = 0;
  private readonly log: AttemptLog;
  private readonly capacity: PodCapacity;
  private readonly timeout: Micros;
  private room = 0;

  constructor({ capacity, client }: TrafficConfig, log: AttemptLog) {
    this.log = log;
    this.capacity = capacity;
    this.timeout = client.timeout;
    this.width = FREE + capacity.slots;
    this.queue = new QueueRings(this.clock, capacity.queue);
  }

  listen(pod: number, version: number, now: Micros): void {
    this.reserve(pod + 1);
    const row = pod * this.width;
    this.rows[row + VERSION] = version;
    this.rows[row + INCARNATION] = Math.abs(this.incarnation(pod)) + 1;
    this.rows[row + WARM_UNTIL] = now + this.capacity.warmup.span;
  }

  closeListener(pod: number): void {
    if (pod < this.count) this.rows[pod * this.width + INCARNATION] = -Math.abs(this.incarnation(pod));
  }

  incarnation(pod: number): number {
    return pod < this.count ? (this.rows[pod * this.width + INCARNATION] as number) | 0 : -1;
  }

  /** Whoever is in a slot or in the queue when this one arrives, without the work that is done for nobody. */
  openAttempts(pod: number, arriving: Attempt): number {
    this.clock.now = arriving.at;
    return this.openNow(pod);
  }

  /** The same by the clock. */
  openNow(pod: number): number {
    if (pod >= this.count) return 0;
    const row = pod * this.width;
    const busy = this.busySlots(row + FREE);
    if ((this.rows[row + CROWDED_UNTIL] as number) <= this.clock.now) return busy;
    return busy + this.queue.waiting(pod) - this.abandoned.count(pod);
  }

  private busySlots(first: number): number {
    const { rows } = this;
    const { slots } = this.capacity;
    const { now } = this.clock;
    if (slots > FEW_SLOTS) return busyAmongMany(rows, { first, slots }, now);
    let busy = 0;
    // Added up rather than asked for: whether a slot is busy is a coin's toss, and a wrong guess costs as much as all.
    for (let i = 0; i < slots; i++) busy = (busy + Number((rows[first + i] as number) > now)) | 0;
    return busy;
  }

  isStuck(pod: number): boolean {
    return pod < this.count && this.rows[pod * this.width + FREE] === NEVER;
  }

  /** When the pod's last slot is free. */
  busyUntil(pod: number): Micros {
    return pod < this.count ? (this.rows[(pod + 1) * this.width - 1] as number) : LONG_AGO;
  }

  /** What the pod's slots have worked before `at`. A slot with work to come works on it without a break. */
  busySlotTime(pod: number, at: Micros): Micros {
    if (pod >= this.count) return 0;
    return (this.rows[pod * this.width + BUSY] as number) - workAfter(this.freeTimes(pod), at);
  }

  /** What is decided for after `at` will not be done. */
  stopWork(pod: number, at: Micros): void {
    if (pod >= this.count) return;
    const busy = pod * this.width + BUSY;
    this.rows[busy] = (this.rows[busy] as number) - workAfter(this.freeTimes(pod), at);
    this.freeTimes(pod).fill(LONG_AGO);
  }

  /** Attempts worked on or waiting after `now`, those nobody waits for any more included. */
  inFlight(pod: number, now: Micros): number {
    if (pod >= this.count) return 0;
    this.clock.now = now;
    return this.busySlots(pod * this.width + FREE) + this.queue.waiting(pod);
  }

  /** Forgets everything that was to happen in the pod. */
  clear(pod: number): void {
    if (pod >= this.count) return;
    this.log.forget(pod);
    this.queue.clear(pod);
    this.abandoned.clear(pod);
    this.rows[pod * this.width + CROWDED_UNTIL] = LONG_AGO;
    this.freeTimes(pod).fill(LONG_AGO);
  }

  /**
   * No slot is ever free again. Answers the attempts that were open after `now`, in order of arrival: what becomes of
   * them is to be decided anew. Those that no slot had begun to work on wait until their client gives up.
   */
  hang(pod: number, now: Micros): Attempt[] {
    if (!(this.incarnation(pod) > 0)) return [];
    const stuck = this.log.openIn(pod, now);
    this.clear(pod);
    this.freeTimes(pod).fill(NEVER);
    this.rows[pod * this.width + CROWDED_UNTIL] = NEVER;
    this.clock.now = now;
    const worked = stuck.filter(({ start }) => start <= now);
    for (let idle = worked.length; idle < this.capacity.slots; idle++) this.abandoned.add(pod, LONG_AGO, NEVER);
    for (const { at } of worked) this.abandoned.add(pod, at + this.timeout, NEVER);
    const deadlines = Float64Array.from(stuck, ({ at }) => at + this.timeout);
    stuck.forEach(({ start }, i) => {
      if (start > now) this.queue.add(pod, deadlines, i);
    });
    return stuck;
  }

  private freeTimes(pod: number): Float64Array {
    const row = pod * this.width;
    return this.rows.subarray(row + FREE, row + this.width);
  }

  private reserve(pods: number): void {
    this.count = Math.max(this.count, pods);
    if (pods <= this.room) return;
    const room = Math.max(16, pods, 2 * this.room);
    this.rows = grown(this.rows, { room, width: this.width });
    this.queue.reserve(room);
    this.room = room;
  }
}
