import { assert } from "../../kernel/assert.ts";
import type { Micros } from "../../kernel/time.ts";
import { COARSE_BINS, coarseBin, FINE_BINS, fineBin } from "../../record/latency.ts";
import { OUTCOME_COUNT, type TrafficRecord } from "../../record/run.ts";
import { Attempt, isAnswered, OUTCOME } from "../attempt.ts";
import type { Draws } from "../draws.ts";
import { type Grid, gridOf, rowStart } from "../grid.ts";
import type { CounterReading, TrafficConfig } from "../plane.ts";
import { PodCounts } from "../podCounts.ts";
import type { AttemptLog } from "./attemptLog.ts";
import { Buckets, type Sign } from "./buckets.ts";
import { add, columnSums, sum, unsigned } from "./columns.ts";
import { Histories } from "./histories.ts";
import { requestLatencies, versionLatencies } from "./latencies.ts";
import { Sample } from "./sample.ts";

/**
 * Counts what was decided, in memory that does not grow with the number of requests. The columns are signed inside,
 * which the engine adds faster, and handed over as the unsigned ones they are.
 */
export class Recorder {
  private readonly grid: Grid;
  private readonly start: Micros;
  private readonly end: Micros;
  private readonly slowAfter: Micros;

  private readonly buckets: Buckets;
  private readonly overTime: Int32Array;
  /** [version][bin] */
  private readonly latencyByVersion: Int32Array;
  /** What the latencies of all requests have beyond those of the attempts that were answered. */
  private readonly latencyBeyond = new Int32Array(FINE_BINS);
  private readonly userRequests: Int32Array;
  private readonly userBad: Int32Array;
  private readonly userExposures: Int32Array;
  private readonly histories: Histories;
  private readonly sample: Sample;
  private readonly single = new Attempt();

  private readonly draws: Draws;
  private readonly writeShare: number;
  private faultyWrites = 0;
  private requestsInFlight = 0;
  private retryCount = 0;
  private attemptsInFlight = 0;
  /** Where the present bucket's row of `overTime` begins. */
  private presentRow = 0;
  /** Number of the window's first request, wherever it went; −1 before it. */
  private firstInWindow = -1;

  constructor(config: TrafficConfig, draws: Draws) {
    const grid = gridOf(config);
    this.draws = draws;
    this.writeShare = config.writeShare ?? 0;
    this.grid = grid;
    this.slowAfter = config.slowAfter;
    this.start = grid.start;
    this.end = grid.end;
    this.buckets = new Buckets(grid, config.versions.length, config.countsPods === true ? new PodCounts() : null);
    this.overTime = new Int32Array(grid.rows * COARSE_BINS);
    this.latencyByVersion = new Int32Array(config.versions.length * FINE_BINS);
    this.userRequests = new Int32Array(config.users.count);
    this.userBad = new Int32Array(config.users.count);
    this.userExposures = new Int32Array(config.users.count);
    this.histories = new Histories(config, this.userRequests);
    this.sample = new Sample(config.sampleLimit, grid.end);
  }

  /** A request arrives for the first time. */
  arrival(attempt: Attempt): void {
    if (!this.isRecorded(attempt)) return;
    if (this.firstInWindow < 0) this.firstInWindow = attempt.request;
    if (this.buckets.arrive(attempt.first)) this.presentRow = rowStart(this.grid, this.buckets.present);
    add(this.userRequests, attempt.user, 1);
    this.histories.begin(attempt);
    const position = attempt.request - this.firstInWindow;
    if (this.sample.has(position)) this.sample.begin(position, attempt);
  }

  /** A request passes by to another cluster. Its place in the sample stays empty here. */
  elsewhere(attempt: Attempt): void {
    if (!this.isRecorded(attempt)) return;
    if (this.firstInWindow < 0) this.firstInWindow = attempt.request;
    const position = attempt.request - this.firstInWindow;
    if (this.sample.has(position)) this.sample.leaveEmpty(position, attempt);
  }

