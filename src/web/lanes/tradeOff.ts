import { medianOf } from "../../experiment/statistics/quantileInterval.ts";
import type { MeasureId, Measures } from "../../measures/ids.ts";

/** What a strategy costs and what it harms: the two sides of the choice. */
export const COST = "extra_compute_cost" satisfies MeasureId;
export const HARM = "bad_requests" satisfies MeasureId;

/** One strategy in the middle of its seeds. */
export interface Choice {
  /** Position of the lane. */
  readonly lane: number;
  readonly cost: number;
  readonly harm: number;
  /** A lane that is no worse on either side and better on one; null: nobody is, the choice is a matter of weight. */
  readonly dominatedBy: number | null;
}

/**
 * The middle of each lane's cloud. With (cost, harm) of (1, 9), (2, 3) and (3, 5) the third is dominated by the second.
 * @param byLane [lane][seed]; lanes to which a side does not apply are left out
 */
export function choices(byLane: readonly (readonly Measures[])[]): readonly Choice[] {
  const middles = byLane.flatMap((bySeed, lane) => {
    const [cost, harm] = ([COST, HARM] as const).map((id) => bySeed.flatMap((measures) => measures[id] ?? []));
    if (cost === undefined || harm === undefined || cost.length === 0 || harm.length === 0) return [];
    return [{ lane, cost: medianOf(cost), harm: medianOf(harm) }];
  });
  return middles.map((own) => {
    const better = middles.filter(
      ({ cost, harm }) => cost <= own.cost && harm <= own.harm && (cost < own.cost || harm < own.harm),
    );
    // Of several the one that harms least, so that the reason is the strongest there is.
    const [first] = better.sort((a, b) => a.harm - b.harm || a.cost - b.cost);
    return { ...own, dominatedBy: first?.lane ?? null };
  });
}

/**
 * One number for both sides: each from 0 (least of all lanes and seeds) to 1 (most), weighed against each other.
 * @param harmWeight 0: only the cost counts, 1: only the harm
 */
export function lossOf(
  byLane: readonly (readonly Measures[])[],
  harmWeight: number,
): (measures: Measures) => number | null {
  const scale = (id: MeasureId): ((value: number) => number) => {
    const values = byLane.flatMap((bySeed) => bySeed.flatMap((measures) => measures[id] ?? []));
    const low = Math.min(...values);
    const high = Math.max(...values);
    return (value) => (high > low ? (value - low) / (high - low) : 0);
  };
  const [cost, harm] = [scale(COST), scale(HARM)];
  return ({ [COST]: paid, [HARM]: harmed }) =>
    paid === null || harmed === null ? null : (1 - harmWeight) * cost(paid) + harmWeight * harm(harmed);
}
