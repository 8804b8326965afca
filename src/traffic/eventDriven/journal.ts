import { type Micros, NEVER } from "../../kernel/time.ts";
import { COARSE_BINS, coarseBin, FINE_BINS, fineBin } from "../../record/latency.ts";
import {
  type MirroredRecord,
  OUTCOME_COUNT,
  type RequestSample,
  type TrafficRecord,
  type TrafficTotals,
  type UserHistories,
} from "../../record/run.ts";
import { type Attempt, isAnswered, NO_POD, NO_VERSION, OUTCOME } from "../attempt.ts";
import { followKey, LARGEST_SHARE, PLACES, placeOf } from "../followed.ts";
import { gridOf } from "../grid.ts";
import type { CounterReading, TrafficConfig } from "../plane.ts";

/** A request as its user saw it: all its attempts, and how the last one ended once it was the last. */
export interface RequestEntry {
  readonly user: number;
  readonly first: Micros;
  /** Empty: the request went to another cluster. */
  readonly attempts: Attempt[];
  ending: { readonly outcome: number; readonly at: Micros } | null;
}

/** Everything that happened, entry by entry; the record is counted from it at the end. */
export class Journal {
  readonly requests: RequestEntry[] = [];
  readonly ended: Attempt[] = [];
  /** Mirrored copies, ended or not; undefined: nothing was ever mirrored. */
  copies: Attempt[] | undefined;
  private readonly config: TrafficConfig;

  constructor(config: TrafficConfig) {
    this.config = config;
  }

  /** The request's last attempt ended for good. */
  close({ request, outcome, end, first }: Attempt): void {
    const late = end - first > this.config.slowAfter;
    const answeredWell = outcome === OUTCOME.ok || outcome === OUTCOME.slow;
    const seen = answeredWell ? (late ? OUTCOME.slow : OUTCOME.ok) : outcome;
    (this.requests[request] as RequestEntry).ending = { outcome: seen, at: end };
  }

  read(into: CounterReading): void {
    into.byVersion.fill(0);
    for (const { version, outcome } of this.ended)
      increase(into.byVersion, this.row(version) * OUTCOME_COUNT + outcome);
    if (into.mirrored !== undefined) this.readMirrored(into.mirrored);
    if (into.byPod !== undefined && this.config.countsPods === true) this.readPods(into.byPod);
    if (into.durations !== undefined) this.readDurations(into.durations);
  }

  private readPods(into: Float64Array): void {
    into.fill(0);
    for (const { pod, outcome } of this.ended) {
      const cell = pod * OUTCOME_COUNT + outcome;
      if (pod >= 0 && cell < into.length) increase(into, cell);
    }
  }

  private readDurations(into: Float64Array): void {
    into.fill(0);
    for (const { version, outcome, first, at, end } of this.ended)
      if (isAnswered(outcome) && first >= this.config.start) increase(into, version * FINE_BINS + fineBin(end - at));
  }

  private readMirrored(into: Float64Array): void {
    into.fill(0);
    for (const { version, outcome, end } of this.copies ?? [])
      if (end < NEVER) increase(into, this.row(version) * OUTCOME_COUNT + outcome);
  }

  /** @param isWrite whether an attempt wrote something, if it was processed */
  seal(isWrite: (attempt: Attempt) => boolean): TrafficRecord {
    const { config } = this;
    const { start, bucket, buckets, bucketsPerRow, rows } = gridOf(config);
    const all = this.requests.filter(({ first }) => this.isInWindow(first));
    const recorded = all.filter(({ attempts }) => attempts.length > 0);
    const record: TrafficRecord = {
      bucket,
      buckets,
      arrived: new Uint32Array(buckets),
      requests: new Uint32Array(buckets * OUTCOME_COUNT),
      attempts: new Uint32Array(buckets * (config.versions.length + 1) * OUTCOME_COUNT),
      latency: {
        bucket: bucket * bucketsPerRow,
        overTime: new Uint32Array(rows * COARSE_BINS),
        all: new Uint32Array(FINE_BINS),
        byVersion: config.versions.map(() => new Uint32Array(FINE_BINS)),
      },
      totals: this.totals(recorded),
      users: {
        count: config.users.count,
        requests: new Uint32Array(config.users.count),
        bad: new Uint32Array(config.users.count),
        exposures: new Uint32Array(config.users.count),
      },
      histories: this.histories(recorded),
      sample: this.sample(all),
    };
    for (const request of recorded) {
      const at = Math.floor((request.first - start) / bucket);
      increase(record.arrived, at);
      increase(record.users.requests, request.user);
      this.countEnding(request, record);
      for (const attempt of request.attempts) this.countAttempt(attempt, record);
    }
    const faultyWrites = recorded
      .flatMap(({ attempts }) => attempts)
      .filter((attempt) => attempt.faulty && attempt.start < config.end && isWrite(attempt)).length;
    return {
      ...record,
      ...(faultyWrites > 0 ? { faultyWrites } : {}),
      ...(this.copies === undefined ? {} : { mirrored: this.mirrored(this.copies, isWrite) }),
    };
  }

