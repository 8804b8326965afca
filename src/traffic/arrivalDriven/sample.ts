import type { Micros } from "../../kernel/time.ts";
import type { RequestSample } from "../../record/run.ts";
import type { Attempt } from "../attempt.ts";

const PENDING = -1;

/**
 * Every `stride`-th request of the window. The stride begins at 1 and doubles whenever the columns are full, so the
 * sample is even over the whole run without knowing its length, and a request's row follows from its position alone.
 */
export class Sample {
  private stride = 1;
  private used = 0;
  private readonly limit: number;
  private readonly end: Micros;
  private readonly arrivedAt: Float64Array;
  private readonly endedAt: Float64Array;
  private readonly pod: Int32Array;
  private readonly version: Int8Array;
  private readonly outcome: Int8Array;
  private readonly attempts: Uint8Array;
  private readonly user: Uint32Array;

  constructor(limit: number, end: Micros) {
    this.limit = Math.max(2, limit);
    this.end = end;
    this.arrivedAt = new Float64Array(this.limit);
    this.endedAt = new Float64Array(this.limit);
    this.pod = new Int32Array(this.limit);
    this.version = new Int8Array(this.limit);
    this.outcome = new Int8Array(this.limit);
    this.attempts = new Uint8Array(this.limit);
    this.user = new Uint32Array(this.limit);
  }

  /** Is the request at this position of the window (0, 1, …) in the sample? */
  has(position: number): boolean {
    return (position & (this.stride - 1)) === 0;
  }

  /** A sampled request arrives. */
  begin(position: number, attempt: Attempt): void {
    if (this.used === this.limit) this.thin();
    if (!this.has(position)) return;
    const row = this.used++;
    this.arrivedAt[row] = attempt.first;
    this.endedAt[row] = this.end;
    this.outcome[row] = PENDING;
    this.user[row] = attempt.user;
  }

  /** Its present attempt is decided. */
  attempt(position: number, attempt: Attempt): void {
    const row = position / this.stride;
    this.pod[row] = attempt.pod;
    this.version[row] = attempt.version;
    this.attempts[row] = attempt.number + 1;
  }

  /** It ended at `at`; a later call may take that back. */
  finish(position: number, outcome: number, at: Micros): void {
    const row = position / this.stride;
    this.outcome[row] = outcome;
    this.endedAt[row] = at;
  }

  /** It has not ended after all. */
  reopen(position: number): void {
    this.finish(position, PENDING, this.end);
  }

  seal(): RequestSample {
    const { used } = this;
    return {
      stride: this.stride,
      arrivedAt: this.arrivedAt.slice(0, used),
      endedAt: this.endedAt.slice(0, used),
      pod: this.pod.slice(0, used),
      version: this.version.slice(0, used),
      outcome: this.outcome.slice(0, used),
      attempts: this.attempts.slice(0, used),
      user: this.user.slice(0, used),
    };
  }

  private thin(): void {
    const kept = Math.ceil(this.used / 2);
    for (const column of [
      this.arrivedAt,
      this.endedAt,
      this.pod,
      this.version,
      this.outcome,
      this.attempts,
      this.user,
    ]) {
      for (let row = 0; row < kept; row++) column[row] = column[2 * row] as number;
    }
    this.used = kept;
    this.stride *= 2;
  }
}
