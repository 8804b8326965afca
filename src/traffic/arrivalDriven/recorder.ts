import { assert } from "../../kernel/assert.ts";
import type { Micros } from "../../kernel/time.ts";
import { COARSE_BINS, coarseBin, FINE_BINS, fineBin } from "../../record/latency.ts";
import { OUTCOME_COUNT, type TrafficRecord } from "../../record/run.ts";
import { type Attempt, isAnswered, OUTCOME } from "../attempt.ts";
import { type Grid, gridOf } from "../grid.ts";
import type { CounterReading, TrafficConfig } from "../plane.ts";
import { Sample } from "./sample.ts";

/** Counted, or taken back because a pod died before it could happen. */
export type Sign = 1 | -1;

/**
 * Counts what was decided, in memory that does not grow with the number of requests. The columns are signed inside,
 * which the engine adds faster, and handed over as the unsigned ones they are.
 */
export class Recorder {
  private readonly grid: Grid;
  private readonly start: Micros;
  private readonly end: Micros;
  private readonly slowAfter: Micros;
  private readonly versions: number;
  private readonly rowWidth: number;

  private readonly arrivals: Int32Array;
  private readonly requests: Int32Array;
  private readonly attempts: Int32Array;
  private readonly overTime: Int32Array;
  private readonly latency = new Int32Array(FINE_BINS);
  /** [version][bin] */
  private readonly latencyByVersion: Int32Array;
  private readonly userRequests: Int32Array;
  private readonly userBad: Int32Array;
  private readonly userExposures: Int32Array;
  private readonly sample: Sample;

  /** All attempts decided since the start of the run, warm-up included: [version or none][outcome]. */
  private readonly decided: Float64Array;
  private requestCount = 0;
  private requestsInFlight = 0;
  private attemptCount = 0;
  private attemptsInFlight = 0;
  /** The bucket of the last arrival, its span, and its row in `overTime`. */
  private present = 0;
  private presentStart: Micros;
  private presentEnd: Micros;
  private presentRow = 0;
  /** Number of the window's first request. */
  private firstInWindow = 0;

  constructor(config: TrafficConfig) {
    const grid = gridOf(config);
    this.grid = grid;
    this.slowAfter = config.slowAfter;
    this.versions = config.versions.length;
    this.start = grid.start;
    this.end = grid.end;
    this.presentStart = grid.start;
    this.presentEnd = grid.start + grid.bucket;
    this.arrivals = new Int32Array(grid.buckets);
    this.requests = new Int32Array(grid.buckets * OUTCOME_COUNT);
    this.attempts = new Int32Array(grid.buckets * (this.versions + 1) * OUTCOME_COUNT);
    this.overTime = new Int32Array(grid.rows * COARSE_BINS);
    this.latencyByVersion = new Int32Array(this.versions * FINE_BINS);
    this.rowWidth = (this.versions + 1) * OUTCOME_COUNT;
    this.userRequests = new Int32Array(config.users.count);
    this.userBad = new Int32Array(config.users.count);
    this.userExposures = new Int32Array(config.users.count);
    this.sample = new Sample(config.sampleLimit, grid.end);
    this.decided = new Float64Array((this.versions + 1) * OUTCOME_COUNT);
  }

  /** A request arrives for the first time. */
  arrival(attempt: Attempt): void {
    if (!this.isRecorded(attempt)) return;
    if (this.requestCount++ === 0) this.firstInWindow = attempt.request;
    if (attempt.first >= this.presentEnd) this.enterBucket(attempt.first);
    add(this.arrivals, this.present, 1);
    add(this.userRequests, attempt.user, 1);
    const position = attempt.request - this.firstInWindow;
    if (this.sample.has(position)) this.sample.begin(position, attempt);
  }

  /** An attempt is decided, and its request goes on to another. */
  attempt(attempt: Attempt, sign: Sign): void {
    const cell = this.decide(attempt, sign);
    if (!this.isRecorded(attempt)) return;
    const position = attempt.request - this.firstInWindow;
    if (this.sample.has(position)) this.sample.attempt(position, attempt);
    this.countAttempt(attempt, cell, sign);
  }