  private mirrored(copies: readonly Attempt[], isWrite: (attempt: Attempt) => boolean): MirroredRecord {
    const recorded = copies.filter(({ first }) => this.isInWindow(first));
    const ended = recorded.filter((copy) => this.hasEnded(copy));
    const byOutcome = new Array<number>(OUTCOME_COUNT).fill(0);
    for (const { outcome } of ended) increase(byOutcome, outcome);
    return {
      attempts: recorded.length,
      byOutcome,
      inFlight: recorded.length - ended.length,
      writes: recorded.filter((copy) => copy.start < this.config.end && isWrite(copy)).length,
    };
  }

  private countEnding(
    { first, user, ending }: RequestEntry,
    { requests, users, latency, bucket }: TrafficRecord,
  ): void {
    if (ending === null || ending.at >= this.config.end) return;
    const { start } = this.config;
    increase(requests, Math.floor((first - start) / bucket) * OUTCOME_COUNT + ending.outcome);
    if (ending.outcome !== OUTCOME.ok) increase(users.bad, user);
    if (!isAnswered(ending.outcome) && ending.outcome !== OUTCOME.timeout) return;
    const bin = fineBin(ending.at - first);
    increase(latency.all, bin);
    increase(latency.overTime, Math.floor((first - start) / latency.bucket) * COARSE_BINS + coarseBin(bin));
  }

  private countAttempt(attempt: Attempt, { attempts, users, latency, bucket }: TrafficRecord): void {
    const { version, outcome, at, end, user } = attempt;
    if (attempt.faulty && attempt.start < this.config.end) increase(users.exposures, user);
    if (!this.hasEnded(attempt)) return;
    const row = Math.floor((end - this.config.start) / bucket) * (this.config.versions.length + 1) + this.row(version);
    increase(attempts, row * OUTCOME_COUNT + outcome);
    if (isAnswered(outcome)) increase(latency.byVersion[version] as Uint32Array, fineBin(end - at));
  }

  private totals(recorded: readonly RequestEntry[]): TrafficTotals {
    const requestsByOutcome = new Array<number>(OUTCOME_COUNT).fill(0);
    const attemptsByOutcome = new Array<number>(OUTCOME_COUNT).fill(0);
    const attempts = recorded.flatMap((request) => request.attempts);
    const closed = recorded.filter(({ ending }) => ending !== null && ending.at < this.config.end);
    const ended = attempts.filter((attempt) => this.hasEnded(attempt));
    for (const { ending } of closed) increase(requestsByOutcome, ending?.outcome as number);
    for (const { outcome } of ended) increase(attemptsByOutcome, outcome);
    return {
      requests: recorded.length,
      requestsByOutcome,
      requestsInFlight: recorded.length - closed.length,
      attempts: attempts.length,
      attemptsByOutcome,
      attemptsInFlight: attempts.length - ended.length,
    };
  }

  /** As the rule says it: one request after the other, and the followed users chosen anew whenever it gets too much. */
  private histories(recorded: readonly RequestEntry[]): UserHistories {
    const limit = Math.max(2, this.config.sampleLimit);
    const key = followKey(this.config.seed);
    const counts = new Map<number, number>();
    let most = Number.POSITIVE_INFINITY;
    let below = PLACES;
    const isFollowed = ({ user }: RequestEntry) => placeOf(user, key) < below && (counts.get(user) ?? 0) <= most;
    let rows: RequestEntry[] = [];
    for (const request of recorded) {
      counts.set(request.user, (counts.get(request.user) ?? 0) + 1);
      if (!isFollowed(request)) continue;
      if (rows.length === limit) rows = rows.filter(isFollowed);
      while (rows.length === limit) {
        if (most > limit) most = limit * LARGEST_SHARE;
        else below /= 2;
        rows = rows.filter(isFollowed);
      }
      if (isFollowed(request)) rows.push(request);
    }
    rows = rows.filter(isFollowed);
    return {
      user: Uint32Array.from(rows, ({ user }) => user),
      arrivedAt: Float64Array.from(rows, ({ first }) => first),
      outcome: Int8Array.from(rows, (row) => this.closing(row)?.outcome ?? -1),
    };
  }

  private closing({ ending }: RequestEntry): RequestEntry["ending"] {
    return ending !== null && ending.at < this.config.end ? ending : null;
  }

  private sample(recorded: readonly RequestEntry[]): RequestSample {
    let stride = 1;
    while (Math.ceil(recorded.length / stride) > Math.max(2, this.config.sampleLimit)) stride *= 2;
    const rows = recorded.filter((_, position) => position % stride === 0);
    const last = ({ attempts }: RequestEntry) => attempts[attempts.length - 1];
    return {
      stride,
      arrivedAt: Float64Array.from(rows, ({ first }) => first),
      endedAt: Float64Array.from(rows, (row) => this.closing(row)?.at ?? this.config.end),
      pod: Int32Array.from(rows, (row) => last(row)?.pod ?? NO_POD),
      version: Int8Array.from(rows, (row) => last(row)?.version ?? NO_VERSION),
      outcome: Int8Array.from(rows, (row) => this.closing(row)?.outcome ?? -1),
      attempts: Uint8Array.from(rows, ({ attempts }) => attempts.length),
      user: Uint32Array.from(rows, ({ user }) => user),
    };
  }

  private hasEnded({ end }: Attempt): boolean {
    return end < this.config.end;
  }

  private isInWindow(at: Micros): boolean {
    return at >= this.config.start && at < this.config.end;
  }

  private row(version: number): number {
    return version < 0 ? this.config.versions.length : version;
  }
}

function increase(column: { [index: number]: number }, at: number): void {
  column[at] = (column[at] as number) + 1;
}