  /**
   * Counts the requests in the rows from … to − 1, which arrive for the first time, as long as they are answered at their
   * first attempt, within the window and without an error.
   * @returns the first row that is not counted, `to` when all are
   */
  countAnswered(log: AttemptLog, from: number, to: number): number {
    const { at: arrivedAt, end: endedAt, outcome: outcomes, version: versions, user: users, faulty, request } = log;
    const { buckets, overTime, latencyByVersion, userRequests, histories, sample, start, end, single } = this;
    // The engine looks up a module's constants each time they are named.
    const [fineBins, outcomeCount, slow] = [FINE_BINS, OUTCOME_COUNT, OUTCOME.slow];
    for (let row = from; row < to; row++) {
      const outcome = outcomes[row] as number;
      const at = arrivedAt[row] as number;
      const ended = endedAt[row] as number;
      if (outcome > slow || at < start || ended >= end) return row;
      single.request = request[row] as number;
      single.user = users[row] as number;
      if (this.firstInWindow < 0) this.firstInWindow = single.request;
      if (buckets.arrive(at)) this.presentRow = rowStart(this.grid, buckets.present);
      add(userRequests, single.user, 1);
      const version = versions[row] as number;
      buckets.decideAnswer((version * outcomeCount + outcome) | 0, ended);
      if (buckets.pods !== null) {
        single.pod = log.pod[row] as number;
        single.outcome = outcome;
        buckets.pods.count(single, 1);
      }
      const bin = fineBin(ended - at);
      add(overTime, (this.presentRow + coarseBin(bin)) | 0, 1);
      add(latencyByVersion, (version * fineBins + bin) | 0, 1);
      if (outcome === slow) add(this.userBad, single.user, 1);
      if (faulty[row] === 1) this.countExposure(single, 1);
      if (histories.follows(single.user) || sample.has(single.request - this.firstInWindow)) this.keepSingle(log, row);
    }
    return to;
  }

  /** Keeps a request of its own that has been answered. */
  private keepSingle(log: AttemptLog, row: number): void {
    const { single, sample, histories } = this;
    log.read(row, single);
    histories.begin(single);
    histories.finish(single, single.outcome);
    sample.keep(single.request - this.firstInWindow, single);
  }

  /** A request is tried again. */
  retry(attempt: Attempt): void {
    if (!this.isRecorded(attempt)) return;
    this.retryCount++;
    this.sample.again(attempt.request - this.firstInWindow);
  }

  /** An attempt is decided, and its request goes on to another. */
  attempt(attempt: Attempt, sign: Sign): void {
    this.buckets.decide(attempt, sign);
    this.buckets.takeOut(attempt, sign);
    if (!this.isRecorded(attempt)) return;
    this.sample.attempt(attempt.request - this.firstInWindow, attempt);
    this.countAttempt(attempt, sign);
  }

  /** An attempt is decided, and its request ends with it. */
  lastAttempt(attempt: Attempt, sign: Sign): void {
    this.buckets.decide(attempt, sign);
    if (this.buckets.isUsual(attempt)) {
      this.countUsual(attempt, sign);
    } else {
      this.buckets.takeOut(attempt, sign);
      if (!this.isRecorded(attempt)) return;
      this.countAttempt(attempt, sign);
      this.countRequest(attempt, sign);
    }
    this.sample.attempt(attempt.request - this.firstInWindow, attempt);
    this.keepEnding(attempt, sign);
  }

  /** The request ends with an attempt that was counted before: there will be no other. */
  giveUp(attempt: Attempt): void {
    if (!this.isRecorded(attempt)) return;
    this.countRequest(attempt, 1);
    this.keepEnding(attempt, 1);
  }

  /** What the growth of the present bucket does not tell of a usual request. */
  private countUsual(attempt: Attempt, sign: Sign): void {
    const { version, outcome } = attempt;
    if (attempt.faulty) this.countExposure(attempt, sign);
    if (outcome !== OUTCOME.ok) {
      add(this.userBad, attempt.user, sign);
      if (!isAnswered(outcome) && outcome !== OUTCOME.timeout) return;
    }
    const bin = fineBin(attempt.end - attempt.first);
    add(this.overTime, this.presentRow + coarseBin(bin), sign);
    if (outcome === OUTCOME.timeout) add(this.latencyBeyond, bin, sign);
    else add(this.latencyByVersion, version * FINE_BINS + bin, sign);
  }

  private countAttempt(attempt: Attempt, sign: Sign): void {
    const { end, at, version, outcome } = attempt;
    if (attempt.faulty && attempt.start < this.end) this.countExposure(attempt, sign);
    if (end >= this.end) {
      this.attemptsInFlight += sign;
      return;
    }
    this.buckets.countAttempt(attempt, sign);
    if (!isAnswered(outcome)) return;
    const bin = fineBin(end - at);
    add(this.latencyByVersion, version * FINE_BINS + bin, sign);
    add(this.latencyBeyond, bin, -sign);
  }

