import { FINE_BINS } from "../../record/latency.ts";
import { unsigned } from "./columns.ts";

/**
 * Latencies of all requests.
 * @param byVersion [version][bin], of attempts that were answered
 * @param beyond [bin], what requests have beyond those
 */
export function requestLatencies(byVersion: Int32Array, beyond: Int32Array): Uint32Array {
  const all = new Uint32Array(FINE_BINS);
  for (let bin = 0; bin < FINE_BINS; bin++) {
    let count = beyond[bin] as number;
    for (let at = bin; at < byVersion.length; at += FINE_BINS) count += byVersion[at] as number;
    all[bin] = count;
  }
  return all;
}

/** A histogram for each version. */
export function versionLatencies(byVersion: Int32Array): Uint32Array[] {
  const all = unsigned(byVersion);
  const versions = all.length / FINE_BINS;
  return Array.from({ length: versions }, (_, i) => all.slice(i * FINE_BINS, (i + 1) * FINE_BINS));
}