  /** An attempt is decided, and its request ends with it. */
  lastAttempt(attempt: Attempt, sign: Sign): void {
    const cell = this.decide(attempt, sign);
    if (!this.isRecorded(attempt)) return;
    const position = attempt.request - this.firstInWindow;
    const isSampled = this.sample.has(position);
    if (isSampled) this.sample.attempt(position, attempt);
    if (attempt.number === 0 && attempt.end < this.end) {
      this.countOnlyAttempt(attempt, cell, sign);
    } else {
      this.countAttempt(attempt, cell, sign);
      this.countRequest(attempt, sign);
    }
    if (isSampled) this.sampleRequest(position, attempt, sign);
  }

  /** The request ends with an attempt that was counted before: there will be no other. */
  giveUp(attempt: Attempt): void {
    if (!this.isRecorded(attempt)) return;
    this.countRequest(attempt, 1);
    const position = attempt.request - this.firstInWindow;
    if (this.sample.has(position)) this.sampleRequest(position, attempt, 1);
  }

  private decide({ version, outcome }: Attempt, sign: Sign): number {
    const cell = (version < 0 ? this.versions : version) * OUTCOME_COUNT + outcome;
    this.decided[cell] = (this.decided[cell] as number) + sign;
    return cell;
  }

  /** What `countAttempt` and `countRequest` count, where both see the same: nearly every request has one attempt. */
  private countOnlyAttempt(attempt: Attempt, cell: number, sign: Sign): void {
    const { end, first, version, outcome } = attempt;
    this.attemptCount += sign;
    if (attempt.faulty) add(this.userExposures, attempt.user, sign);
    const bucket = this.bucketOf(first);
    add(this.attempts, this.bucketOf(end) * this.rowWidth + cell, sign);
    add(this.requests, bucket * OUTCOME_COUNT + outcome, sign);
    if (outcome !== OUTCOME.ok) add(this.userBad, attempt.user, sign);
    if (!isAnswered(outcome) && outcome !== OUTCOME.timeout) return;
    const bin = fineBin(end - first);
    add(this.latency, bin, sign);
    add(this.overTime, this.rowOf(bucket) + coarseBin(bin), sign);
    if (outcome !== OUTCOME.timeout) add(this.latencyByVersion, version * FINE_BINS + bin, sign);
  }

  private countAttempt(attempt: Attempt, cell: number, sign: Sign): void {
    const { end, at, version, outcome } = attempt;
    this.attemptCount += sign;
    if (attempt.faulty && attempt.start < this.end) add(this.userExposures, attempt.user, sign);
    if (end >= this.end) {
      this.attemptsInFlight += sign;
      return;
    }
    add(this.attempts, this.bucketOf(end) * this.rowWidth + cell, sign);
    if (isAnswered(outcome)) add(this.latencyByVersion, version * FINE_BINS + fineBin(end - at), sign);
  }

  private countRequest(attempt: Attempt, sign: Sign): void {
    const { end, first } = attempt;
    if (end >= this.end) {
      this.requestsInFlight += sign;
      return;
    }
    const latency = end - first;
    const outcome = this.outcomeForUser(attempt.outcome, latency);
    const bucket = this.bucketOf(first);
    add(this.requests, bucket * OUTCOME_COUNT + outcome, sign);
    if (outcome !== OUTCOME.ok) add(this.userBad, attempt.user, sign);
    if (isAnswered(outcome) || outcome === OUTCOME.timeout) {
      const bin = fineBin(latency);
      add(this.latency, bin, sign);
      add(this.overTime, this.rowOf(bucket) + coarseBin(bin), sign);
    }
  }

  private sampleRequest(position: number, attempt: Attempt, sign: Sign): void {
    if (sign === -1) this.sample.reopen(position);
    else if (attempt.end < this.end) {
      this.sample.finish(position, this.outcomeForUser(attempt.outcome, attempt.end - attempt.first), attempt.end);
    }
  }

