import { type Micros, NEVER } from "../../kernel/time.ts";
import { type Attempt, NO_VERSION, OUTCOME } from "../attempt.ts";
import type { Draws } from "../draws.ts";
import type { TrafficConfig, VersionBehaviour } from "../plane.ts";
import type { Connections } from "../router.ts";
import { OpenRings } from "./openRings.ts";
import { QueueRings } from "./queueRings.ts";

/** A slot that was never used has been free since then. */
const LONG_AGO: Micros = Number.NEGATIVE_INFINITY;

/** Columns of a pod's row. See `Connections`; negative once the listener is closed. */
const INCARNATION = 0;
const VERSION = 1;
const WARM_UNTIL = 2;
/** From here on: when each slot is free, a binary heap with the earliest first. */
const FREE = 3;

/**
 * All pods, as one slab of typed arrays. A pod serves first come, first served in `slots` slots, so the recursion of
 * Kiefer & Wolfowitz (1955) tells at an attempt's arrival when it will start: when the earliest slot is free. With the
 * start, its end and its outcome are known too, and nothing has to happen later.
 */
export class PodSlab implements Connections {
  readonly open: OpenRings;
  private readonly draws: Draws;
  private readonly queue = new QueueRings();
  private readonly slots: number;
  private readonly queueLimit: number;
  private readonly timeout: Micros;
  private readonly slowAfter: Micros;
  private readonly warmup: { readonly span: Micros; readonly factor: number };
  private readonly cancelsAbandoned: boolean;
  private readonly versions: VersionBehaviour[];

  private room = 0;
  /** Pods named so far are below this. */
  private count = 0;
  /** [pod]: its columns and its slots side by side, one cache line for a pod with up to five. */
  private rows = new Float64Array(0);
  private readonly width: number;

  constructor(config: TrafficConfig, draws: Draws) {
    this.draws = draws;
    this.open = new OpenRings(config.balancer === "leastRequest" ? "byEnd" : "byArrival");
    const { capacity } = config;
    this.slots = capacity.slots;
    this.width = FREE + capacity.slots;
    this.queueLimit = capacity.queue;
    this.warmup = capacity.warmup;
    this.cancelsAbandoned = capacity.cancelsAbandoned;
    this.timeout = config.client.timeout;
    this.slowAfter = config.slowAfter;
    this.versions = config.versions.map((version) => ({ ...version }));
  }

  /** Pods are 0 … `size` − 1. */
  get size(): number {
    return this.count;
  }

  setVersion(version: number, behaviour: VersionBehaviour): void {
    this.versions[version] = { ...behaviour };
  }

  versionOf(pod: number): number {
    return pod < this.count ? (this.rows[pod * this.width + VERSION] as number) | 0 : NO_VERSION;
  }

  listen(pod: number, version: number, now: Micros): void {
    this.reserve(pod + 1);
    const row = pod * this.width;
    this.rows[row + VERSION] = version;
    this.rows[row + INCARNATION] = Math.abs(this.incarnation(pod)) + 1;
    this.rows[row + WARM_UNTIL] = now + this.warmup.span;
  }

  closeListener(pod: number): void {
    if (pod < this.count) this.rows[pod * this.width + INCARNATION] = -Math.abs(this.incarnation(pod));
  }

  incarnation(pod: number): number {
    return pod < this.count ? (this.rows[pod * this.width + INCARNATION] as number) | 0 : -1;
  }

  openAttempts(pod: number, { at }: Attempt): number {
    return pod < this.count ? this.open.count(pod, at) : 0;
  }

  /** When the pod's last slot is free. */
  busyUntil(pod: number): Micros {
    if (pod >= this.count) return LONG_AGO;
    return this.freeTimes(pod).reduce((latest, free) => Math.max(latest, free));
  }

  /** Attempts worked on or waiting after `now`, those nobody waits for any more included. */
  inFlight(pod: number, now: Micros): number {
    if (pod >= this.count) return 0;
    const busy = this.freeTimes(pod).reduce((count, free) => (free > now ? count + 1 : count), 0);
    return busy + this.queue.count(pod, now);
  }

