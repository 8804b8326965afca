import type { Micros } from "../../kernel/time.ts";
import type { Labels } from "./labels.ts";
import { QueryRefused } from "./refusal.ts";
import type { Samples } from "./series.ts";

/** One element of an instant vector. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  /** When a selected value was scraped, µs; left out where it was worked out now. */
  readonly at?: Micros;
}

export type Vector = readonly Sample[];

/** One element of a range vector. */
export interface SampleRange {
  readonly labels: Labels;
  readonly samples: Samples;
}

export type Matrix = readonly SampleRange[];

/** The same vector; refused when two elements have the same labels. */
export function distinct(vector: Vector): Vector {
  if (vector.length < 2) return vector;
  const keys = new Set<string>();
  for (const { labels } of vector) {
    if (keys.has(labels.key)) throw new QueryRefused("vector cannot contain metrics with the same labelset");
    keys.add(labels.key);
  }
  return vector;
}
