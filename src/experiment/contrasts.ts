import type { MeasureId, Measures } from "../measures/ids.ts";
import { MORE_IS_BETTER } from "./primary.ts";
import { holm } from "./statistics/holm.ts";
import { correlation, meanOf, pairedDifference, varianceOf } from "./statistics/meanInterval.ts";
import { studentWithin } from "./statistics/studentT.ts";
import type { Contrast, Difference } from "./types.ts";

interface Compared {
  /** [lane] */
  readonly names: readonly string[];
  readonly primary: readonly MeasureId[];
}

/**
 * Which strategy is best in each primary measure, and how surely the others are not: differences seed by seed in the same
 * worlds (common random numbers), t intervals of their means, and chances of error with Holm's correction for the number
 * of strategies beside the best.
 *
 * @param byLane [lane][seed]
 */
export function contrasts(byLane: readonly (readonly Measures[])[], { names, primary }: Compared): readonly Contrast[] {
  return primary.flatMap((measure) => {
    const columns = byLane.map((bySeed) => bySeed.map((measures) => measures[measure]));
    const applying = names
      .map((name, lane) => ({ name, values: columns[lane] as readonly (number | null)[] }))
      .filter(({ values }) => known(values).length >= 2);
    const [first, ...others] = applying;
    if (first === undefined || others.length === 0) return [];
    const sign = MORE_IS_BETTER.has(measure) ? -1 : 1;
    const badness = ({ values }: Column) => sign * meanOf(known(values));
    const best = others.reduce((least, lane) => (badness(lane) < badness(least) ? lane : least), first);
    return [{ measure, best: best.name, bestIn: bestIn(best, applying, sign), others: beside(best, applying, sign) }];
  });
}

interface Column {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

function known(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}

/** Seeds in which no other one is better. `sign`: 1 when less is better, −1 when more is. */
function bestIn(best: Column, all: readonly Column[], sign: 1 | -1): number {
  return best.values.filter(
    (value, seed) => value !== null && all.every(({ values }) => sign * (values[seed] ?? value) >= sign * value),
  ).length;
}

function beside(best: Column, all: readonly Column[], sign: 1 | -1): readonly Difference[] {
  const differences = all.flatMap((other) => (other === best ? [] : (differenceOf(other, best, sign) ?? [])));
  const adjusted = holm(differences.map(({ p }) => p));
  return differences.map((difference, index) => ({ ...difference, adjustedP: adjusted[index] as number }));
}

/** Over the seeds in which the measure applies to both; null: in fewer than two. */
function differenceOf(other: Column, best: Column, sign: 1 | -1): Difference | null {
  const a: number[] = [];
  const b: number[] = [];
  for (const [seed, value] of other.values.entries()) {
    const beside = best.values[seed] ?? null;
    if (value === null || beside === null) continue;
    a.push(value);
    b.push(beside);
  }
  if (a.length < 2) return null;
  const { mean, deviation, low, high } = pairedDifference(a, b);
  const rho = correlation(a, b);
  const p = chanceOf({ mean, deviation, pairs: a.length });
  return {
    strategy: other.name,
    mean,
    low,
    high,
    p,
    adjustedP: p,
    correlation: rho,
    varianceReduction: deviation === 0 ? null : (varianceOf(a) + varianceOf(b)) / (deviation * deviation),
    worseIn: a.filter((value, pair) => sign * value > sign * (b[pair] as number)).length,
    pairs: a.length,
  };
}

/** Two-sided chance of the paired t test. */
function chanceOf({ mean, deviation, pairs }: { mean: number; deviation: number; pairs: number }): number {
  if (deviation === 0) return mean === 0 ? 1 : 0;
  return 1 - studentWithin(mean / (deviation / Math.sqrt(pairs)), pairs - 1);
}
