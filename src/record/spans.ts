import type { Micros } from "../kernel/time.ts";
import type { Span } from "./run.ts";

/**
 * Sets of instants as half-open spans, and counts of overlapping spans as step functions. All in whole µs, so sums are
 * exact: the union of what a set is and what it is not is the window to the microsecond.
 */

/** Whether one of the spans holds the instant. */
export function covers(spans: readonly Span[], at: Micros): boolean {
  return spans.some(({ start, end }) => start <= at && at < end);
}

/** How many µs the spans last together; overlapping ones count twice. */
export function totalLength(spans: readonly Span[]): Micros {
  let sum = 0;
  for (const { start, end } of spans) sum += end - start;
  return sum;
}

/** The instants in at least one span: sorted, disjoint, not touching, none empty. */
export function union(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: Span[] = [];
  let open: Span | undefined;
  for (const span of sorted) {
    if (open !== undefined && span.start <= open.end) {
      if (span.end > open.end) open = { start: open.start, end: span.end };
    } else {
      if (open !== undefined) merged.push(open);
      open = span;
    }
  }
  if (open !== undefined) merged.push(open);
  return merged;
}

/** The instants in both sets. */
export function intersection(a: readonly Span[], b: readonly Span[]): Span[] {
  const left = union(a);
  const right = union(b);
  const common: Span[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const x = left[i] as Span;
    const y = right[j] as Span;
    const start = Math.max(x.start, y.start);
    const end = Math.min(x.end, y.end);
    if (start < end) common.push({ start, end });
    if (x.end < y.end) i++;
    else j++;
  }
  return common;
}

/** The part of each span inside the window; spans outside it vanish, overlapping ones stay apart. */
export function clip(spans: readonly Span[], window: Span): Span[] {
  const inside: Span[] = [];
  for (const span of spans) {
    const start = Math.max(span.start, window.start);
    const end = Math.min(span.end, window.end);
    if (start < end) inside.push({ start, end });
  }
  return inside;
}

/** The instants of the window in none of the spans. */
export function complement(spans: readonly Span[], window: Span): Span[] {
  const gaps: Span[] = [];
  let from = window.start;
  for (const { start, end } of union(clip(spans, window))) {
    if (start > from) gaps.push({ start: from, end: start });
    from = end;
  }
  if (from < window.end) gaps.push({ start: from, end: window.end });
  return gaps;
}

/** A function of time that is constant between steps: `value[i]` holds on [at[i], at[i+1]), the last one until `end`. */
export interface Steps {
  /** Strictly rising; the first is the start of the window. */
  readonly at: readonly Micros[];
  readonly value: readonly number[];
  readonly end: Micros;
}

/** How many spans cover each instant of the window. */
export function countOverlapping(spans: readonly Span[], window: Span): Steps {
  const inside = clip(spans, window);
  const starts = inside.map(({ start }) => start).sort(ascending);
  const ends = inside.map(({ end }) => end).sort(ascending);
  const at: Micros[] = [window.start];
  const value: number[] = [0];
  let count = 0;
  let i = 0;
  let j = 0;
  while (i < starts.length || j < ends.length) {
    const now = Math.min(starts[i] ?? window.end, ends[j] ?? window.end);
    if (now >= window.end) break;
    while (starts[i] === now) {
      count++;
      i++;
    }
    while (ends[j] === now) {
      count--;
      j++;
    }
    if (now === window.start) value[0] = count;
    else if (count !== value[value.length - 1]) {
      at.push(now);
      value.push(count);
    }
  }
  return { at, value, end: window.end };
}

/** Position of the last step at or before `t`, −1 when `t` is before the first: binary search, no allocation. */
export function stepIndex(at: ArrayLike<number>, t: Micros): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] as number) <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The value at `t`, 0 before the first step. */
export function valueAt(steps: Steps, t: Micros): number {
  const index = stepIndex(steps.at, t);
  return index < 0 ? 0 : (steps.value[index] as number);
}

/** ∫ f(value) dt over the whole function, in µs times the unit of `f`. */
export function integrate(steps: Steps, f: (value: number) => number = identity): number {
  let sum = 0;
  for (let i = 0; i < steps.at.length; i++) {
    const end = steps.at[i + 1] ?? steps.end;
    sum += f(steps.value[i] as number) * (end - (steps.at[i] as number));
  }
  return sum;
}

/** When the value is as wanted. */
export function spansWhere(steps: Steps, wanted: (value: number) => boolean): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < steps.at.length; i++) {
    if (wanted(steps.value[i] as number))
      spans.push({ start: steps.at[i] as number, end: steps.at[i + 1] ?? steps.end });
  }
  return union(spans);
}

/** Joins functions over the same window, instant by instant. */
export function combine(functions: readonly Steps[], join: (values: readonly number[]) => number): Steps {
  const times = [...new Set(functions.flatMap((f) => f.at))].sort(ascending);
  const at: Micros[] = [];
  const value: number[] = [];
  for (const t of times) {
    const joined = join(functions.map((f) => valueAt(f, t)));
    if (value.length > 0 && value[value.length - 1] === joined) continue;
    at.push(t);
    value.push(joined);
  }
  return { at, value, end: functions[0]?.end ?? 0 };
}

/** The greatest value that holds for any time at all. */
export function maximum(steps: Steps): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of steps.value) if (value > greatest) greatest = value;
  return greatest;
}

const ascending = (a: number, b: number) => a - b;
const identity = (value: number) => value;
