import { FINE_BINS, fineBinMiddle, fineBinStart } from "../record/latency.ts";
import { Labels, METRIC_NAME } from "./promql/labels.ts";
import type { Expose } from "./scrape.ts";

/** The histogram of how long answers took, by `version` and `le`; with `_bucket`, `_count` and `_sum` as always. */
const DURATION = "http_request_duration_seconds";

/** Upper bounds in seconds: what client libraries bring (`client_golang` `DefBuckets`). */
const BOUNDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The first fine bin above each bound. A bin that a bound lies in counts below it: 0.8 % of the bound at most. */
const ENDS = BOUNDS.map((bound) => {
  let bin = 0;
  while (bin < FINE_BINS && fineBinStart(bin) <= bound * 1_000_000) bin++;
  return bin;
});

/** The classic histogram of one version, put together at the scrape from the bins that are kept anyway. */
export class LatencyBuckets {
  private readonly buckets: readonly Labels[];
  private readonly count: Labels;
  private readonly sum: Labels;

  constructor(version: string) {
    const of = (suffix: string, ...more: readonly (readonly [string, string])[]) =>
      Labels.of([[METRIC_NAME, `${DURATION}${suffix}`], ["version", version], ...more]);
    this.buckets = [...BOUNDS.map(String), "+Inf"].map((le) => of("_bucket", ["le", le]));
    this.count = of("_count");
    this.sum = of("_sum");
  }

  /** @param bins [fine bin] answers so far; `from` is where the version's begin */
  expose(to: Expose, bins: Float64Array, from: number): void {
    let seen = 0;
    let microseconds = 0;
    for (let bin = 0, bound = 0; bin <= FINE_BINS; bin++) {
      while (ENDS[bound] === bin) to(this.buckets[bound++] as Labels, seen);
      if (bin === FINE_BINS) break;
      const answers = bins[from + bin] as number;
      seen += answers;
      microseconds += answers * fineBinMiddle(bin);
    }
    to(this.buckets.at(-1) as Labels, seen);
    to(this.count, seen);
    to(this.sum, microseconds / 1_000_000);
  }
}
