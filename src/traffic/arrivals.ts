import { assert } from "../kernel/assert.ts";
import { type Stream, stream } from "../kernel/streams.ts";
import { type Micros, NEVER, SECOND } from "../kernel/time.ts";
import type { RateStep, RateSteps, TrafficConfig } from "./plane.ts";

const BLOCK = 256;

/**
 * When the next request arrives. Between two arrivals a fixed amount of expected requests passes — an exponential with
 * mean 1 (Poisson) or exactly 1 (deterministic) — and is spent against the rate, however the rate moves meanwhile
 * (inversion of the cumulated rate, exact for step functions).
 *
 * Times are kept as real numbers and told as the whole microsecond they fall into.
 */
export class Arrivals {
  // Times and amounts begin as real numbers: the engine lays the fields out as such and never has to think again.
  /** Arrival of the next request, `NEVER` when the rate stays 0. */
  next: Micros = NEVER;

  private readonly steps: RateSteps;
  private readonly source: Stream | null;
  private readonly gaps = new Float64Array(BLOCK).fill(1);
  private drawn = BLOCK;
  private factor = Number.NaN;

  /** Where the present gap began and how much it is to spend. */
  private gapStart = Number.NaN;
  private gap = Number.NaN;
  private exactNext = Number.NaN;
  /** The step that `exactNext` lies in. */
  private step = 0;
  private stepEnd: Micros = NEVER;
  /** µs per request in the present step. */
  private spacing = Number.NaN;

  constructor(config: TrafficConfig) {
    const { law, rate } = config.arrivals;
    assert(rate.from[0] === 0, "the first rate starts at 0");
    this.steps = rate;
    this.source = law === "poisson" ? stream(config.seed, "arrivals") : null;
    this.factor = 1;
    this.exactNext = 0;
    this.enter(0);
    this.advance();
  }

  /** Goes on to the next request. */
  advance(): void {
    if (this.drawn === BLOCK) this.refill();
    const gap = this.gaps[this.drawn++] as number;
    this.gapStart = this.exactNext;
    this.gap = gap;
    const next = this.exactNext + gap * this.spacing;
    if (next < this.stepEnd) {
      this.exactNext = next;
      this.next = Math.floor(next);
    } else {
      this.spend(gap);
    }
  }

  /**
   * Takes what arrives before `before`, one request at least and at most `most`, as far as the present step and the gaps
   * in hand reach, and goes on to the one after.
   * @param into where the times go, one after the other
   * @returns how many they are
   */
  take(into: { readonly times: Float64Array; readonly from: number }, most: number, before: Micros): number {
    const { times, from } = into;
    const { gaps, spacing, stepEnd } = this;
    let { next, exactNext, gapStart, drawn } = this;
    let count = 0;
    while (count < most && next < before && drawn < gaps.length) {
      const after = exactNext + (gaps[drawn] as number) * spacing;
      if (after >= stepEnd) break;
      times[from + count++] = next;
      gapStart = exactNext;
      exactNext = after;
      next = Math.floor(after);
      drawn++;
    }
    if (count === 0) {
      times[from] = next;
      this.advance();
      return 1;
    }
    this.gapStart = gapStart;
    this.gap = gaps[drawn - 1] as number;
    this.exactNext = exactNext;
    this.next = next;
    this.drawn = drawn;
    return count;
  }

  /** Multiplies the rate from `now` on; what the present gap has spent before stays spent. */
  setFactor(factor: number, now: Micros): void {
    const from = Math.max(this.gapStart, now);
    const left = Math.max(0, this.gap - this.expected(this.gapStart, from));
    this.factor = factor;
    this.gapStart = from;
    this.gap = left;
    this.exactNext = from;
    this.enter(this.stepAt(from));
    this.spend(left);
  }

  /** Moves `exactNext` on until `amount` expected requests have passed. */
  private spend(amount: number): void {
    let left = amount;
    for (;;) {
      const next = left > 0 ? this.exactNext + left * this.spacing : this.exactNext;
      if (next < this.stepEnd || this.stepEnd === NEVER) {
        this.exactNext = next;
        this.next = next < NEVER ? Math.floor(next) : NEVER;
        return;
      }
      left -= (this.stepEnd - this.exactNext) / this.spacing;
      if (left < 0) left = 0;
      this.exactNext = this.stepEnd;
      this.enter(this.step + 1);
    }
  }

  private enter(step: number): void {
    const perSecond = (this.steps.perSecond[step] as number) * this.factor;
    this.step = step;
    this.stepEnd = this.endOf(step);
    this.spacing = perSecond > 0 ? SECOND / perSecond : NEVER;
  }

  private endOf(step: number): Micros {
    const { from } = this.steps;
    return step + 1 < from.length ? (from[step + 1] as number) : NEVER;
  }

  private stepAt(time: number): number {
    const { from } = this.steps;
    let step = 0;
    while (step + 1 < from.length && (from[step + 1] as number) <= time) step++;
    return step;
  }

  /** Expected requests in [from, to). */
  private expected(from: number, to: number): number {
    const { steps } = this;
    let sum = 0;
    for (let i = this.stepAt(from); i < steps.from.length; i++) {
      const begin = steps.from[i] as number;
      if (begin >= to) break;
      const span = Math.min(to, this.endOf(i)) - Math.max(from, begin);
      sum += (span * (steps.perSecond[i] as number) * this.factor) / SECOND;
    }
    return sum;
  }

  private refill(): void {
    this.drawn = 0;
    this.source?.fillExponential(this.gaps);
  }
}

/** Steps as columns. */
export function rateSteps(steps: readonly RateStep[]): RateSteps {
  return {
    from: Float64Array.from(steps, ({ from }) => from),
    perSecond: Float64Array.from(steps, ({ perSecond }) => perSecond),
  };
}
