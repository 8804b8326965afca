/** A bucket of a classic histogram: how many observations were at most `bound`. */
export interface Bucket {
  readonly bound: number;
  readonly count: number;
}

export interface BucketQuantile {
  readonly value: number;
  /** Counts that fell from one bucket to the next were raised to what they had been. */
  readonly wasForced: boolean;
  /** Differences of rounding alone were evened out. */
  readonly wasFixed: boolean;
}

/** Counts this near to each other, relatively, differ by rounding alone. */
const ROUNDING = 1e-12;

/**
 * The quantile of a classic histogram, by linear interpolation within its bucket (`promql/quantile.go:BucketQuantile`).
 *
 * Worked example: 10 observations up to 10, 15 up to 15 and no more; the 0.99 quantile has rank 14.85 and lies in the
 * second bucket: 10 + 5 · 4.85 / 5 = 14.85. In the last bucket the answer is the bound of the one before: a quantile is
 * never above the largest finite bound.
 */
export function bucketQuantile(q: number, given: readonly Bucket[]): BucketQuantile {
  const plain = (value: number): BucketQuantile => ({ value, wasForced: false, wasFixed: false });
  if (Number.isNaN(q)) return plain(Number.NaN);
  if (q < 0) return plain(Number.NEGATIVE_INFINITY);
  if (q > 1) return plain(Number.POSITIVE_INFINITY);
  const merged = inOrder(given);
  if (merged.at(-1)?.bound !== Number.POSITIVE_INFINITY) return plain(Number.NaN);
  const { buckets, ...repaired } = repair(merged);
  const total = buckets.at(-1)?.count ?? 0;
  if (buckets.length < 2 || total === 0 || Number.isNaN(total)) return plain(Number.NaN);
  return { value: interpolate(q * total, buckets), ...repaired };
}

function interpolate(rank: number, buckets: readonly Bucket[]): number {
  const last = buckets.length - 1;
  let found = buckets.findIndex(({ count }) => count >= rank);
  if (found < 0) found = last;
  if (found === last) return (buckets[last - 1] as Bucket).bound;
  const { bound, count } = buckets[found] as Bucket;
  if (found === 0 && bound <= 0) return bound;
  const { bound: start, count: before } = found === 0 ? { bound: 0, count: 0 } : (buckets[found - 1] as Bucket);
  return start + (bound - start) * ((rank - before) / (count - before));
}

/**
 * The share of observations between two values (`promql/quantile.go:BucketFraction`).
 * The lowest bucket begins at 0, or at −∞ when its bound is not above 0.
 */
export function bucketFraction(lower: number, upper: number, given: readonly Bucket[]): number {
  const buckets = inOrder(given);
  const last = buckets.at(-1);
  if (last?.bound !== Number.POSITIVE_INFINITY) return Number.NaN;
  if (!(last.count !== 0) || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  const rank = (value: number) => Math.min(rankOf(value, buckets), last.count);
  return (rank(upper) - rank(lower)) / last.count;
}

/** How many observations were at most `value`. */
function rankOf(value: number, buckets: readonly Bucket[]): number {
  let start = (buckets[0] as Bucket).bound > 0 ? 0 : Number.NEGATIVE_INFINITY;
  let before = 0;
  for (const { bound, count } of buckets) {
    if (value <= start) return before;
    if (value < bound) return before + ((count - before) * (value - start)) / (bound - start);
    start = bound;
    before = count;
  }
  return before;
}

/** By bound; buckets of equal bounds are one. */
function inOrder(given: readonly Bucket[]): Bucket[] {
  const counts = new Map<number, number>();
  for (const { bound, count } of given) counts.set(bound, (counts.get(bound) ?? 0) + count);
  return [...counts].map(([bound, count]) => ({ bound, count })).sort((a, b) => (a.bound < b.bound ? -1 : 1));
}

/** Counts that never fall: what is scraped while it changes, or added up with rounding, may. */
function repair(given: readonly Bucket[]): { buckets: Bucket[] } & Pick<BucketQuantile, "wasForced" | "wasFixed"> {
  let wasForced = false;
  let wasFixed = false;
  let most = given[0]?.count ?? 0;
  const buckets = given.map(({ bound, count }) => {
    if (count === most) return { bound, count };
    if (isNearly(count, most)) wasFixed = true;
    else if (count < most) wasForced = true;
    else most = count;
    return { bound, count: most };
  });
  return { buckets, wasForced, wasFixed };
}

function isNearly(a: number, b: number): boolean {
  const size = Math.abs(a) + Math.abs(b);
  return size > 0 && Math.abs(a - b) / size < ROUNDING;
}
