import { type Micros, NEVER } from "../../kernel/time.ts";
import { type Attempt, NO_VERSION, OUTCOME } from "../attempt.ts";
import type { Connections } from "../connections.ts";
import type { Draws } from "../draws.ts";
import { FlagViews } from "../flags/flagViews.ts";
import type { TrafficConfig, VersionBehaviour } from "../plane.ts";
import { Troubles } from "../troubles.ts";
import { AbandonedWork } from "./abandonedWork.ts";
import { OpenLog } from "./openLog.ts";
import { BUSY, CROWDED_UNTIL, FREE, grown, INCARNATION, LONG_AGO, VERSION, WARM_UNTIL } from "./podRow.ts";
import { QueueRings } from "./queueRings.ts";

/** Slots up to which it is cheapest to look at all of them. */
const FEW_SLOTS = 16;

/**
 * All pods, as one slab of typed arrays. A pod serves first come, first served in `slots` slots, so the recursion of
 * Kiefer & Wolfowitz (1955) tells at an attempt's arrival when it will start: when the earliest slot is free. With the
 * start, its end and its outcome are known too, and nothing has to happen later.
 */
export class PodSlab implements Connections {
  readonly open = new OpenLog();
  private readonly draws: Draws;
  private readonly queue = new QueueRings();
  private readonly abandoned = new AbandonedWork();
  private readonly slots: number;
  private readonly queueLimit: number;
  private readonly timeout: Micros;
  private readonly slowAfter: Micros;
  private readonly warmupSpan: Micros;
  private readonly warmupFactor: number;
  private readonly cancelsAbandoned: boolean;
  private readonly versions: VersionBehaviour[];
  readonly flags = new FlagViews();
  readonly troubles: Troubles;

  private room = 0;
  /** Pods named so far are below this. */
  private count = 0;
  /** [pod]: its columns and its slots side by side, one cache line for a pod with up to three. */
  private rows = new Float64Array(0);
  private readonly width: number;

  constructor(config: TrafficConfig, draws: Draws) {
    this.draws = draws;
    this.troubles = new Troubles(config);
    const { capacity } = config;
    this.slots = capacity.slots;
    this.width = FREE + capacity.slots;
    this.queueLimit = capacity.queue;
    this.warmupSpan = capacity.warmup.span;
    this.warmupFactor = capacity.warmup.factor;
    this.cancelsAbandoned = capacity.cancelsAbandoned;
    this.timeout = config.client.timeout;
    this.slowAfter = config.slowAfter;
    this.versions = config.versions.map((version) => ({ ...version }));
  }

  setVersion(version: number, behaviour: VersionBehaviour): void {
    this.versions[version] = { ...behaviour };
  }

  listen(pod: number, version: number, now: Micros): void {
    this.reserve(pod + 1);
    const row = pod * this.width;
    this.rows[row + VERSION] = version;
    this.rows[row + INCARNATION] = Math.abs(this.incarnation(pod)) + 1;
    this.rows[row + WARM_UNTIL] = now + this.warmupSpan;
    this.troubles.processUp(pod, now);
  }

  closeListener(pod: number): void {
    if (pod < this.count) this.rows[pod * this.width + INCARNATION] = -Math.abs(this.incarnation(pod));
  }

  incarnation(pod: number): number {
    return pod < this.count ? (this.rows[pod * this.width + INCARNATION] as number) | 0 : -1;
  }

  /** Whoever is in a slot or in the queue, without the work that is done for nobody. */
  openAttempts(pod: number, { at }: Attempt): number {
    if (pod >= this.count) return 0;
    const row = pod * this.width;
    const busy = this.busySlots(row + FREE, at);
    if ((this.rows[row + CROWDED_UNTIL] as number) <= at) return busy;
    return busy + this.queue.count(pod, at) - this.abandoned.count(pod, at);
  }

  private busySlots(first: number, now: Micros): number {
    const { rows, slots } = this;
    let busy = 0;
    if (slots <= FEW_SLOTS) {
      // Added up rather than asked for: whether a slot is busy is a coin's toss, and a wrong guess costs as much as all.
      for (let i = 0; i < slots; i++) busy = (busy + Number((rows[first + i] as number) > now)) | 0;
      return busy;
    }
    let free = 0;
    for (let left = slots; left > 0; left = slots - free - busy) {
      const middle = free + (left >> 1);
      if ((rows[first + middle] as number) > now) busy = slots - middle;
      else free = middle + 1;
    }
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
    return (this.rows[pod * this.width + BUSY] as number) - this.workAfter(pod, at);
  }

  /** What is decided for after `at` will not be done. */
  stopWork(pod: number, at: Micros): void {
    if (pod >= this.count) return;
    const busy = pod * this.width + BUSY;
    this.rows[busy] = (this.rows[busy] as number) - this.workAfter(pod, at);
    this.freeTimes(pod).fill(LONG_AGO);
  }

  private workAfter(pod: number, at: Micros): Micros {
    return this.freeTimes(pod).reduce((sum, free) => (free > at && free < NEVER ? sum + free - at : sum), 0);
  }

  /** Attempts worked on or waiting after `now`, those nobody waits for any more included. */
  inFlight(pod: number, now: Micros): number {
    if (pod >= this.count) return 0;
    return this.busySlots(pod * this.width + FREE, now) + this.queue.count(pod, now);
  }

