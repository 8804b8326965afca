import { MEASURES, type MeasureId, type Measures } from "../../measures/ids.ts";
import type { AboveZero, MeasureInterval, MeasureSummary } from "../types.ts";
import { bcaInterval, skewnessOf } from "./bootstrap.ts";
import { intervals } from "./intervals.ts";
import { meanOf } from "./meanInterval.ts";
import { clopperPearson, ruleOfThree } from "./proportionInterval.ts";
import { medianInterval } from "./quantileInterval.ts";

/** Beyond this skewness, either way, an interval that is symmetric about the mean misleads. */
const SKEWED = 2;

/** What there is to say of every measure over several seeds (one element per seed, in their order). */
export function summaries(bySeed: readonly Measures[], seed: string): Readonly<Record<string, MeasureSummary>> {
  const plain = intervals(bySeed);
  const result: Record<string, MeasureSummary> = {};
  for (const id of Object.keys(MEASURES) as MeasureId[]) {
    const interval = plain[id];
    if (interval !== undefined) result[id] = summaryOf(interval, `${seed}/${id}`);
  }
  return result;
}

function summaryOf(interval: MeasureInterval, seed: string): MeasureSummary {
  const values = interval.values.filter((value) => value !== null);
  const isSkewed = Math.abs(skewnessOf(values)) > SKEWED;
  const median = medianInterval(values);
  return {
    ...interval,
    ...(isSkewed ? bcaInterval(values, { seed }) : {}),
    method: isSkewed ? "bca" : "t",
    medianLow: median.low,
    medianHigh: median.high,
    medianCoverage: median.coverage,
    ...aboveZero(values),
  };
}

function aboveZero(values: readonly number[]): { readonly aboveZero?: AboveZero } {
  if (!values.includes(0) || values.some((value) => value < 0)) return {};
  const positive = values.filter((value) => value > 0);
  const count = positive.length;
  if (count === 0) {
    return { aboveZero: { count, share: 0, low: 0, high: ruleOfThree(values.length), mean: null } };
  }
  return { aboveZero: { count, ...clopperPearson(count, values.length), mean: meanOf(positive) } };
}
