import type {
  LatencyRecord,
  MirroredRecord,
  RequestSample,
  TrafficRecord,
  TrafficTotals,
  UserHistories,
  UserRecord,
} from "../record/run.ts";
import { followKey, PLACES, placeOf } from "./followed.ts";

/** The traffic of one cluster, and the position of its first pod among all. */
export interface TrafficPart {
  readonly traffic: TrafficRecord;
  readonly firstPod: number;
}

/**
 * What was counted in the planes of several clusters, as one plane would have counted it: every request went through
 * exactly one of them.
 * @param limit rows of the histories at most
 */
export function joinTraffic(
  parts: readonly TrafficPart[],
  { seed, limit }: { readonly seed: string; readonly limit: number },
): TrafficRecord {
  const records = parts.map(({ traffic }) => traffic);
  const [first] = records as [TrafficRecord];
  const users = joinUsers(records.map(({ users }) => users));
  const mirrored = records.flatMap((record) => (record.mirrored === undefined ? [] : [record.mirrored]));
  return {
    bucket: first.bucket,
    buckets: first.buckets,
    arrived: added(records.map(({ arrived }) => arrived)),
    requests: added(records.map(({ requests }) => requests)),
    attempts: added(records.map(({ attempts }) => attempts)),
    latency: joinLatency(records.map(({ latency }) => latency)),
    totals: joinTotals(records.map(({ totals }) => totals)),
    users,
    histories: joinHistories(records, { users, key: followKey(seed), limit }),
    sample: joinSample(parts),
    ...(mirrored.length === 0 ? {} : { mirrored: joinMirrored(mirrored) }),
  };
}

/** The sample of one cluster without the places of requests that went elsewhere. */
export function ownSample(sample: RequestSample): RequestSample {
  const rows = rowsWhere(sample.attempts.length, (row) => sample.attempts[row] !== 0);
  return pickSample(rows.length, { stride: sample.stride, from: (i) => [sample, rows[i] as number] });
}

function added(columns: readonly Uint32Array[]): Uint32Array {
  const sum = new Uint32Array(columns[0]?.length ?? 0);
  for (const column of columns)
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (column[i] as number);
  return sum;
}

function joinLatency(parts: readonly LatencyRecord[]): LatencyRecord {
  const [first] = parts as [LatencyRecord];
  return {
    bucket: first.bucket,
    overTime: added(parts.map(({ overTime }) => overTime)),
    all: added(parts.map(({ all }) => all)),
    byVersion: first.byVersion.map((_, version) =>
      added(parts.map(({ byVersion }) => byVersion[version] as Uint32Array)),
    ),
  };
}

function joinTotals(parts: readonly TrafficTotals[]): TrafficTotals {
  const sum = (of: (part: TrafficTotals) => number) => parts.reduce((total, part) => total + of(part), 0);
  const sums = (of: (part: TrafficTotals) => readonly number[]) =>
    of(parts[0] as TrafficTotals).map((_, outcome) => sum((part) => of(part)[outcome] as number));
  return {
    requests: sum(({ requests }) => requests),
    requestsByOutcome: sums(({ requestsByOutcome }) => requestsByOutcome),
    requestsInFlight: sum(({ requestsInFlight }) => requestsInFlight),
    attempts: sum(({ attempts }) => attempts),
    attemptsByOutcome: sums(({ attemptsByOutcome }) => attemptsByOutcome),
    attemptsInFlight: sum(({ attemptsInFlight }) => attemptsInFlight),
  };
}

function joinMirrored(parts: readonly MirroredRecord[]): MirroredRecord {
  const sum = (of: (part: MirroredRecord) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    attempts: sum(({ attempts }) => attempts),
    byOutcome: (parts[0] as MirroredRecord).byOutcome.map((_, i) => sum(({ byOutcome }) => byOutcome[i] as number)),
    inFlight: sum(({ inFlight }) => inFlight),
    writes: sum(({ writes }) => writes),
  };
}

function joinUsers(parts: readonly UserRecord[]): UserRecord {
  return {
    count: (parts[0] as UserRecord).count,
    requests: added(parts.map(({ requests }) => requests)),
    bad: added(parts.map(({ bad }) => bad)),
    exposures: added(parts.map(({ exposures }) => exposures)),
  };
}

