/** Model time: whole microseconds since the start of the run. 2^53 µs is 285 years, so every instant is exact in a number. */
export type Micros = number;

export const MILLISECOND: Micros = 1_000;
export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;

/** Later than every instant a run can reach: "not scheduled", "never". */
export const NEVER: Micros = Number.POSITIVE_INFINITY;

/** Seconds (may be fractional) as whole microseconds, rounded half up. */
export function fromSeconds(seconds: number): Micros {
  return Math.floor(seconds * SECOND + 0.5);
}

/** Microseconds as seconds, for people and for formulas. */
export function toSeconds(at: Micros): number {
  return at / SECOND;
}
