import type { Micros } from "../../kernel/time.ts";
import type { RequestSample } from "../../record/run.ts";
import { type Attempt, NO_POD, NO_VERSION } from "../attempt.ts";

const PENDING = -1;

/** Numbers kept per request. */
const WIDTH = 7;
const ARRIVED = 0;
const ENDED = 1;
const POD = 2;
const VERSION = 3;
const OUTCOME = 4;
const ATTEMPTS = 5;
const USER = 6;

/**
 * Every `stride`-th request of the window. The stride begins at 1 and doubles whenever the rows are full, so the
 * sample is even over the whole run without knowing its length, and a request's row follows from its position alone.
 *
 * One array of one kind, row by row: thinning columns of five kinds cost more than all that is written into them.
 */
export class Sample {
  private stride = 1;
  private used = 0;
  private readonly limit: number;
  private readonly end: Micros;
  private readonly rows: Float64Array;

  constructor(limit: number, end: Micros) {
    this.limit = Math.max(2, limit);
    this.end = end;
    this.rows = new Float64Array(this.limit * WIDTH);
  }

  /** Is the request at this position of the window (0, 1, …) in the sample? */
  has(position: number): boolean {
    return (position & (this.stride - 1)) === 0;
  }

  /** A sampled request arrives. */
  begin(position: number, attempt: Attempt): void {
    if (this.used === this.limit) this.thin();
    if (!this.has(position)) return;
    const { rows } = this;
    const row = WIDTH * this.used++;
    rows[row + ARRIVED] = attempt.first;
    rows[row + ENDED] = this.end;
    rows[row + OUTCOME] = PENDING;
    rows[row + USER] = attempt.user;
    rows[row + ATTEMPTS] = 1;
  }

  /** A request arrives that ends with its first attempt, decided already. */
  keep(position: number, attempt: Attempt): void {
    if (this.has(position)) this.begin(position, attempt);
    if (!this.has(position)) return;
    this.attempt(position, attempt);
    this.finish(position, attempt.outcome, attempt.end);
  }

  /** A sampled request passes by: its row says so by having no attempts. */
  leaveEmpty(position: number, attempt: Attempt): void {
    this.begin(position, attempt);
    if (!this.has(position)) return;
    const row = WIDTH * (position / this.stride);
    this.rows[row + POD] = NO_POD;
    this.rows[row + VERSION] = NO_VERSION;
    this.rows[row + ATTEMPTS] = 0;
  }

  /** One more attempt of the request at this position is sent. */
  again(position: number): void {
    if (!this.has(position)) return;
    const at = WIDTH * (position / this.stride) + ATTEMPTS;
    this.rows[at] = (this.rows[at] as number) + 1;
  }

  /** The present attempt of the request at this position is decided. */
  attempt(position: number, attempt: Attempt): void {
    if (!this.has(position)) return;
    const { rows } = this;
    const row = WIDTH * (position / this.stride);
    rows[row + POD] = attempt.pod;
    rows[row + VERSION] = attempt.version;
  }

  /** It ended at `at`; a later call may take that back. */
  finish(position: number, outcome: number, at: Micros): void {
    const row = WIDTH * (position / this.stride);
    this.rows[row + OUTCOME] = outcome;
    this.rows[row + ENDED] = at;
  }

  /** It has not ended after all. */
  reopen(position: number): void {
    this.finish(position, PENDING, this.end);
  }

  seal(): RequestSample {
    const { used } = this;
    return {
      stride: this.stride,
      arrivedAt: this.column(ARRIVED, new Float64Array(used)),
      endedAt: this.column(ENDED, new Float64Array(used)),
      pod: this.column(POD, new Int32Array(used)),
      version: this.column(VERSION, new Int8Array(used)),
      outcome: this.column(OUTCOME, new Int8Array(used)),
      attempts: this.column(ATTEMPTS, new Uint8Array(used)),
      user: this.column(USER, new Uint32Array(used)),
    };
  }

  /** Gathered as one kind of array and converted at once: a loop that stores into five kinds of column costs ten times that. */
  private column<Column extends Float64Array | Int32Array | Uint32Array | Int8Array | Uint8Array>(
    which: number,
    column: Column,
  ): Column {
    const numbers = new Float64Array(column.length);
    for (let i = 0; i < numbers.length; i++) numbers[i] = this.rows[i * WIDTH + which] as number;
    column.set(numbers);
    return column;
  }

  private thin(): void {
    const { rows } = this;
    const kept = Math.ceil(this.used / 2);
    for (let row = 0; row < kept; row++) {
      const from = 2 * row * WIDTH;
      for (let i = 0; i < WIDTH; i++) rows[row * WIDTH + i] = rows[from + i] as number;
    }
    this.used = kept;
    this.stride *= 2;
  }
}
