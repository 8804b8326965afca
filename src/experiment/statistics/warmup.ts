import { assert } from "../../kernel/assert.ts";
import { meanOf } from "./meanInterval.ts";

const BATCH = 5;

/** How much of a series is start-up and not steady state. */
export interface Truncation {
  /** Observations to leave out at the beginning. */
  readonly observations: number;
  /** Mean of the batch means that remain. */
  readonly mean: number;
  /** The value that was minimised. */
  readonly statistic: number;
  /** False when the best cut is at the half of the series: it is too short to tell. */
  readonly isSettled: boolean;
}

/**
 * MSER-5 (White 1997): of the means of batches of five, leave out as many as minimise Σ(Y − Ȳ)² / (n − d)², at most
 * half of them; of equal minima the first.
 */
export function mser5(series: readonly number[]): Truncation {
  const batches: number[] = [];
  for (let i = 0; i + BATCH <= series.length; i += BATCH) batches.push(meanOf(series.slice(i, i + BATCH)));
  assert(batches.length >= 2, `${series.length} observations are too few to find a warm-up in`);
  const most = Math.floor(batches.length / 2);
  let best = cutAt(batches, 0);
  for (let cut = 1; cut <= most; cut++) {
    const candidate = cutAt(batches, cut);
    if (candidate.statistic < best.statistic) best = candidate;
  }
  const { cut, mean, statistic } = best;
  return { observations: cut * BATCH, mean, statistic, isSettled: cut < most };
}

function cutAt(batches: readonly number[], cut: number): { cut: number; mean: number; statistic: number } {
  const rest = batches.slice(cut);
  const mean = meanOf(rest);
  let squares = 0;
  for (const value of rest) squares += (value - mean) * (value - mean);
  return { cut, mean, statistic: squares / (rest.length * rest.length) };
}