  /** Forgets everything that was to happen in the pod. */
  clear(pod: number): void {
    if (pod >= this.count) return;
    this.open.forget(pod);
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
    const stuck = this.open.openIn(pod, now);
    this.clear(pod);
    this.freeTimes(pod).fill(NEVER);
    this.rows[pod * this.width + CROWDED_UNTIL] = NEVER;
    const worked = stuck.filter(({ start }) => start <= now);
    for (let idle = worked.length; idle < this.slots; idle++) this.abandoned.add(pod, LONG_AGO, NEVER, now);
    for (const { at } of worked) this.abandoned.add(pod, at + this.timeout, NEVER, now);
    for (const { start, at } of stuck) if (start > now) this.queue.add(pod, at + this.timeout);
    return stuck;
  }

  /** Decides what becomes of an attempt that is sent to the pod at `attempt.at`. */
  admit(pod: number, attempt: Attempt): void {
    const { at } = attempt;
    const { rows } = this;
    const row = pod * this.width;
    const isKnown = pod < this.count;
    attempt.pod = pod;
    attempt.start = NEVER;
    attempt.end = at;
    attempt.faulty = false;
    attempt.version = isKnown ? (rows[row + VERSION] as number) | 0 : NO_VERSION;
    this.flags.apply(attempt);
    if (!isKnown || !((rows[row + INCARNATION] as number) > 0)) {
      attempt.outcome = OUTCOME.refused;
      return;
    }
    const earliest = rows[row + FREE] as number;
    if (earliest > at && this.queue.count(pod, at) >= this.queueLimit) {
      attempt.outcome = OUTCOME.shed;
      return;
    }
    if (!this.troubles.isQuiet) this.troubles.assess(attempt);
    if (earliest <= at) {
      attempt.start = at;
      this.serve(row, attempt);
    } else {
      attempt.start = earliest;
      this.enqueue(row, attempt);
    }
    this.open.add(attempt);
  }

  /** It waits until `attempt.start`, or until its client's patience ends. */
  private enqueue(row: number, attempt: Attempt): void {
    const { start } = attempt;
    const deadline = attempt.at + this.timeout;
    if (start > deadline) {
      attempt.start = NEVER;
      attempt.outcome = OUTCOME.timeout;
      attempt.end = deadline;
      this.queue.add(attempt.pod, deadline);
      this.crowd(row, deadline);
    } else {
      this.queue.add(attempt.pod, start);
      this.crowd(row, start);
      this.serve(row, attempt);
    }
  }

  /** A slot begins to work on it at `attempt.start`. */
  private serve(row: number, attempt: Attempt): void {
    const { start } = attempt;
    const behaviour = this.versions[attempt.version] as VersionBehaviour;
    let work = attempt.demand * behaviour.serviceFactor;
    if (start < (this.rows[row + WARM_UNTIL] as number)) work *= this.warmupFactor;
    const { troubles } = this;
    if (!troubles.isQuiet) work = troubles.workOf(work);
    const finish = work < NEVER ? start + Math.max(1, Math.floor(work + 0.5)) : NEVER;
    const latency = finish - attempt.at;
    attempt.faulty = behaviour.faulty;
    if (latency <= this.timeout) {
      attempt.end = finish;
      const isUnlucky = (behaviour.errorShare !== 0 && this.draws.isUnlucky(attempt, behaviour)) || troubles.fails;
      attempt.outcome = isUnlucky ? OUTCOME.error : latency > this.slowAfter ? OUTCOME.slow : OUTCOME.ok;
      if (troubles.leaks) this.keep(row, attempt, finish);
      else this.occupy(row, start, finish);
    } else {
      this.outlast(row, attempt, finish);
    }
  }

  /** The slot is never free again, though its client has left at `from`; such a slot does not work. */
  private keep(row: number, attempt: Attempt, from: Micros): void {
    this.occupy(row, attempt.start, NEVER);
    this.abandoned.add(attempt.pod, from, NEVER, attempt.at);
    this.crowd(row, NEVER);
  }

  /** The client's patience ends while a slot works on it; the slot may go on for nobody. */
  private outlast(row: number, attempt: Attempt, finish: Micros): void {
    const { start } = attempt;
    const deadline = attempt.at + this.timeout;
    attempt.end = deadline;
    attempt.outcome = OUTCOME.timeout;
    if (finish === NEVER) {
      this.keep(row, attempt, deadline);
    } else if (this.cancelsAbandoned) {
      this.occupy(row, start, deadline);
    } else {
      this.occupy(row, start, finish);
      this.abandoned.add(attempt.pod, deadline, finish, attempt.at);
      this.crowd(row, finish);
    }
  }

  private crowd(row: number, until: Micros): void {
    if (until > (this.rows[row + CROWDED_UNTIL] as number)) this.rows[row + CROWDED_UNTIL] = until;
  }

  /** The slot that is free first works from `start` until `until`. */
  private occupy(row: number, start: Micros, until: Micros): void {
    const { rows, slots } = this;
    if (until < NEVER) rows[row + BUSY] = (rows[row + BUSY] as number) + until - start;
    if (slots > FEW_SLOTS) {
      const later = row + FREE + slots - this.busySlots(row + FREE, until);
      rows.copyWithin(row + FREE, row + FREE + 1, later);
      rows[later - 1] = until;
      return;
    }
    const last = row + FREE + slots - 1;
    let i = row + FREE;
    for (; i < last; i++) {
      const later = rows[i + 1] as number;
      if (later >= until) break;
      rows[i] = later;
    }
    rows[i] = until;
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
