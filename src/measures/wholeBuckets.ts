import type { Run, Span } from "../record/run.ts";

/** The span in whole buckets of the record, at least one, within the window: 61.4 s to 70 s in seconds: 61 s to 70 s. */
export function wholeBuckets({ window, traffic: { bucket } }: Run, { start, end }: Span): Span {
  const first = Math.floor((Math.max(start, window.start) - window.start) / bucket);
  const last = Math.max(first + 1, Math.ceil((Math.min(end, window.end) - window.start) / bucket));
  return { start: window.start + first * bucket, end: Math.min(window.end, window.start + last * bucket) };
}
