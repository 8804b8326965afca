import { type Micros, NEVER } from "../../kernel/time.ts";
import { OUTCOME_COUNT } from "../../record/run.ts";
import type { Attempt } from "../attempt.ts";
import type { Grid } from "../grid.ts";
import type { PodCounts } from "../podCounts.ts";
import { add } from "./columns.ts";

/** Counted, or taken back because a pod died before it could happen. */
export type Sign = 1 | -1;

/**
 * Arrivals, attempts and requests by bucket. Nearly every request has one attempt and ends in the bucket it arrived in.
 * Such a usual one is not counted into the buckets at all: when the clock leaves a bucket, it gets what the totals have
 * grown by. Whatever is unusual is taken out of that growth and counted where it belongs.
 */
export class Buckets {
  readonly arrivals: Int32Array;
  /** [bucket of arrival][outcome] */
  readonly requests: Int32Array;
  /** [bucket of end][version or none][outcome] */
  readonly attempts: Int32Array;
  /** All attempts decided since the start of the run, warm-up included: [version or none][outcome]. */
  readonly decided: Float64Array;
  /** The bucket of the last arrival. */
  present = 0;

  private readonly grid: Grid;
  private readonly versions: number;
  /** The present bucket, as far as it lies in the window. */
  private presentStart: Micros = NEVER;
  private presentEnd: Micros = NEVER;
  private arrived = 0;
  /** `decided` and `arrived` as they were when the present bucket began. */
  private readonly decidedBefore: Float64Array;
  private arrivedBefore = 0;

  /** Null: nobody asks for them. */
  readonly pods: PodCounts | null;

  constructor(grid: Grid, versions: number, pods: PodCounts | null) {
    this.pods = pods;
    const cells = (versions + 1) * OUTCOME_COUNT;
    this.grid = grid;
    this.versions = versions;
    this.arrivals = new Int32Array(grid.buckets);
    this.requests = new Int32Array(grid.buckets * OUTCOME_COUNT);
    this.attempts = new Int32Array(grid.buckets * cells);
    this.decided = new Float64Array(cells);
    this.decidedBefore = new Float64Array(cells);
    this.go(0);
  }

  /** Requests of the window so far. */
  get arrivedCount(): number {
    return this.arrived;
  }

  /** A request of the window arrives. True when it is the first in another bucket than the one before. */
  arrive(at: Micros): boolean {
    const isNext = at >= this.presentEnd;
    if (isNext) {
      this.leave();
      this.go(this.bucketOf(at));
    }
    this.arrived++;
    return isNext;
  }

  /** Counts an attempt among all. */
  decide(attempt: Attempt, sign: Sign): void {
    const cell = this.cellOf(attempt);
    this.decided[cell] = (this.decided[cell] as number) + sign;
    if (this.pods !== null) this.pods.count(attempt, sign);
  }

  /** Counts the only attempt of a request that arrived in the present bucket and was answered at `end`. */
  decideAnswer(cell: number, end: Micros): void {
    const { decided } = this;
    decided[cell] = (decided[cell] as number) + 1;
    if (end < this.presentEnd) return;
    // The request belongs to the present bucket as the growth says, the attempt to a later one.
    add(this.attempts, this.present * decided.length + cell, -1);
    add(this.attempts, this.bucketOf(end) * decided.length + cell, 1);
  }

  /** The only attempt of a request that arrived in the present bucket and ended in it: the growth tells all. */
  isUsual({ number, first, end }: Attempt): boolean {
    return number === 0 && end < this.presentEnd && first >= this.presentStart;
  }

  /** What was decided is no growth of the present bucket: neither an attempt that ended in it nor a request. */
  takeOut(attempt: Attempt, sign: Sign): void {
    const cell = this.cellOf(attempt);
    add(this.attempts, this.present * this.decided.length + cell, -sign);
    add(this.requests, this.present * OUTCOME_COUNT + attempt.outcome, -sign);
  }

  countAttempt(attempt: Attempt, sign: Sign): void {
    add(this.attempts, this.bucketOf(attempt.end) * this.decided.length + this.cellOf(attempt), sign);
  }

  countRequest(bucket: number, outcome: number, sign: Sign): void {
    add(this.requests, bucket * OUTCOME_COUNT + outcome, sign);
  }

  /** Nearly always the present bucket: arrivals come in order, and most attempts end in the second they began. */
  bucketOf(at: Micros): number {
    if (at >= this.presentStart && at < this.presentEnd) return this.present;
    return Math.floor((at - this.grid.start) / this.grid.bucket);
  }

  /** Gives the present bucket what the totals have grown by. The columns are complete afterwards. */
  leave(): void {
    const { decided, decidedBefore, present } = this;
    for (let cell = 0, outcome = 0; cell < decided.length; cell++) {
      const growth = (decided[cell] as number) - (decidedBefore[cell] as number);
      if (growth !== 0) {
        add(this.attempts, present * decided.length + cell, growth);
        add(this.requests, present * OUTCOME_COUNT + outcome, growth);
      }
      outcome = outcome + 1 === OUTCOME_COUNT ? 0 : outcome + 1;
    }
    decidedBefore.set(decided);
    add(this.arrivals, present, this.arrived - this.arrivedBefore);
    this.arrivedBefore = this.arrived;
  }

  private go(bucket: number): void {
    const { grid } = this;
    this.present = bucket;
    this.presentStart = grid.start + bucket * grid.bucket;
    this.presentEnd = Math.min(this.presentStart + grid.bucket, grid.end);
  }

  private cellOf({ version, outcome }: Attempt): number {
    return (version < 0 ? this.versions : version) * OUTCOME_COUNT + outcome;
  }
}