  /** Forgets everything that was to happen in the pod. */
  clear(pod: number): void {
    if (pod >= this.count) return;
    this.open.clear(pod);
    this.queue.clear(pod);
    this.freeTimes(pod).fill(LONG_AGO);
  }

  /** Decides what becomes of an attempt that is sent to the pod at `attempt.at`. */
  admit(pod: number, attempt: Attempt): void {
    const { at } = attempt;
    attempt.pod = pod;
    attempt.start = NEVER;
    attempt.end = at;
    attempt.faulty = false;
    if (!(this.incarnation(pod) > 0)) {
      attempt.version = this.versionOf(pod);
      attempt.outcome = OUTCOME.refused;
      return;
    }
    attempt.version = this.versionOf(pod);
    const earliest = this.rows[pod * this.width + FREE] as number;
    if (earliest <= at) {
      attempt.start = at;
      this.serve(pod, attempt);
      this.open.add(pod, attempt);
    } else if (this.queue.count(pod, at) >= this.queueLimit) {
      attempt.outcome = OUTCOME.shed;
    } else {
      attempt.start = earliest;
      this.enqueue(pod, attempt);
      this.open.add(pod, attempt);
    }
  }

  /** It waits until `attempt.start`, or until its client's patience ends. */
  private enqueue(pod: number, attempt: Attempt): void {
    const deadline = attempt.at + this.timeout;
    if (attempt.start > deadline) {
      attempt.start = NEVER;
      attempt.outcome = OUTCOME.timeout;
      attempt.end = deadline;
      this.queue.add(pod, deadline);
    } else {
      this.queue.add(pod, attempt.start);
      this.serve(pod, attempt);
    }
  }

  /** A slot begins to work on it at `attempt.start`. */
  private serve(pod: number, attempt: Attempt): void {
    const { start } = attempt;
    const behaviour = this.versions[attempt.version] as VersionBehaviour;
    let work = attempt.demand * behaviour.serviceFactor;
    if (start < (this.rows[pod * this.width + WARM_UNTIL] as number)) work *= this.warmup.factor;
    const finish = start + Math.max(1, Math.floor(work + 0.5));
    const deadline = attempt.at + this.timeout;
    attempt.faulty = behaviour.faulty;
    if (finish <= deadline) {
      attempt.end = finish;
      attempt.outcome = this.draws.isUnlucky(attempt, behaviour)
        ? OUTCOME.error
        : this.answerAfter(finish - attempt.at);
      this.occupy(pod, finish);
    } else {
      attempt.end = deadline;
      attempt.outcome = OUTCOME.timeout;
      this.occupy(pod, this.cancelsAbandoned ? deadline : finish);
    }
  }

  private answerAfter(latency: Micros): number {
    return latency > this.slowAfter ? OUTCOME.slow : OUTCOME.ok;
  }

  /** The slot that is free first works until `until`. */
  private occupy(pod: number, until: Micros): void {
    const { rows: free, slots } = this;
    const base = pod * this.width + FREE;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= slots) break;
      if (child + 1 < slots && (free[base + child + 1] as number) < (free[base + child] as number)) child++;
      const freed = free[base + child] as number;
      if (freed >= until) break;
      free[base + i] = freed;
      i = child;
    }
    free[base + i] = until;
  }

  private freeTimes(pod: number): Float64Array {
    const row = pod * this.width;
    return this.rows.subarray(row + FREE, row + this.width);
  }

  private reserve(pods: number): void {
    this.count = Math.max(this.count, pods);
    if (pods <= this.room) return;
    const room = Math.max(16, pods, 2 * this.room);
    const rows = new Float64Array(room * this.width).fill(LONG_AGO);
    for (let row = 0; row < rows.length; row += this.width) {
      rows[row + INCARNATION] = 0;
      rows[row + VERSION] = NO_VERSION;
    }
    rows.set(this.rows);
    this.rows = rows;
    this.open.reserve(room);
    this.queue.reserve(room);
    this.room = room;
  }
}
