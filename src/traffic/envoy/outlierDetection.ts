import type { Micros } from "../../kernel/time.ts";

/**
 * Hosts that outlier detection may have ejected at a time (Envoy `outlier_detection_impl.cc:ejectHost`): one more as long
 * as 100 · (ejected + 1) / hosts stays within the limit. Below ten hosts the default of 10 % ejects nobody, unless one is
 * always allowed.
 */
export function mostEjected(
  hosts: number,
  limit: { readonly maxEjectionPercent: number; readonly alwaysEjectOneHost: boolean },
): number {
  const within = Math.floor((hosts * limit.maxEjectionPercent) / 100);
  return Math.min(hosts, Math.max(within, limit.alwaysEjectOneHost ? 1 : 0));
}

/** How long a host is out: base · ejections in a row, at most `max` (and never below `base`), µs. */
export function ejectionTime(ejections: number, time: { readonly base: Micros; readonly max: Micros }): Micros {
  return Math.min(time.base * ejections, Math.max(time.base, time.max));
}

/**
 * Hosts whose success rate lies below mean − factor · σ are ejected (`Utility::successRateEjectionThreshold`); rates in
 * percent, σ of the whole group. Example: 100, 100, 100, 100, 50 and a factor of 1.9: 90 − 1.9 · 20 = 52.
 */
export function successRateThreshold(rates: readonly number[], factor: number): { average: number; threshold: number } {
  const average = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const variance = rates.reduce((sum, rate) => sum + (rate - average) * (rate - average), 0) / rates.length;
  return { average, threshold: average - factor * Math.sqrt(variance) };
}
