import type { Measures } from "../../measures/ids.ts";

/** How often one lane came out best. */
export interface Best {
  /** Position of the lane that was best most often; of equals the first. */
  readonly lane: number;
  /** Seeds in which no lane had less. */
  readonly wins: number;
  /** Seeds in which the measure applied to any lane. */
  readonly seeds: number;
  /** Seeds of `wins` in which another lane had as little. */
  readonly level: number;
}

/**
 * The lane with the least of something in the most seeds: every measure of a comparison is better when it is less.
 * With 3, 4, 3 against 4, 4, 2 lane 0 wins twice (once level) and lane 1 twice: lane 0.
 * @param byLane [lane][seed]
 * @returns null when the measure applies to no lane
 */
export function bestBySeed(
  byLane: readonly (readonly Measures[])[],
  lossOf: (measures: Measures) => number | null,
): Best | null {
  const wins = byLane.map(() => 0);
  const level = byLane.map(() => 0);
  let seeds = 0;
  for (const seed of (byLane[0] ?? []).keys()) {
    const values = byLane.map((bySeed) => {
      const measures = bySeed[seed];
      return (measures === undefined ? null : lossOf(measures)) ?? Number.POSITIVE_INFINITY;
    });
    const least = Math.min(...values);
    if (least === Number.POSITIVE_INFINITY) continue;
    seeds++;
    const winners = [...values.keys()].filter((lane) => values[lane] === least);
    for (const lane of winners) {
      wins[lane] = (wins[lane] ?? 0) + 1;
      if (winners.length > 1) level[lane] = (level[lane] ?? 0) + 1;
    }
  }
  if (seeds === 0) return null;
  const lane = wins.indexOf(Math.max(...wins));
  return { lane, wins: wins[lane] ?? 0, seeds, level: level[lane] ?? 0 };
}
