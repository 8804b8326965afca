import { type Micros, NEVER } from "../../kernel/time.ts";
import { FINE_BINS, fineBin } from "../../record/latency.ts";
import { OUTCOME_COUNT } from "../../record/run.ts";
import { Attempt, isAnswered, MIRRORED, NO_POD } from "../attempt.ts";
import type { CounterReading, TrafficConfig } from "../plane.ts";

/** No attempt ends before this. */
const FORGOTTEN: Micros = Number.NEGATIVE_INFINITY;

const ROOM = 256;

/**
 * The attempts of all pods in order of arrival, column by column: each is written where it is decided, and stays there
 * for when a pod dies or the counters are scraped, until it has ended and the room is used up.
 *
 * Whoever decides attempts works on rows. A number in a column need not be handed from one function to another, which
 * would cost an allocation wherever the engine does not inline the call.
 */
export class AttemptLog {
  /** Rows are 0 … `size` − 1, those that ended included. */
  size = 0;
  private room = ROOM;

  // The columns of an `Attempt`.
  at: Float64Array = new Float64Array(ROOM);
  demand: Float64Array = new Float64Array(ROOM);
  start: Float64Array = new Float64Array(ROOM);
  end: Float64Array = new Float64Array(ROOM);
  /** Arrival of the first attempt, of those that are not the first themselves. */
  private first: Float64Array = new Float64Array(ROOM);
  request: Int32Array = new Int32Array(ROOM);
  user: Int32Array = new Int32Array(ROOM);
  pod: Int32Array = new Int32Array(ROOM);
  version: Int8Array = new Int8Array(ROOM);
  number: Uint8Array = new Uint8Array(ROOM);
  outcome: Uint8Array = new Uint8Array(ROOM);
  /** 1: it was processed by a version that carried a fault. */
  faulty: Uint8Array = new Uint8Array(ROOM);
  /** See `Proposal`. Means nothing any more once the attempt is decided. */
  rival: Int32Array = new Int32Array(ROOM);

  /** Makes room for so many more attempts, the next of which arrives at `now`. What ended by then may be forgotten. */
  reserve(more: number, now: Micros): void {
    if (this.size + more <= this.room) return;
    this.forgetEnded(now);
    if (2 * (this.size + more) > this.room) this.grow(2 * Math.max(this.room, this.size + more));
  }

  /** Writes one more, for which there is room. */
  add(attempt: Attempt): void {
    this.reserve(1, attempt.at);
    const row = this.size++;
    this.at[row] = attempt.at;
    this.demand[row] = attempt.demand;
    this.start[row] = attempt.start;
    this.end[row] = attempt.end;
    this.first[row] = attempt.first;
    this.request[row] = attempt.request;
    this.user[row] = attempt.user;
    this.pod[row] = attempt.pod;
    this.version[row] = attempt.version;
    this.number[row] = attempt.number;
    this.outcome[row] = attempt.outcome;
    this.faulty[row] = attempt.faulty ? 1 : 0;
    this.rival[row] = NO_POD;
  }

  /** Fills in the attempt of a row. */
  read(row: number, into: Attempt): void {
    into.at = this.at[row] as number;
    into.demand = this.demand[row] as number;
    into.start = this.start[row] as number;
    into.end = this.end[row] as number;
    into.request = this.request[row] as number;
    into.user = this.user[row] as number;
    into.pod = this.pod[row] as number;
    into.version = this.version[row] as number;
    into.number = this.number[row] as number;
    into.outcome = this.outcome[row] as number;
    into.faulty = this.faulty[row] === 1;
    into.first = (into.number === 0 ? this.at[row] : this.first[row]) as number;
  }

  /** The pod's attempts that end after `now`, in order of arrival. */
  openIn(pod: number, now: Micros): Attempt[] {
    const open: Attempt[] = [];
    for (let row = 0; row < this.size; row++) {
      if (this.pod[row] !== pod || (this.end[row] as number) <= now) continue;
      const attempt = new Attempt();
      this.read(row, attempt);
      open.push(attempt);
    }
    return open;
  }

