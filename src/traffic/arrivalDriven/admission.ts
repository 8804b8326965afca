import { type Micros, NEVER } from "../../kernel/time.ts";
import { Attempt, NO_POD, NO_VERSION, OUTCOME } from "../attempt.ts";
import type { Draws } from "../draws.ts";
import { FlagViews } from "../flags/flagViews.ts";
import type { TrafficConfig, VersionBehaviour } from "../plane.ts";
import { Troubles } from "../troubles.ts";
import type { AttemptLog } from "./attemptLog.ts";
import {
  BUSY,
  busyAmongMany,
  CROWDED_UNTIL,
  FEW_SLOTS,
  FREE,
  INCARNATION,
  putInOrder,
  VERSION,
  WARM_UNTIL,
} from "./podRow.ts";
import type { PodSlab } from "./podSlab.ts";

/**
 * Decides what becomes of attempts that are sent to pods. A pod serves first come, first served in `slots` slots, so the
 * recursion of Kiefer & Wolfowitz (1955) tells at an attempt's arrival when it will start: when the earliest slot is
 * free. With the start, its end and its outcome are known too, and nothing has to happen later.
 */
export class Admission {
  readonly flags = new FlagViews();
  readonly troubles: Troubles;
  readonly log: AttemptLog;
  readonly pods: PodSlab;
  readonly draws: Draws;
  private readonly slots: number;
  private readonly queueLimit: number;
  private readonly timeout: Micros;
  private readonly slowAfter: Micros;
  private readonly warmupFactor: number;
  private readonly cancelsAbandoned: boolean;
  readonly versions: VersionBehaviour[];
  /** Stands for the attempt of a row where one is asked for. */
  private readonly standIn = new Attempt();

  constructor(
    config: TrafficConfig,
    draws: Draws,
    { log, pods }: { readonly log: AttemptLog; readonly pods: PodSlab },
  ) {
    const { capacity } = config;
    this.troubles = new Troubles(config);
    this.log = log;
    this.pods = pods;
    this.draws = draws;
    this.slots = capacity.slots;
    this.queueLimit = capacity.queue;
    this.warmupFactor = capacity.warmup.factor;
    this.cancelsAbandoned = capacity.cancelsAbandoned;
    this.timeout = config.client.timeout;
    this.slowAfter = config.slowAfter;
    this.versions = config.versions.map((version) => ({ ...version }));
  }

  setVersion(version: number, behaviour: VersionBehaviour): void {
    this.versions[version] = { ...behaviour };
  }

  /** Decides the attempt in the row, which arrives now and knows where it goes, or a rival too. */
  decide(row: number): void {
    const { log, pods } = this;
    pods.clock.now = log.at[row] as number;
    const rival = log.rival[row] as number;
    if (rival !== NO_POD) {
      const pod = log.pod[row] as number;
      if (pods.openNow(rival) < pods.openNow(pod)) log.pod[row] = rival;
    }
    this.meet(row);
  }

  private meet(row: number): void {
    const { log, pods } = this;
    const pod = log.pod[row] as number;
    const { rows } = pods;
    const place = pod * pods.width;
    const isKnown = pod >= 0 && pod < pods.count;
    log.faulty[row] = 0;
    log.version[row] = isKnown ? (rows[place + VERSION] as number) : NO_VERSION;
    if (isKnown && pod < this.flags.count) this.flag(row);
    if (!isKnown || !((rows[place + INCARNATION] as number) > 0)) {
      log.turnAway(row, OUTCOME.refused);
      return;
    }
    const now = log.at[row] as number;
    const free = rows[place + FREE] as number;
    if (free > now && pods.queue.waiting(pod) >= this.queueLimit) {
      log.turnAway(row, OUTCOME.shed);
      return;
    }
    if (!this.troubles.isQuiet) this.assess(row);
    log.start[row] = now;
    if (free <= now || this.enqueue(place, row)) this.serve(place, row);
  }

  /** Whose code the pod runs for the attempt's user. */
  private flag(row: number): void {
    this.log.read(row, this.standIn);
    this.flags.apply(this.standIn);
    this.log.version[row] = this.standIn.version;
  }

  private assess(row: number): void {
    this.log.read(row, this.standIn);
    this.troubles.assess(this.standIn);
  }

