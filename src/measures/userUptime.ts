import type { Micros } from "../kernel/time.ts";
import type { Run } from "../record/run.ts";

/** One request of a user, as that user saw it end. */
export interface UserEvent {
  readonly at: Micros;
  readonly ok: boolean;
}

/** The requests of one user in order of time. */
export type UserHistory = readonly UserEvent[];

export interface Uptime {
  readonly up: Micros;
  readonly down: Micros;
}

/**
 * User-uptime (Hauer et al., "Meaningful Availability", NSDI '20): from one request of a user to the next, the service
 * was to that user what the first of them was; but no longer than `cutoff`, after which the user counts as away. The
 * last request of a user opens no interval.
 *
 * A user with ok at 0 s, failed at 10 s, ok at 300 s, cutoff 60 s: up 10 s, down 60 s.
 */
export function userUptime(histories: readonly UserHistory[], cutoff: Micros): Uptime {
  let up = 0;
  let down = 0;
  for (const history of histories) {
    for (let i = 1; i < history.length; i++) {
      const event = history[i - 1] as UserEvent;
      const length = Math.min((history[i] as UserEvent).at - event.at, cutoff);
      if (event.ok) up += length;
      else down += length;
    }
  }
  return { up, down };
}

/** The paper's cutoff: the 99th percentile of the time between two requests of one user; null without any such pair. */
export function inactivityCutoff(histories: readonly UserHistory[]): Micros | null {
  const count = histories.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0);
  const gaps = new Float64Array(count);
  let used = 0;
  for (const history of histories) {
    for (let i = 1; i < history.length; i++)
      gaps[used++] = (history[i] as UserEvent).at - (history[i - 1] as UserEvent).at;
  }
  gaps.sort();
  return gaps[Math.ceil(count * 0.99) - 1] ?? null;
}

/**
 * Windowed user-uptime: the worst user-uptime over all positions of a sliding window of length `width` within
 * [first request, last request]. Short widths show the depth of an outage, long ones its weight. Null when no position
 * has any user time in it.
 *
 * Between two ends of intervals both sums are linear in the position, so their ratio is monotone there: the minimum
 * lies where an edge of the window meets an end, and only those positions are tried.
 */
export function windowedUserUptime(histories: readonly UserHistory[], cutoff: Micros, width: Micros): number | null {
  const sums = cumulative(histories, cutoff);
  const { at } = sums;
  const first = at[0];
  const last = at[at.length - 1];
  if (first === undefined || last === undefined) return null;
  const latest = Math.max(first, last - width);
  let worst: number | null = null;
  const tryAll = (starts: Iterable<Micros>) => {
    const [from, to] = [new Sums(sums), new Sums(sums)];
    for (const start of starts) {
      if (start < first || start > latest) continue;
      from.moveTo(start);
      to.moveTo(start + width);
      const up = to.up - from.up;
      const total = up + to.down - from.down;
      if (total > 0 && (worst === null || up / total < worst)) worst = up / total;
    }
  };
  tryAll(at);
  tryAll(at.map((edge) => edge - width));
  tryAll([latest]);
  return worst;
}

interface Cumulative {
  readonly at: readonly Micros[];
  /** User time up (down) before `at[i]`, summed over users. */
  readonly up: readonly number[];
  readonly down: readonly number[];
}

function cumulative(histories: readonly UserHistory[], cutoff: Micros): Cumulative {
  const changes: { at: Micros; up: number; down: number }[] = [];
  for (const history of histories) {
    for (let i = 1; i < history.length; i++) {
      const { at, ok } = history[i - 1] as UserEvent;
      const end = at + Math.min((history[i] as UserEvent).at - at, cutoff);
      changes.push({ at, up: ok ? 1 : 0, down: ok ? 0 : 1 }, { at: end, up: ok ? -1 : 0, down: ok ? 0 : -1 });
    }
  }
  changes.sort((a, b) => a.at - b.at);
  const at: Micros[] = [];
  const up: number[] = [];
  const down: number[] = [];
  let rates = { up: 0, down: 0 };
  for (const change of changes) {
    const index = at.length - 1;
    const before = at[index];
    if (before === undefined || change.at > before) {
      const span = before === undefined ? 0 : change.at - before;
      at.push(change.at);
      up.push((up[index] ?? 0) + rates.up * span);
      down.push((down[index] ?? 0) + rates.down * span);
    }
    rates = { up: rates.up + change.up, down: rates.down + change.down };
  }
  return { at, up, down };
}

/** Both sums at an instant that only moves forward. */
class Sums {
  up = 0;
  down = 0;
  private readonly sums: Cumulative;
  private index = -1;

  constructor(sums: Cumulative) {
    this.sums = sums;
  }

  moveTo(t: Micros): void {
    const { at } = this.sums;
    while (this.index + 1 < at.length && (at[this.index + 1] as number) <= t) this.index++;
    this.up = this.until(t, this.sums.up);
    this.down = this.until(t, this.sums.down);
  }

  private until(t: Micros, sums: readonly number[]): number {
    const { index } = this;
    if (index < 0) return 0;
    const from = this.sums.at[index] as number;
    const to = this.sums.at[index + 1];
    const sum = sums[index] as number;
    return to === undefined ? sum : sum + (((sums[index + 1] as number) - sum) * (t - from)) / (to - from);
  }
}

/** The histories of the users that the record followed; each is complete but for what had not ended with the window. */
export function userHistories(run: Run): UserHistory[] {
  const { user, arrivedAt, outcome } = run.traffic.histories;
  const byUser = new Map<number, UserEvent[]>();
  for (let i = 0; i < user.length; i++) {
    if ((outcome[i] as number) < 0) continue;
    const history = byUser.get(user[i] as number) ?? [];
    history.push({ at: arrivedAt[i] as number, ok: outcome[i] === 0 });
    byUser.set(user[i] as number, history);
  }
  return [...byUser.values()];
}

/** How many users the record followed, of all that sent a request in the window. */
export function followedUsers({ traffic }: Run): { readonly followed: number; readonly of: number } {
  const { users, histories } = traffic;
  return {
    followed: new Set(histories.user).size,
    of: users.requests.reduce((sum, requests) => sum + Number(requests > 0), 0),
  };
}