  /** Takes those that end after `now` out of the counts of all that was decided. */
  takeOutOpen(into: CounterReading, config: TrafficConfig, now: Micros): void {
    const attempt = new Attempt();
    for (let row = 0; row < this.size; row++) {
      if ((this.end[row] as number) <= now) continue;
      const isMirrored = this.number[row] === MIRRORED;
      const counts = isMirrored ? into.mirrored : into.byVersion;
      if (counts === undefined) continue;
      const version = this.version[row] as number;
      const ofVersion = version < 0 ? config.versions.length : version;
      takeOne(counts, ofVersion * OUTCOME_COUNT + (this.outcome[row] as number));
      if (isMirrored || (into.byPod === undefined && into.durations === undefined)) continue;
      this.read(row, attempt);
      takeOutOf(into, config, attempt);
    }
  }

  /** Forgets everything in the pod. */
  forget(pod: number): void {
    for (let row = 0; row < this.size; row++) if (this.pod[row] === pod) this.end[row] = FORGOTTEN;
  }

  /** It reaches no pod or is turned away by it: nothing will be done for it. */
  turnAway(row: number, outcome: number): void {
    this.start[row] = NEVER;
    this.end[row] = this.at[row] as number;
    this.outcome[row] = outcome;
  }

  private forgetEnded(now: Micros): void {
    const { end, size } = this;
    let kept = 0;
    for (let row = 0; row < size; row++) {
      if ((end[row] as number) > now) this.move(row, kept++);
    }
    this.size = kept;
  }

  private move(from: number, to: number): void {
    this.at[to] = this.at[from] as number;
    this.demand[to] = this.demand[from] as number;
    this.start[to] = this.start[from] as number;
    this.end[to] = this.end[from] as number;
    this.first[to] = this.first[from] as number;
    this.request[to] = this.request[from] as number;
    this.user[to] = this.user[from] as number;
    this.pod[to] = this.pod[from] as number;
    this.version[to] = this.version[from] as number;
    this.number[to] = this.number[from] as number;
    this.outcome[to] = this.outcome[from] as number;
    this.faulty[to] = this.faulty[from] as number;
  }

  private grow(room: number): void {
    this.room = room;
    this.at = wider(new Float64Array(room), this.at);
    this.demand = wider(new Float64Array(room), this.demand);
    this.start = wider(new Float64Array(room), this.start);
    this.end = wider(new Float64Array(room), this.end);
    this.first = wider(new Float64Array(room), this.first);
    this.request = wider(new Int32Array(room), this.request);
    this.user = wider(new Int32Array(room), this.user);
    this.pod = wider(new Int32Array(room), this.pod);
    this.version = wider(new Int8Array(room), this.version);
    this.number = wider(new Uint8Array(room), this.number);
    this.outcome = wider(new Uint8Array(room), this.outcome);
    this.faulty = wider(new Uint8Array(room), this.faulty);
    this.rival = new Int32Array(room);
  }
}

/** What was decided of an attempt that has not ended yet is not to be read by pod or duration either. */
function takeOutOf({ byPod, durations }: CounterReading, { start, end }: TrafficConfig, attempt: Attempt): void {
  const cell = attempt.pod * OUTCOME_COUNT + attempt.outcome;
  if (byPod !== undefined && attempt.pod >= 0 && cell < byPod.length) takeOne(byPod, cell);
  if (durations === undefined || !isAnswered(attempt.outcome) || attempt.first < start || attempt.end >= end) return;
  takeOne(durations, attempt.version * FINE_BINS + fineBin(attempt.end - attempt.at));
}

function takeOne(counts: Float64Array, cell: number): void {
  counts[cell] = (counts[cell] as number) - 1;
}

function wider<Column extends Float64Array | Int32Array | Int8Array | Uint8Array>(into: Column, from: Column): Column {
  into.set(from);
  return into;
}
