/** A sum that keeps what rounding loses (Kahan, in Neumaier's form), as Prometheus sums. */
export class ExactSum {
  private sum = 0;
  private lost = 0;

  add(term: number): void {
    const { sum } = this;
    const total = sum + term;
    if (Number.isFinite(total)) {
      this.lost += Math.abs(sum) >= Math.abs(term) ? sum - total + term : term - total + sum;
    } else {
      this.lost = 0;
    }
    this.sum = total;
  }

  get value(): number {
    return this.sum + this.lost;
  }
}

export function sumOf(values: Iterable<number>): number {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum.value;
}

/**
 * The mean; where the sum would overflow, by taking each value's share at a time
 * (`promql/engine.go:aggregation`, `promql/functions.go:funcAvgOverTime`).
 */
export function meanOf(values: ArrayLike<number>): number {
  const sum = sumOf(Array.from(values));
  if (Number.isFinite(sum)) return sum / values.length;
  let mean = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    // An infinite mean stays what it is, unless something not a number or the other infinity comes.
    if (!Number.isFinite(value) || !Number.isFinite(mean)) {
      if (!Number.isFinite(value)) mean += value;
      lost = 0;
      continue;
    }
    const share = i / (i + 1);
    const term = value / (i + 1);
    const before = share * mean;
    const next = before + term;
    lost = share * lost + (Math.abs(before) >= Math.abs(term) ? before - next + term : term - next + before);
    mean = next;
  }
  return mean + lost;
}

/** The population's variance (Welford; `funcStdvarOverTime`). */
export function varianceOf(values: ArrayLike<number>): number {
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const delta = value - mean;
    mean += delta / (i + 1);
    squares += delta * (value - mean);
  }
  return squares / values.length;
}

/** The quantile of values by linear interpolation between order statistics (`promql/quantile.go:quantile`). */
export function quantileOf(q: number, values: ArrayLike<number>): number {
  if (values.length === 0 || Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  // NaN is the smallest of all.
  const sorted = Array.from(values).sort((a, b) => (Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b));
  const rank = q * (sorted.length - 1);
  const lower = Math.floor(rank);
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - lower;
  return (sorted[lower] as number) * (1 - weight) + (sorted[upper] as number) * weight;
}
