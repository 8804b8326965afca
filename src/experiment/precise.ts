import { assert } from "../kernel/assert.ts";
import type { MeasureId, Measures } from "../measures/ids.ts";
import { negligible } from "./primary.ts";
import { meanInterval, meanOf } from "./statistics/meanInterval.ts";

/** How precise the primary measures are to become. */
export interface Precision {
  /**
   * The 95 % interval of every strategy's mean is to be no wider to either side than this share of the largest mean beside
   * it: what is small beside another strategy need not be known as exactly.
   */
  readonly halfWidth: number;
  /** Never fewer seeds than this, ≥ 2: with very few of them a small spread is luck. */
  readonly pilot?: number;
  /** Never more than this. */
  readonly limit?: number;
}

/** ±5 %, but ten seeds at least and a thousand at most. */
export const PRECISION = { halfWidth: 0.05, pilot: 10, limit: 1000 } as const;

interface Watched {
  /** [lane][seed]; grows while seeds are run. */
  readonly lanes: readonly (readonly Measures[])[];
  readonly primary: readonly MeasureId[];
}

/** Watches seeds come in until the primary measures are precise enough. */
export class Precise {
  private readonly halfWidth: number;
  private readonly watched: Watched;

  constructor({ halfWidth, pilot = PRECISION.pilot, limit = PRECISION.limit }: Precision, watched: Watched) {
    assert(pilot >= 2 && limit >= pilot, "a stopping rule needs 2 ≤ pilot ≤ limit");
    assert(halfWidth > 0, "a half-width of 0 is never reached");
    this.halfWidth = halfWidth;
    this.watched = watched;
  }

  /** Whether what there is now is precise enough. */
  isReached(): boolean {
    return this.watched.primary.every((id) => this.shortfall(id) <= 1);
  }

  /** How many seeds are likely to be enough: the width falls with their root. At most doubles what there is. */
  guess(seeds: number): number {
    const most = Math.max(...this.watched.primary.map((id) => this.shortfall(id)));
    return Math.max(seeds + 1, Math.min(2 * seeds, Math.ceil(seeds * most * most)));
  }

  /** The widest half-width of a lane, in units of what is wanted; 0 where a measure does not apply. */
  private shortfall(id: MeasureId): number {
    const { lanes } = this.watched;
    const columns = lanes.map((bySeed) => bySeed.map((measures) => measures[id]).filter((value) => value !== null));
    const applying = columns.filter((column) => column.length >= 2);
    if (applying.length === 0) return 0;
    const costs = lanes.flatMap((bySeed) => bySeed.map((measures) => measures.compute_cost ?? 0));
    const scale = Math.max(negligible(id, meanOf(costs)), ...applying.map((column) => Math.abs(meanOf(column))));
    const widest = Math.max(...applying.map((column) => meanInterval(column).halfWidth));
    return widest === 0 ? 0 : widest / (this.halfWidth * scale);
  }
}