/**
 * The users that every cluster followed in all they did there. Each follows those whose place lies below a limit of its
 * own; the lowest limit holds for all, or the users of a small cluster would weigh more than those of a large one.
 */
function joinHistories(
  records: readonly TrafficRecord[],
  { users, key, limit }: { readonly users: UserRecord; readonly key: number; readonly limit: number },
): UserHistories {
  const parts = records.map(({ histories }) => histories);
  const counts = new Uint32Array(users.count);
  for (const { user } of parts) for (const who of user) counts[who] = (counts[who] as number) + 1;
  const isWhole = (who: number) => counts[who] === users.requests[who];
  let below = PLACES;
  let left = Number.POSITIVE_INFINITY;
  const isFollowed = (who: number) => isWhole(who) && placeOf(who, key) < below;
  for (const record of records) below = Math.min(below, limitOf(record, key));
  while (left > limit) {
    left = 0;
    for (let who = 0; who < users.count; who++) if (isFollowed(who)) left += counts[who] as number;
    if (left > limit) below /= 2;
  }
  const rows = parts.flatMap((part) =>
    rowsWhere(part.user.length, (row) => isFollowed(part.user[row] as number)).map((row) => ({ part, row })),
  );
  rows.sort((a, b) => (a.part.arrivedAt[a.row] as number) - (b.part.arrivedAt[b.row] as number));
  return {
    user: Uint32Array.from(rows, ({ part, row }) => part.user[row] as number),
    arrivedAt: Float64Array.from(rows, ({ part, row }) => part.arrivedAt[row] as number),
    outcome: Int8Array.from(rows, ({ part, row }) => part.outcome[row] as number),
  };
}

/** The power of two below which a cluster's followed users lie; all places when it let nobody go. */
function limitOf({ histories: { user: followed }, totals }: TrafficRecord, key: number): number {
  let below = PLACES;
  if (followed.length === 0 || followed.length === totals.requests) return below;
  let highest = 0;
  for (const who of followed) highest = Math.max(highest, placeOf(who, key));
  while (below / 2 > highest) below /= 2;
  return below;
}

/** Every cluster kept the same places, and each place was filled by the one that the request went to. */
function joinSample(parts: readonly TrafficPart[]): RequestSample {
  const [first] = parts as [TrafficPart];
  const { stride, attempts } = first.traffic.sample;
  const owners = Array.from(attempts, (_, row) => {
    return parts.findIndex(({ traffic }) => traffic.sample.attempts[row] !== 0);
  });
  const joined = pickSample(attempts.length, {
    stride,
    from: (row) => [(parts[Math.max(0, owners[row] as number)] as TrafficPart).traffic.sample, row],
  });
  for (let row = 0; row < joined.pod.length; row++) {
    const { firstPod } = parts[Math.max(0, owners[row] as number)] as TrafficPart;
    if ((joined.pod[row] as number) >= 0) joined.pod[row] = (joined.pod[row] as number) + firstPod;
  }
  return joined;
}

function pickSample(
  count: number,
  { stride, from }: { readonly stride: number; from(row: number): readonly [sample: RequestSample, row: number] },
): RequestSample {
  const column = (of: (sample: RequestSample) => ArrayLike<number>) => (_: unknown, i: number) => {
    const [sample, row] = from(i);
    return of(sample)[row] as number;
  };
  const rows = { length: count };
  return {
    stride,
    arrivedAt: Float64Array.from(
      rows,
      column(({ arrivedAt }) => arrivedAt),
    ),
    endedAt: Float64Array.from(
      rows,
      column(({ endedAt }) => endedAt),
    ),
    pod: Int32Array.from(
      rows,
      column(({ pod }) => pod),
    ),
    version: Int8Array.from(
      rows,
      column(({ version }) => version),
    ),
    outcome: Int8Array.from(
      rows,
      column(({ outcome }) => outcome),
    ),
    attempts: Uint8Array.from(
      rows,
      column(({ attempts }) => attempts),
    ),
    user: Uint32Array.from(
      rows,
      column(({ user }) => user),
    ),
  };
}

function rowsWhere(count: number, holds: (row: number) => boolean): number[] {
  const rows: number[] = [];
  for (let row = 0; row < count; row++) if (holds(row)) rows.push(row);
  return rows;
}
