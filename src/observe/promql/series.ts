import { assert } from "../../kernel/assert.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Labels } from "./labels.ts";

/** A span of a series' samples without its staleness markers, and where it was cut: (from, to]. */
export interface Samples {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly from: Micros;
  readonly to: Micros;
}

/** Samples of one series, in order of time. A staleness marker says that the series ended. */
export class Series {
  readonly labels: Labels;
  private times = new Float64Array(16);
  private values = new Float64Array(16);
  /** 1: a staleness marker. A special NaN, as Prometheus has it, would not survive every engine. */
  private stale = new Uint8Array(16);
  private start = 0;
  private end = 0;

  constructor(labels: Labels) {
    this.labels = labels;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** When the latest sample was taken; −∞ without one. */
  get latest(): Micros {
    return this.length === 0 ? Number.NEGATIVE_INFINITY : (this.times[this.end - 1] as Micros);
  }

  /** Adds a sample later than all before. */
  append(at: Micros, value: number): void {
    this.add(at, value, 0);
  }

  /** The series ends at `at`: later instants see nothing of it until its next sample. */
  markStale(at: Micros): void {
    if (this.length > 0 && this.stale[this.end - 1] === 0) this.add(at, Number.NaN, 1);
  }

  /** Forgets samples at or before `at`. */
  forget(at: Micros): void {
    while (this.start < this.end && (this.times[this.start] as Micros) <= at) this.start++;
  }

  /** The latest value in (after, at], with its time; undefined without one, or when the series has ended by then. */
  valueAt(at: Micros, after: Micros): { readonly at: Micros; readonly value: number } | undefined {
    const position = this.positionAfter(at) - 1;
    if (position < this.start || this.stale[position] === 1) return undefined;
    const time = this.times[position] as Micros;
    return time > after ? { at: time, value: this.values[position] as number } : undefined;
  }

  /** The samples in (from, to]. */
  within(from: Micros, to: Micros): Samples {
    const first = this.positionAfter(from);
    const last = this.positionAfter(to);
    const times = this.times.subarray(first, last);
    const values = this.values.subarray(first, last);
    const markers = this.stale.subarray(first, last);
    if (!markers.includes(1)) return { times, values, from, to };
    const isSample = (_: number, i: number) => markers[i] === 0;
    return { times: times.filter(isSample), values: values.filter(isSample), from, to };
  }

  private add(at: Micros, value: number, stale: 0 | 1): void {
    assert(at > this.latest, "samples must come in order of time");
    if (this.end === this.times.length) this.makeRoom();
    this.times[this.end] = at;
    this.values[this.end] = value;
    this.stale[this.end++] = stale;
  }

  /** Position of the first sample later than `at`. */
  private positionAfter(at: Micros): number {
    let low = this.start;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] as Micros) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Moves what is kept to the front, into columns twice as long unless half of them is forgotten. */
  private makeRoom(): void {
    const { start, end } = this;
    const capacity = start > end / 2 ? end : end * 2;
    const times = new Float64Array(capacity);
    const values = new Float64Array(capacity);
    const stale = new Uint8Array(capacity);
    times.set(this.times.subarray(start, end));
    values.set(this.values.subarray(start, end));
    stale.set(this.stale.subarray(start, end));
    this.times = times;
    this.values = values;
    this.stale = stale;
    this.start = 0;
    this.end = end - start;
  }
}
