import type { UserHistories } from "../../record/run.ts";
import type { Attempt } from "../attempt.ts";
import { followKey, LARGEST_SHARE, PLACES, placeOf } from "../followed.ts";
import type { TrafficConfig } from "../plane.ts";

const PENDING = -1;

/**
 * Every request of the users that are followed: all of them until the columns are full, then half of them by hash, a
 * quarter, … The most active ones would fill the columns alone; they are let go first.
 */
export class Histories {
  private readonly limit: number;
  private readonly key: number;
  /** Requests of each user so far. */
  private readonly counts: Int32Array;
  private below = PLACES;
  private most = Number.POSITIVE_INFINITY;
  private used = 0;
  /** Rows in order of arrival. */
  private readonly request: Int32Array;
  private readonly user: Int32Array;
  private readonly arrivedAt: Float64Array;
  private readonly outcome: Int8Array;

  constructor({ seed, sampleLimit }: TrafficConfig, counts: Int32Array) {
    this.limit = Math.max(2, sampleLimit);
    this.key = followKey(seed);
    this.counts = counts;
    this.request = new Int32Array(this.limit);
    this.user = new Int32Array(this.limit);
    this.arrivedAt = new Float64Array(this.limit);
    this.outcome = new Int8Array(this.limit);
  }

  /** A request arrives that is counted in `counts` already. */
  begin(attempt: Attempt): void {
    if (!this.follows(attempt.user)) return;
    if (this.used === this.limit) {
      this.makeRoom();
      if (!this.follows(attempt.user)) return;
    }
    const row = this.used++;
    this.request[row] = attempt.request;
    this.user[row] = attempt.user;
    this.arrivedAt[row] = attempt.first;
    this.outcome[row] = PENDING;
  }

  /** It ended so; a later call may take that back. */
  finish({ request }: Attempt, outcome: number): void {
    const row = this.rowOf(request);
    if (row >= 0) this.outcome[row] = outcome;
  }

  /** It has not ended after all. */
  reopen(attempt: Attempt): void {
    this.finish(attempt, PENDING);
  }

  seal(): UserHistories {
    this.forgetOthers();
    const { used } = this;
    return {
      user: Uint32Array.from(this.user.subarray(0, used)),
      arrivedAt: this.arrivedAt.slice(0, used),
      outcome: this.outcome.slice(0, used),
    };
  }

  /** Is the user among those whose every request is kept, as far as can be told now? */
  follows(user: number): boolean {
    if ((this.counts[user] as number) > this.most) return false;
    return this.below === PLACES || placeOf(user, this.key) < this.below;
  }

  /** −1 when its user is not followed. Nearly always it is the latest request, or its user is not. */
  private rowOf(request: number): number {
    let high = this.used - 1;
    if (high < 0 || (this.request[high] as number) < request) return -1;
    if (this.request[high] === request) return high;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.request[middle] as number) < request) low = middle + 1;
      else high = middle;
    }
    return this.request[low] === request ? low : -1;
  }

  private makeRoom(): void {
    for (this.forgetOthers(); this.used === this.limit; this.forgetOthers()) {
      if (this.most > this.limit) this.most = this.limit * LARGEST_SHARE;
      else this.below /= 2;
    }
  }

  /** Forgets the requests of users that are not followed any more. */
  private forgetOthers(): void {
    const { request, user, arrivedAt, outcome } = this;
    let kept = 0;
    for (let row = 0; row < this.used; row++) {
      if (!this.follows(user[row] as number)) continue;
      request[kept] = request[row] as number;
      user[kept] = user[row] as number;
      arrivedAt[kept] = arrivedAt[row] as number;
      outcome[kept++] = outcome[row] as number;
    }
    this.used = kept;
  }
}