  /** Everything decided so far, as if it had already happened. */
  readDecided(into: CounterReading): void {
    into.byVersion.set(this.decided);
  }

  /** `waiting`: recorded requests between two attempts. */
  seal(waiting: number): TrafficRecord {
    const { grid } = this;
    const requestsByOutcome = columnSums(this.requests);
    const attemptsByOutcome = columnSums(this.attempts);
    const requestsInFlight = this.requestsInFlight + waiting;
    assert(sum(requestsByOutcome) + requestsInFlight === this.requestCount, "requests are not conserved");
    assert(sum(attemptsByOutcome) + this.attemptsInFlight === this.attemptCount, "attempts are not conserved");
    assert(sum(this.userRequests) === this.requestCount, "the users' requests are not all requests");
    return {
      bucket: grid.bucket,
      buckets: grid.buckets,
      arrived: unsigned(this.arrivals),
      requests: unsigned(this.requests),
      attempts: unsigned(this.attempts),
      latency: {
        bucket: grid.bucket * grid.bucketsPerRow,
        overTime: unsigned(this.overTime),
        all: unsigned(this.latency),
        byVersion: this.versionLatencies(),
      },
      totals: {
        requests: this.requestCount,
        requestsByOutcome,
        requestsInFlight,
        attempts: this.attemptCount,
        attemptsByOutcome,
        attemptsInFlight: this.attemptsInFlight,
      },
      users: {
        count: this.userRequests.length,
        requests: unsigned(this.userRequests),
        bad: unsigned(this.userBad),
        exposures: unsigned(this.userExposures),
      },
      sample: this.sample.seal(),
    };
  }

  private versionLatencies(): Uint32Array[] {
    const all = unsigned(this.latencyByVersion);
    return Array.from({ length: this.versions }, (_, i) => all.slice(i * FINE_BINS, (i + 1) * FINE_BINS));
  }

  /** Nothing arrives after the window. */
  private isRecorded({ first }: Attempt): boolean {
    return first >= this.start;
  }

  /** Nearly always the present bucket: arrivals come in order, and most attempts end in the second they began. */
  private bucketOf(at: Micros): number {
    if (at >= this.presentStart && at < this.presentEnd) return this.present;
    return Math.floor((at - this.grid.start) / this.grid.bucket);
  }

  /** Where the bucket's row of the latency picture begins. */
  private rowOf(bucket: number): number {
    if (bucket === this.present) return this.presentRow;
    return Math.floor(bucket / this.grid.bucketsPerRow) * COARSE_BINS;
  }

  /** Moves on to the bucket that `at` lies in. */
  private enterBucket(at: Micros): void {
    const { start, bucket, bucketsPerRow } = this.grid;
    this.present = Math.floor((at - start) / bucket);
    this.presentStart = start + this.present * bucket;
    this.presentEnd = this.presentStart + bucket;
    this.presentRow = Math.floor(this.present / bucketsPerRow) * COARSE_BINS;
  }

  /** For the user the clock has run since the first attempt: an answer that was quick after a retry may still be slow. */
  private outcomeForUser(outcome: number, latency: Micros): number {
    if (outcome > OUTCOME.slow) return outcome;
    return latency > this.slowAfter ? OUTCOME.slow : OUTCOME.ok;
  }
}

function add(column: Int32Array, at: number, sign: Sign): void {
  column[at] = (column[at] as number) + sign;
}

function unsigned(column: Int32Array): Uint32Array {
  return new Uint32Array(column.buffer);
}

function columnSums(rows: Int32Array): number[] {
  const sums = new Array<number>(OUTCOME_COUNT).fill(0);
  for (let i = 0; i < rows.length; i++) {
    sums[i % OUTCOME_COUNT] = (sums[i % OUTCOME_COUNT] as number) + (rows[i] as number);
  }
  return sums;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}
