import { pow } from "../../kernel/math.ts";
import type { Micros } from "../../kernel/time.ts";

/** Envoy's slow start of a host that has just become healthy. */
export interface SlowStart {
  readonly window: Micros;
  /** 1: the weight grows evenly; above: faster at first. */
  readonly aggression: number;
  /** 0–1. */
  readonly leastWeight: number;
}

/** The factor on a host's weight at this age: max(least, (age / window)^(1 / aggression)), 1 from the window on. */
export function slowStartFactor(age: Micros, { window, aggression, leastWeight }: SlowStart): number {
  if (age >= window) return 1;
  const grown = age / window;
  return Math.max(leastWeight, aggression === 1 ? grown : pow(grown, 1 / aggression));
}