  /** A faulty version processes it, whatever comes of that. */
  private countExposure(attempt: Attempt, sign: Sign): void {
    add(this.userExposures, attempt.user, sign);
    if (this.draws.isWrite(attempt, this.writeShare)) this.faultyWrites += sign;
  }

  private countRequest(attempt: Attempt, sign: Sign): void {
    const { end, first } = attempt;
    if (end >= this.end) {
      this.requestsInFlight += sign;
      return;
    }
    const latency = end - first;
    const outcome = this.outcomeForUser(attempt.outcome, latency);
    const bucket = this.buckets.bucketOf(first);
    this.buckets.countRequest(bucket, outcome, sign);
    if (outcome !== OUTCOME.ok) add(this.userBad, attempt.user, sign);
    if (isAnswered(outcome) || outcome === OUTCOME.timeout) {
      const bin = fineBin(latency);
      add(this.latencyBeyond, bin, sign);
      add(this.overTime, rowStart(this.grid, bucket) + coarseBin(bin), sign);
    }
  }

  /** How the request ended, where single requests are kept. */
  private keepEnding(attempt: Attempt, sign: Sign): void {
    if (attempt.end >= this.end) return;
    const position = attempt.request - this.firstInWindow;
    const isSampled = this.sample.has(position);
    if (sign === -1) {
      this.histories.reopen(attempt);
      if (isSampled) this.sample.reopen(position);
      return;
    }
    const outcome = this.outcomeForUser(attempt.outcome, attempt.end - attempt.first);
    this.histories.finish(attempt, outcome);
    if (isSampled) this.sample.finish(position, outcome, attempt.end);
  }

  /** Everything decided so far, as if it had already happened. */
  readDecided(into: CounterReading): void {
    into.byVersion.set(this.buckets.decided);
    if (into.byPod !== undefined) this.buckets.pods?.read(into.byPod);
    into.durations?.set(this.latencyByVersion);
  }

  /** `waiting`: recorded requests between two attempts. */
  seal(waiting: number): TrafficRecord {
    const { grid, buckets } = this;
    buckets.leave();
    const requestCount = buckets.arrivedCount;
    const attemptCount = requestCount + this.retryCount;
    const requestsByOutcome = columnSums(buckets.requests);
    const attemptsByOutcome = columnSums(buckets.attempts);
    const requestsInFlight = this.requestsInFlight + waiting;
    assert(sum(requestsByOutcome) + requestsInFlight === requestCount, "requests are not conserved");
    assert(sum(attemptsByOutcome) + this.attemptsInFlight === attemptCount, "attempts are not conserved");
    assert(sum(this.userRequests) === requestCount, "the users' requests are not all requests");
    return {
      bucket: grid.bucket,
      buckets: grid.buckets,
      arrived: unsigned(buckets.arrivals),
      requests: unsigned(buckets.requests),
      attempts: unsigned(buckets.attempts),
      latency: {
        bucket: grid.bucket * grid.bucketsPerRow,
        overTime: unsigned(this.overTime),
        all: requestLatencies(this.latencyByVersion, this.latencyBeyond),
        byVersion: versionLatencies(this.latencyByVersion),
      },
      totals: {
        requests: requestCount,
        requestsByOutcome,
        requestsInFlight,
        attempts: attemptCount,
        attemptsByOutcome,
        attemptsInFlight: this.attemptsInFlight,
      },
      users: {
        count: this.userRequests.length,
        requests: unsigned(this.userRequests),
        bad: unsigned(this.userBad),
        exposures: unsigned(this.userExposures),
      },
      histories: this.histories.seal(),
      sample: this.sample.seal(),
      ...(this.faultyWrites > 0 ? { faultyWrites: this.faultyWrites } : {}),
    };
  }

  /** Nothing arrives after the window. */
  private isRecorded({ first }: Attempt): boolean {
    return first >= this.start;
  }

  /** For the user the clock has run since the first attempt: an answer that was quick after a retry may still be slow. */
  private outcomeForUser(outcome: number, latency: Micros): number {
    if (outcome > OUTCOME.slow) return outcome;
    return latency > this.slowAfter ? OUTCOME.slow : OUTCOME.ok;
  }
}
