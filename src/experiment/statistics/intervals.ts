import { MEASURES, type MeasureId, type Measures } from "../../measures/ids.ts";
import type { MeasureInterval } from "../types.ts";
import { meanInterval } from "./meanInterval.ts";
import { medianOf } from "./quantileInterval.ts";

/**
 * The interval of every measure over several seeds (one element per seed, in their order). A measure that applied under
 * fewer than two seeds has no interval and is left out; where it applied under some, the interval is over those.
 */
export function intervals(bySeed: readonly Measures[]): Readonly<Record<string, MeasureInterval>> {
  const result: Record<string, MeasureInterval> = {};
  for (const id of Object.keys(MEASURES) as MeasureId[]) {
    const values = bySeed.map((measures) => measures[id]);
    const known = values.filter((value) => value !== null);
    if (known.length < 2) continue;
    const { mean, low, high } = meanInterval(known);
    result[id] = { seeds: bySeed.length, mean, median: medianOf(known), low, high, values };
  }
  return result;
}
