import { type Micros, SECOND } from "../kernel/time.ts";
import { COARSE_BINS } from "../record/latency.ts";

/** Rows of the record at most, so that a run over days stays small. */
const BUCKETS_MAX = 20_000;
const LATENCY_ROWS_MAX = 240;

/** How the window of a run is cut into buckets: seconds, or several of them when the window is very long. */
export interface Grid {
  readonly start: Micros;
  readonly end: Micros;
  readonly bucket: Micros;
  readonly buckets: number;
  /** Buckets per row of the latency picture. */
  readonly bucketsPerRow: number;
  readonly rows: number;
}

export function gridOf({ start, end }: { readonly start: Micros; readonly end: Micros }): Grid {
  const bucket = SECOND * Math.max(1, Math.ceil((end - start) / SECOND / BUCKETS_MAX));
  const buckets = Math.max(1, Math.ceil((end - start) / bucket));
  const bucketsPerRow = Math.ceil(buckets / LATENCY_ROWS_MAX);
  return { start, end, bucket, buckets, bucketsPerRow, rows: Math.ceil(buckets / bucketsPerRow) };
}

/** Where the bucket's row of the latency picture begins, in columns of [row][coarse bin]. */
export function rowStart({ bucketsPerRow }: Grid, bucket: number): number {
  return Math.floor(bucket / bucketsPerRow) * COARSE_BINS;
}
