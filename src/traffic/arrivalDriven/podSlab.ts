import { type Micros, NEVER } from "../../kernel/time.ts";
import { type Attempt, NO_VERSION, OUTCOME } from "../attempt.ts";
import type { Draws } from "../draws.ts";
import type { TrafficConfig, VersionBehaviour } from "../plane.ts";
import type { Connections } from "../router.ts";
import { OpenRings } from "./openRings.ts";
import { QueueRings } from "./queueRings.ts";

/** A slot that was never used has been free since then. */
const LONG_AGO: Micros = Number.NEGATIVE_INFINITY;

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
  /** [pod][slot]: when the slot is free, a binary heap per pod with the earliest first. */
  private free = new Float64Array(0);
  /** [pod]: see `Connections`; negative once the listener is closed. */
  private incarnations = new Int32Array(0);
  private version = new Int32Array(0);
  private warmUntil = new Float64Array(0);

  constructor(config: TrafficConfig, draws: Draws) {
    this.draws = draws;
    this.open = new OpenRings(config.balancer === "leastRequest" ? "byEnd" : "byArrival");
    const { capacity } = config;
    this.slots = capacity.slots;
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
    return pod < this.count ? (this.version[pod] as number) : NO_VERSION;
  }

  listen(pod: number, version: number, now: Micros): void {
    this.reserve(pod + 1);
    this.version[pod] = version;
    this.incarnations[pod] = Math.abs(this.incarnations[pod] as number) + 1;
    this.warmUntil[pod] = now + this.warmup.span;
  }

  closeListener(pod: number): void {
    this.incarnations[pod] = -Math.abs(this.incarnation(pod));
  }

  incarnation(pod: number): number {
    return pod < this.count ? (this.incarnations[pod] as number) : -1;
  }

  openAttempts(pod: number, { at }: Attempt): number {
    return pod < this.count ? this.open.count(pod, at) : 0;
  }

  /** When the pod's last slot is free. */
  busyUntil(pod: number): Micros {
    let latest = 0;
    const base = pod * this.slots;
    for (let slot = 0; slot < this.slots; slot++) latest = Math.max(latest, this.free[base + slot] as number);
    return latest;
  }

  /** Attempts worked on or waiting after `now`, those nobody waits for any more included. */
  inFlight(pod: number, now: Micros): number {
    if (pod >= this.count) return 0;
    let busy = 0;
    const base = pod * this.slots;
    for (let slot = 0; slot < this.slots; slot++) if ((this.free[base + slot] as number) > now) busy++;
    return busy + this.queue.count(pod, now);
  }

  /** Forgets everything that was to happen in the pod. */
  clear(pod: number): void {
    this.open.clear(pod);
    this.queue.clear(pod);
    this.free.fill(LONG_AGO, pod * this.slots, (pod + 1) * this.slots);
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
    attempt.version = this.version[pod] as number;
    const earliest = this.free[pod * this.slots] as number;
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
    if (start < (this.warmUntil[pod] as number)) work *= this.warmup.factor;
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
    const { free, slots } = this;
    const base = pod * slots;
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

  private reserve(pods: number): void {
    this.count = Math.max(this.count, pods);
    if (pods <= this.room) return;
    const room = Math.max(16, pods, 2 * this.room);
    const wider = <A extends Float64Array | Int32Array>(into: A, from: A): A => {
      into.set(from);
      return into;
    };
    this.free = wider(new Float64Array(room * this.slots).fill(LONG_AGO), this.free);
    this.incarnations = wider(new Int32Array(room), this.incarnations);
    this.version = wider(new Int32Array(room).fill(NO_VERSION), this.version);
    this.warmUntil = wider(new Float64Array(room), this.warmUntil);
    this.open.reserve(room);
    this.queue.reserve(room);
    this.room = room;
  }
}
