/** Envoy's `overprovisioning_factor`, percent: a level is full as long as 72 % of its hosts are healthy. */
const OVERPROVISIONING = 140;

/** Whole percent of its usual load that a level can carry (`LoadBalancerBase::recalculatePerPriorityState`). */
function capacityOf(healthyPercent: number): number {
  return Math.min(100, Math.floor((OVERPROVISIONING * healthyPercent) / 100));
}

/** What the levels can carry together, at most 100 %. */
export function totalHealth(healthyPercent: readonly number[]): number {
  return Math.min(
    100,
    healthyPercent.reduce((sum, healthy) => sum + capacityOf(healthy), 0),
  );
}

/**
 * Percent of the traffic for each priority level, in order: a level takes what it can carry, the next one what is left.
 * When all together cannot carry 100 %, each takes its part. What rounding leaves goes to the first level that carries.
 *
 * Example: 25 % and 100 % healthy: 140 · 25 % = 35 % stay, 65 % spill over.
 */
export function priorityLoad(healthyPercent: readonly number[]): number[] {
  const total = totalHealth(healthyPercent);
  if (total === 0) return equalParts(healthyPercent.length);
  let left = 100;
  const load = healthyPercent.map((healthy) => {
    const part = Math.min(left, Math.floor((capacityOf(healthy) * 100) / total));
    left -= part;
    return part;
  });
  const first = healthyPercent.findIndex((healthy) => capacityOf(healthy) > 0);
  load[first] = (load[first] as number) + left;
  return load;
}

/** Nobody is healthy: everyone gets traffic, by the number of hosts, which is the same everywhere here. */
function equalParts(levels: number): number[] {
  const part = Math.floor(100 / levels);
  return Array.from({ length: levels }, (_, level) => part + (level === 0 ? 100 - part * levels : 0));
}

/**
 * In which levels all hosts get traffic, healthy or not: those with fewer healthy hosts than the threshold (percent;
 * Envoy 50, Istio 0), as long as the levels together cannot carry everything.
 */
export function levelsInPanic(healthyPercent: readonly number[], thresholdPercent: number): boolean[] {
  const isWhole = totalHealth(healthyPercent) === 100;
  return healthyPercent.map((healthy) => !isWhole && healthy < thresholdPercent);
}

/** Share of the traffic per locality, 0–1: the weight, less what its unhealthy hosts beyond the overprovisioning take. */
export function localityLoad(weights: readonly number[], healthyPercent: readonly number[]): number[] {
  const effective = weights.map(
    (weight, index) => weight * Math.min(1, (OVERPROVISIONING * (healthyPercent[index] ?? 0)) / 10_000),
  );
  const whole = effective.reduce((sum, weight) => sum + weight, 0);
  return effective.map((weight) => (whole > 0 ? weight / whole : 0));
}
