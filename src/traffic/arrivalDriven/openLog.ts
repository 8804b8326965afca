import type { Micros } from "../../kernel/time.ts";
import { Attempt, MIRRORED } from "../attempt.ts";

/** Numbers kept per attempt, see `add`. */
const WIDTH = 8;
const END = 0;
const TAGS = 7;
/** Bits below the pod in the tags: version + 1, number, outcome, faulty. */
const POD_SHIFT = 11;
/** No attempt ends before this. */
const FORGOTTEN: Micros = Number.NEGATIVE_INFINITY;

/**
 * The attempts of all pods that a client still waits for, in order of arrival, as far as they are not forgotten: what
 * has ended stays until the room is used up. It is written once per attempt, one row after the other, and only read
 * when a pod dies or the counters are scraped.
 */
export class OpenLog {
  private rows = new Float64Array(256 * WIDTH);
  private used = 0;

  /** Rows are 0 … `size` − 1, those that ended included. */
  get size(): number {
    return this.used / WIDTH;
  }

  endOf(row: number): Micros {
    return this.rows[row * WIDTH + END] as number;
  }

  podOf(row: number): number {
    return (this.rows[row * WIDTH + TAGS] as number) >> POD_SHIFT;
  }

  versionOf(row: number): number {
    return (((this.rows[row * WIDTH + TAGS] as number) >> 8) & 7) - 1;
  }

  isMirrored(row: number): boolean {
    return (((this.rows[row * WIDTH + TAGS] as number) >> 4) & 15) === MIRRORED;
  }

  outcomeOf(row: number): number {
    return ((this.rows[row * WIDTH + TAGS] as number) >> 1) & 7;
  }

  add(attempt: Attempt): void {
    if (this.used === this.rows.length) this.makeRoom(attempt.at);
    const { rows, used } = this;
    rows[used] = attempt.end;
    rows[used + 1] = attempt.first;
    rows[used + 2] = attempt.at;
    rows[used + 3] = attempt.start;
    rows[used + 4] = attempt.demand;
    rows[used + 5] = attempt.request;
    rows[used + 6] = attempt.user;
    rows[used + 7] =
      (attempt.pod << POD_SHIFT) |
      ((attempt.version + 1) << 8) |
      (attempt.number << 4) |
      (attempt.outcome << 1) |
      (attempt.faulty ? 1 : 0);
    this.used = used + WIDTH;
  }

  /** Fills in the attempt of a row. */
  read(row: number, into: Attempt): void {
    const { rows } = this;
    const from = row * WIDTH;
    const tags = rows[from + TAGS] as number;
    into.end = rows[from + END] as number;
    into.first = rows[from + 1] as number;
    into.at = rows[from + 2] as number;
    into.start = rows[from + 3] as number;
    into.demand = rows[from + 4] as number;
    into.request = rows[from + 5] as number;
    into.user = rows[from + 6] as number;
    into.pod = tags >> POD_SHIFT;
    into.version = ((tags >> 8) & 7) - 1;
    into.number = (tags >> 4) & 15;
    into.outcome = (tags >> 1) & 7;
    into.faulty = (tags & 1) === 1;
  }

  /** The pod's attempts that end after `now`, in order of arrival. */
  openIn(pod: number, now: Micros): Attempt[] {
    const open: Attempt[] = [];
    for (let row = 0; row < this.size; row++) {
      if (this.podOf(row) !== pod || this.endOf(row) <= now) continue;
      const attempt = new Attempt();
      this.read(row, attempt);
      open.push(attempt);
    }
    return open;
  }

  /** Forgets everything in the pod. */
  forget(pod: number): void {
    for (let row = 0; row < this.size; row++) {
      if (this.podOf(row) === pod) this.rows[row * WIDTH + END] = FORGOTTEN;
    }
  }

  /** Forgets what ends by `now`; room for as many again as are left. */
  private makeRoom(now: Micros): void {
    const { rows } = this;
    let kept = 0;
    for (let from = 0; from < this.used; from += WIDTH) {
      if ((rows[from + END] as number) <= now) continue;
      for (let i = 0; i < WIDTH; i++) rows[kept++] = rows[from + i] as number;
    }
    this.used = kept;
    if (2 * kept <= rows.length) return;
    this.rows = new Float64Array(2 * rows.length);
    this.rows.set(rows);
  }
}
