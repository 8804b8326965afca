import { assert } from "../kernel/assert.ts";
import { type Micros, NEVER } from "../kernel/time.ts";

/** What the samples inside a window say about one counter. */
export interface Increase {
  /** Samples in the window; an increase needs two. */
  readonly samples: number;
  /** Last minus first sample of the window. */
  readonly increase: number;
}

/**
 * Scraped samples of a few counters, all taken at the same instants: a ring that holds what a window can still see, so
 * memory does not grow with the length of the run.
 */
export class SampleRing {
  private readonly width: number;
  private capacity = 16;
  private times = new Float64Array(this.capacity);
  private values: Float64Array;
  /** Position of the oldest sample, and how many there are. */
  private head = 0;
  private size = 0;
  private retention: Micros;

  /** `width` counters per sample; samples older than `retention` (µs) are forgotten. */
  constructor(width: number, retention: Micros) {
    this.width = width;
    this.retention = retention;
    this.values = new Float64Array(this.capacity * width);
  }

  /** From now on keeps samples at least this long, µs. What was forgotten before does not come back. */
  retain(span: Micros): void {
    this.retention = Math.max(this.retention, span);
  }

  /** Samples held. */
  get length(): number {
    return this.size;
  }

  /** Adds the sample of instant `at` (later than the one before). `counters` has one value per counter. */
  append(at: Micros, counters: ArrayLike<number>): void {
    assert(this.size === 0 || at > this.time(this.size - 1), "samples must come in order of time");
    while (this.size > 0 && this.time(0) <= at - this.retention) this.forgetOldest();
    if (this.size === this.capacity) this.grow();
    const slot = this.slot(this.size++);
    this.times[slot] = at;
    for (let i = 0; i < this.width; i++) this.values[slot * this.width + i] = counters[i] as number;
  }

  /** The increase of one counter over the left-open window (after, upTo], as a Prometheus range selector cuts it. */
  increase(counter: number, after: Micros, upTo: Micros): Increase {
    let first = 0;
    while (first < this.size && this.time(first) <= after) first++;
    let last = this.size - 1;
    while (last >= first && this.time(last) > upTo) last--;
    const samples = last - first + 1;
    return { samples, increase: samples < 2 ? 0 : this.value(last, counter) - this.value(first, counter) };
  }

  private slot(index: number): number {
    return (this.head + index) % this.capacity;
  }

  private time(index: number): Micros {
    return this.size === 0 ? NEVER : (this.times[this.slot(index)] as number);
  }

  private value(index: number, counter: number): number {
    return this.values[this.slot(index) * this.width + counter] as number;
  }

  private forgetOldest(): void {
    this.head = this.slot(1);
    this.size--;
  }

  private grow(): void {
    const times = new Float64Array(this.capacity * 2);
    const values = new Float64Array(this.capacity * 2 * this.width);
    for (let i = 0; i < this.size; i++) {
      times[i] = this.time(i);
      for (let c = 0; c < this.width; c++) values[i * this.width + c] = this.value(i, c);
    }
    this.capacity *= 2;
    this.head = 0;
    this.times = times;
    this.values = values;
  }
}
