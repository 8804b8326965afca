import { normalQuantile } from "../../kernel/normalQuantile.ts";
import { stream } from "../../kernel/streams.ts";
import { normalAbove } from "../../observe/statistics/normalLaw.ts";
import { meanOf } from "./meanInterval.ts";

export interface BootstrapOptions {
  readonly confidence?: number;
  /** Samples drawn with replacement. */
  readonly resamples?: number;
  /** Names the stream of chance. */
  readonly seed: string;
}

/**
 * Interval of the mean by the bias-corrected and accelerated bootstrap (Efron 1987): quantiles of the means of resamples,
 * moved by how far the mean lies from their middle (z₀) and by how its error grows with it (a, from leaving each value
 * out). For skewed values, where mean ± t·s/√n promises a symmetry that is not there. At least two values.
 */
export function bcaInterval(values: readonly number[], options: BootstrapOptions): { low: number; high: number } {
  const { confidence = 0.95, resamples = 2000, seed } = options;
  const mean = meanOf(values);
  if (values.every((value) => value === values[0])) return { low: mean, high: mean };
  const means = resampledMeans(values, { resamples, seed });
  const bias = normalQuantile(shareBelow(means, mean));
  const acceleration = accelerationOf(values, mean);
  const at = (p: number) => {
    const z = bias + normalQuantile(p);
    const moved = 1 - normalAbove(bias + z / (1 - acceleration * z));
    return means[Math.min(resamples - 1, Math.max(0, Math.ceil(moved * resamples) - 1))] as number;
  };
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
}

function resampledMeans(
  values: readonly number[],
  { resamples, seed }: { readonly resamples: number; readonly seed: string },
): Float64Array {
  const draws = stream(seed, "bootstrap");
  const n = values.length;
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[Math.floor(draws.uniform() * n)] as number;
    means[resample] = sum / n;
  }
  return means.sort();
}

/** Ties count half; never quite 0 or 1, whose normal quantiles do not exist. */
function shareBelow(sorted: Float64Array, mean: number): number {
  let below = 0;
  for (const value of sorted) below += value < mean ? 1 : value === mean ? 0.5 : 0;
  return Math.min(1 - 0.5 / sorted.length, Math.max(0.5 / sorted.length, below / sorted.length));
}

/** Σ d³ / 6 (Σ d²)^1.5 over the jackknife's means; of a mean that is the same as a sixth of the skewness over √n. */
function accelerationOf(values: readonly number[], mean: number): number {
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    const d = value - mean;
    squares += d * d;
    cubes += d * d * d;
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
}

/** Third standardised moment of a sample, 0 where nothing varies. */
export function skewnessOf(values: readonly number[]): number {
  return accelerationOf(values, meanOf(values)) * 6 * Math.sqrt(values.length);
}
