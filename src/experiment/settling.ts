import { type Micros, toSeconds } from "../kernel/time.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { meanOf, varianceOf } from "./statistics/meanInterval.ts";
import { mser5 } from "./statistics/warmup.ts";
import type { Settling } from "./types.ts";

interface Calm {
  /** [seed][row]: mean latency in the world without a release, from the start of the window. */
  readonly rows: readonly (readonly (number | null)[])[];
  /** Width of a row, µs. */
  readonly width: Micros;
}

/** Fewer rows than this (eight batches of five) cannot tell a start-up from noise. */
const ROWS_MIN = 40;
/** MSER-5 cuts off some of pure noise, too: what was cut off has to differ from the rest by so many standard errors. */
const ERRORS = 4;

/**
 * Whether the warm-up was long enough: MSER-5 over the mean latency in the world without a release, averaged over the
 * seeds.
 */
export function settling(scenario: Scenario, { rows, width }: Calm): Settling {
  const series = averaged(rows);
  if (!isSteady(scenario) || series.length < ROWS_MIN) return { verdict: "unjudged", seconds: null };
  const { observations, isSettled } = mser5(series);
  if (!differs(series.slice(0, observations), series.slice(observations))) return { verdict: "settled", seconds: 0 };
  return { verdict: "short", seconds: isSettled ? toSeconds(observations * width) : null };
}

/** Whether the beginning lies elsewhere than the rest does, by the spread of the rest. */
function differs(beginning: readonly number[], rest: readonly number[]): boolean {
  if (beginning.length === 0) return false;
  const error = Math.sqrt(varianceOf(rest) * (1 / beginning.length + 1 / rest.length));
  return Math.abs(meanOf(beginning) - meanOf(rest)) > ERRORS * error;
}

/** Without a release, nothing but the start-up makes the latency change. */
function isSteady({ traffic, faults, actions, service }: Scenario): boolean {
  return traffic.rate.length <= 1 && faults.length === 0 && actions.length === 0 && service.autoscaling === null;
}

/** [row]: over the seeds in which something was answered in it; up to the first row in which nothing ever was. */
function averaged(bySeed: Calm["rows"]): readonly number[] {
  const series: number[] = [];
  for (let row = 0; row < (bySeed[0]?.length ?? 0); row++) {
    const values = bySeed.flatMap((rows) => rows[row] ?? []);
    if (values.length === 0) return series;
    series.push(meanOf(values));
  }
  return series;
}