  /** It waits until its start, or until its client's patience ends. False when no slot will work on it. */
  private enqueue(place: number, row: number): boolean {
    const { log, pods } = this;
    const start = pods.rows[place + FREE] as number;
    const deadline = (log.at[row] as number) + this.timeout;
    if (start > deadline) {
      log.start[row] = NEVER;
      log.end[row] = deadline;
      log.outcome[row] = OUTCOME.timeout;
    } else {
      log.start[row] = start;
      log.end[row] = start;
    }
    pods.queue.add(log.pod[row] as number, log.end, row);
    this.crowd(place, row);
    return start <= deadline;
  }

  /** A slot begins to work on it at its start: the one that is free first. */
  private serve(place: number, row: number): void {
    const { log, troubles } = this;
    const start = log.start[row] as number;
    const behaviour = this.versions[log.version[row] as number] as VersionBehaviour;
    let work = (log.demand[row] as number) * behaviour.serviceFactor;
    if (start < (this.pods.rows[place + WARM_UNTIL] as number)) work *= this.warmupFactor;
    if (!troubles.isQuiet) work = troubles.workOf(work);
    const finish = start + Math.max(1, Math.floor(work + 0.5));
    const latency = finish - (log.at[row] as number);
    log.faulty[row] = Number(behaviour.faulty);
    log.end[row] = finish;
    if (latency <= this.timeout) {
      log.outcome[row] = latency > this.slowAfter ? OUTCOME.slow : OUTCOME.ok;
      if (behaviour.errorShare !== 0 && this.isUnlucky(row, behaviour)) log.outcome[row] = OUTCOME.error;
      if (troubles.fails) log.outcome[row] = OUTCOME.error;
      if (troubles.leaks) this.keep(place, row);
      else this.occupy(place, row);
    } else this.outlast(place, row);
  }

  private isUnlucky(row: number, behaviour: VersionBehaviour): boolean {
    const { log } = this;
    return this.draws.isUnlucky(log.request[row] as number, log.number[row] as number, behaviour);
  }

  /** The slot is never free again, though its client has left at the attempt's end; such a slot does not work. */
  private keep(place: number, row: number): void {
    const { log } = this;
    const from = log.end[row] as number;
    log.end[row] = NEVER;
    this.occupy(place, row);
    this.pods.abandoned.add(log.pod[row] as number, from, NEVER);
    this.crowd(place, row);
    log.end[row] = from;
  }

  /** The client's patience ends while a slot works on it until its end; the slot may go on for nobody. */
  private outlast(place: number, row: number): void {
    const { log } = this;
    const finish = log.end[row] as number;
    const deadline = (log.at[row] as number) + this.timeout;
    log.outcome[row] = OUTCOME.timeout;
    if (this.cancelsAbandoned || finish === NEVER) {
      log.end[row] = deadline;
      if (finish === NEVER) this.keep(place, row);
      else this.occupy(place, row);
    } else {
      this.occupy(place, row);
      this.pods.abandoned.add(log.pod[row] as number, deadline, finish);
      this.crowd(place, row);
      log.end[row] = deadline;
    }
  }

  /** Somebody may wait or be worked on for nobody until the attempt's end. */
  private crowd(place: number, row: number): void {
    const { rows } = this.pods;
    const until = this.log.end[row] as number;
    if (until > (rows[place + CROWDED_UNTIL] as number)) rows[place + CROWDED_UNTIL] = until;
  }

  /** The slot that is free first works from the attempt's start until its end. */
  private occupy(place: number, row: number): void {
    const { rows } = this.pods;
    const until = this.log.end[row] as number;
    if (until < NEVER) rows[place + BUSY] = (rows[place + BUSY] as number) + until - (this.log.start[row] as number);
    const first = place + FREE;
    const next = this.slots > FEW_SLOTS ? this.moveUp(first, row) : first;
    rows[next] = until;
    putInOrder(rows, next, first + this.slots - 1);
  }

  /** Moves all slots that are free before the attempt's end one place down; answers the place that is left. */
  private moveUp(first: number, row: number): number {
    const { rows } = this.pods;
    const { slots } = this;
    const later = first + slots - busyAmongMany(rows, { first, slots }, this.log.end[row] as number);
    rows.copyWithin(first, first + 1, later);
    return later - 1;
  }
}
