import type { Sizes } from "./counts.ts";

export interface WeightToApproximate {
  readonly weight: number;
  readonly maxWeight: number;
  /** Pods allowed beyond `replicas`; any surge allows the target itself one pod more. */
  readonly surge: number;
}

/**
 * The numbers of canary and stable pods whose share comes closest to a weight
 * (`utils/replicaset/canary.go:approximateWeightedCanaryStableReplicaCounts`).
 *
 * Up to four candidates are compared: the canary rounded up or down, in a total of n or, with surge, n + 1. Between the
 * ends of the scale neither side gets 0 pods, except with one replica and no surge. The first of equally near ones wins,
 * so that a tie rounds the canary up. Example: 3 replicas at 20 % with surge: 1 + 3, a quarter of the traffic.
 */
export function approximateWeight(replicas: number, { weight, maxWeight, surge }: WeightToApproximate): Sizes {
  if (replicas === 0) return { canary: 0, stable: 0 };
  const exact = (replicas * weight) / maxWeight;
  const up = Math.ceil(exact);
  const down = Math.floor(exact);
  const zeroAllowed = weight === 0 || weight === maxWeight || (replicas === 1 && surge === 0);
  const isTied = (total: number) => (2 * total * weight) % (2 * maxWeight) === maxWeight;
  const mayRoundDown = (total: number) => !isTied(total) && (down !== 0 || zeroAllowed);

  const candidates: { readonly canary: number; readonly total: number }[] = [];
  if (up < replicas || zeroAllowed) candidates.push({ canary: up, total: replicas });
  if (mayRoundDown(replicas)) candidates.push({ canary: down, total: replicas });
  if (surge > 0) candidates.push({ canary: up, total: replicas + 1 });
  if (surge > 0 && mayRoundDown(replicas + 1)) candidates.push({ canary: down, total: replicas + 1 });

  let best = { canary: 0, total: replicas };
  let leastError = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const error = Math.abs((candidate.canary * maxWeight) / candidate.total - weight);
    if (error >= leastError) continue;
    leastError = error;
    best = candidate;
  }
  return { canary: best.canary, stable: best.total - best.canary };
}
