import { type Micros, NEVER } from "../../kernel/time.ts";
import { Attempt, NO_VERSION, OUTCOME } from "../attempt.ts";
import type { Connections } from "../connections.ts";
import type { Draws } from "../draws.ts";
import { FlagViews } from "../flags/flagViews.ts";
import type { TrafficConfig, VersionBehaviour } from "../plane.ts";
import { Troubles } from "../troubles.ts";
import { AbandonedWork } from "./abandonedWork.ts";
import { OpenLog } from "./openLog.ts";
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

  /** Nobody's: it only carries times to where attempts carry them otherwise. */
  private readonly standIn = new Attempt();
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
  openAttempts(pod: number, arriving: Attempt): number {
    if (pod >= this.count) return 0;
    const row = pod * this.width;
    const busy = this.busySlots(row + FREE, arriving.at);
    if ((this.rows[row + CROWDED_UNTIL] as number) <= arriving.at) return busy;
    return busy + this.queue.waiting(pod, arriving) - this.abandoned.count(pod, arriving);
  }

  private busySlots(first: number, now: Micros): number {
    const { rows, slots } = this;
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
    this.standIn.at = now;
    return this.busySlots(pod * this.width + FREE, now) + this.queue.waiting(pod, this.standIn);
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
    this.standIn.pod = pod;
    for (const { start, at } of stuck) {
      this.standIn.end = at + this.timeout;
      if (start > now) this.queue.add(this.standIn);
    }
    return stuck;
  }

  /** Decides what becomes of an attempt that is sent to the pod at `attempt.at`. */
  admit(pod: number, attempt: Attempt): void {
    const { rows } = this;
    const row = pod * this.width;
    const isKnown = pod < this.count;
    attempt.pod = pod;
    attempt.faulty = false;
    attempt.version = isKnown ? (rows[row + VERSION] as number) | 0 : NO_VERSION;
    if (pod < this.flags.count) this.flags.apply(attempt);
    if (!isKnown || !((rows[row + INCARNATION] as number) > 0)) {
      attempt.turnAway(OUTCOME.refused);
      return;
    }
    if ((rows[row + FREE] as number) > attempt.at && this.queue.waiting(pod, attempt) >= this.queueLimit) {
      attempt.turnAway(OUTCOME.shed);
      return;
    }
    if (!this.troubles.isQuiet) this.troubles.assess(attempt);
    attempt.start = attempt.at;
    if ((rows[row + FREE] as number) <= attempt.at || this.enqueue(row, attempt)) this.serve(row, attempt);
    this.open.add(attempt);
  }

  /** It waits until `attempt.start`, or until its client's patience ends. False when no slot will work on it. */
  private enqueue(row: number, attempt: Attempt): boolean {
    const start = this.rows[row + FREE] as number;
    const deadline = attempt.at + this.timeout;
    if (start > deadline) {
      attempt.start = NEVER;
      attempt.end = deadline;
      attempt.outcome = OUTCOME.timeout;
    } else {
      attempt.start = start;
      attempt.end = start;
    }
    this.queue.add(attempt);
    this.crowd(row, attempt);
    return start <= deadline;
  }

  /** A slot begins to work on it at `attempt.start`: the one that is free first. */
  private serve(row: number, attempt: Attempt): void {
    const { troubles } = this;
    const { start } = attempt;
    const behaviour = this.versions[attempt.version] as VersionBehaviour;
    let work = attempt.demand * behaviour.serviceFactor;
    if (start < (this.rows[row + WARM_UNTIL] as number)) work *= this.warmupFactor;
    if (!troubles.isQuiet) work = troubles.workOf(work);
    const finish = start + Math.max(1, Math.floor(work + 0.5));
    const latency = finish - attempt.at;
    attempt.faulty = behaviour.faulty;
    attempt.end = finish;
    if (latency <= this.timeout) {
      attempt.outcome = latency > this.slowAfter ? OUTCOME.slow : OUTCOME.ok;
      if (behaviour.errorShare !== 0 && this.draws.isUnlucky(attempt, behaviour)) attempt.outcome = OUTCOME.error;
      if (troubles.fails) attempt.outcome = OUTCOME.error;
      if (troubles.leaks) this.keep(row, attempt);
      else this.occupy(row, attempt);
    } else this.outlast(row, attempt);
  }

  /** The slot is never free again, though its client has left at `attempt.end`; such a slot does not work. */
  private keep(row: number, attempt: Attempt): void {
    const from = attempt.end;
    attempt.end = NEVER;
    this.occupy(row, attempt);
    this.abandoned.add(attempt.pod, from, NEVER, attempt.at);
    this.crowd(row, attempt);
    attempt.end = from;
  }

  /** The client's patience ends while a slot works on it until `attempt.end`; the slot may go on for nobody. */
  private outlast(row: number, attempt: Attempt): void {
    const finish = attempt.end;
    const deadline = attempt.at + this.timeout;
    attempt.outcome = OUTCOME.timeout;
    if (this.cancelsAbandoned || finish === NEVER) {
      attempt.end = deadline;
      if (finish === NEVER) this.keep(row, attempt);
      else this.occupy(row, attempt);
    } else {
      this.occupy(row, attempt);
      this.abandoned.add(attempt.pod, deadline, finish, attempt.at);
      this.crowd(row, attempt);
      attempt.end = deadline;
    }
  }

  /** Somebody may wait or be worked on for nobody until `attempt.end`. */
  private crowd(row: number, attempt: Attempt): void {
    if (attempt.end > (this.rows[row + CROWDED_UNTIL] as number)) this.rows[row + CROWDED_UNTIL] = attempt.end;
  }

  /** The slot that is free first works from `attempt.start` until `attempt.end`. */
  private occupy(row: number, attempt: Attempt): void {
    const { rows } = this;
    const until = attempt.end;
    if (until < NEVER) rows[row + BUSY] = (rows[row + BUSY] as number) + until - attempt.start;
    const last = row + FREE + this.slots - 1;
    let i = this.slots > FEW_SLOTS ? this.moveUp(row, attempt) : row + FREE;
    for (; i < last; i++) {
      const later = rows[i + 1] as number;
      if (later >= until) break;
      rows[i] = later;
    }
    rows[i] = until;
  }

  /** Moves all slots that are free before `attempt.end` one place down; answers the place that is left. */
  private moveUp(row: number, attempt: Attempt): number {
    const first = row + FREE;
    const later = first + this.slots - busyAmongMany(this.rows, { first, slots: this.slots }, attempt.end);
    this.rows.copyWithin(first, first + 1, later);
    return later - 1;
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
