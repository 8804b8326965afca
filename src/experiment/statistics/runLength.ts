/**
 * How long to watch a queue before its average means something (Whitt 1989, "Planning queueing simulations"): for
 * M/M/1 at utilisation ρ, in units of the mean service time.
 */

/** Asymptotic variance of the time-average number in system: 2ρ(1+ρ)/(1−ρ)⁴. */
export function asymptoticVariance(utilisation: number): number {
  const idle = 1 - utilisation;
  return (2 * utilisation * (1 + utilisation)) / (idle * idle * idle * idle);
}

/** Service times to watch until the interval (z: its normal quantile) is ± `relativeHalfWidth` of the mean. */
export function requiredRunLength(utilisation: number, relativeHalfWidth: number, z: number): number {
  const mean = utilisation / (1 - utilisation);
  const halfWidth = relativeHalfWidth * mean;
  return (z * z * asymptoticVariance(utilisation)) / (halfWidth * halfWidth);
}
