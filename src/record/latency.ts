import type { Micros } from "../kernel/time.ts";

/**
 * The bins of the latency histograms, log-linear: 128 per doubling, so a bin is at most 0.8 % wide and its middle at
 * most 0.4 % off; below 128 µs every microsecond has its own. Adding histograms adds runs, subtracting takes a
 * request back.
 *
 * Bins for drawing over time are eight times as wide.
 */
export const FINE_BINS = 3328;
export const COARSE_BINS = FINE_BINS / 8;
/** Longer latencies count as this: 71 minutes. */
export const LATENCY_MAX: Micros = 4_294_967_295;

const LINEAR_BITS = 7;

/** The fine bin of a latency (whole µs, ≥ 0). */
export function fineBin(latency: Micros): number {
  const value = latency < LATENCY_MAX ? latency >>> 0 : LATENCY_MAX;
  const shift = 31 - LINEAR_BITS - Math.clz32(value);
  // E.g. 300 µs lies in [256, 512): two µs per bin, bin 1 · 128 + 150.
  return shift <= 0 ? value : (shift << LINEAR_BITS) + (value >>> shift);
}

/** The bin for drawing that a fine bin falls into. */
export function coarseBin(fine: number): number {
  return fine >> 3;
}

/** Smallest latency of a fine bin, µs. */
export function fineBinStart(bin: number): Micros {
  const shift = Math.max(0, (bin >> LINEAR_BITS) - 1);
  return (bin - shift * (1 << LINEAR_BITS)) * (1 << shift);
}

/** The middle of a fine bin, µs: what a histogram says a latency was. */
export function fineBinMiddle(bin: number): Micros {
  return (fineBinStart(bin) + fineBinStart(bin + 1) - 1) / 2;
}

/** Smallest latency of a coarse bin, µs. */
export function coarseBinStart(bin: number): Micros {
  return fineBinStart(bin * 8);
}

/** The middle of a coarse bin, µs. */
export function coarseBinMiddle(bin: number): Micros {
  return (coarseBinStart(bin) + coarseBinStart(bin + 1) - 1) / 2;
}

/**
 * The latency that a share `p` (0–1) of the histogram does not exceed: x_(⌈np⌉), no interpolation, told as the middle
 * of its bin. Null for an empty histogram.
 */
export function latencyQuantile(
  bins: ArrayLike<number>,
  p: number,
  middle: (bin: number) => Micros = fineBinMiddle,
): Micros | null {
  let total = 0;
  for (let bin = 0; bin < bins.length; bin++) total += bins[bin] as number;
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(total * p));
  let seen = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    seen += bins[bin] as number;
    if (seen >= rank) return middle(bin);
  }
  return null;
}
