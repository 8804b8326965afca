import type { Micros } from "../kernel/time.ts";
import { OUTCOME_COUNT, type Run, type Span } from "../record/run.ts";

/**
 * Good and bad user-visible requests in windows of one width, aligned to the start of the run's window. Bad is every
 * outcome but `ok` (a slow answer misses the objective too). A request still in flight at the end is neither.
 */
export interface Tally {
  /** Instant the first window starts, µs. */
  readonly start: Micros;
  readonly width: Micros;
  /** Requests whose outcome is known, by window of their arrival. */
  readonly total: Float64Array;
  readonly bad: Float64Array;
}

/**
 * Counts by windows of `width`, rounded up to whole buckets of the record (one second each, more in runs of many
 * hours). A last window that the end cuts short is dropped.
 */
export function tallyWindows(run: Run, width: Micros): Tally {
  const { traffic, window } = run;
  const perWindow = Math.max(1, Math.ceil(width / traffic.bucket));
  const wide = perWindow * traffic.bucket;
  const windows = Math.floor((window.end - window.start) / wide);
  const total = new Float64Array(windows);
  const bad = new Float64Array(windows);
  const buckets = Math.min(windows * perWindow, traffic.buckets);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const index = Math.floor(bucket / perWindow);
    const row = bucket * OUTCOME_COUNT;
    let decided = 0;
    for (let outcome = 0; outcome < OUTCOME_COUNT; outcome++) decided += traffic.requests[row + outcome] as number;
    total[index] = (total[index] as number) + decided;
    bad[index] = (bad[index] as number) + decided - (traffic.requests[row] as number);
  }
  return { start: window.start, width: wide, total, bad };
}

/** Strictly more than `limit` of the window's requests were bad; a window without requests violates nothing. */
export function violates(bad: number, total: number, limit: number): boolean {
  return total > 0 && bad / total > limit;
}

/** The violating windows, as spans. Neighbours touch; they are not joined. */
export function violatingSpans({ start, width, total, bad }: Tally, limit: number): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < total.length; i++) {
    if (!violates(bad[i] as number, total[i] as number, limit)) continue;
    spans.push({ start: start + i * width, end: start + (i + 1) * width });
  }
  return spans;
}

/** Whole-window counts of user-visible requests whose outcome is known. */
export interface Verdicts {
  readonly total: number;
  readonly bad: number;
}

export function verdicts(run: Run): Verdicts {
  const { requestsByOutcome } = run.traffic.totals;
  const total = requestsByOutcome.reduce((sum, count) => sum + count, 0);
  return { total, bad: total - (requestsByOutcome[0] ?? 0) };
}

/** A share of a count, null when there was nothing to take a share of. */
export function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
