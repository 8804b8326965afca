import type { Law } from "../../kernel/law.ts";
import type { ProxyRetries } from "../plane.ts";

/** One destination of a weighted route, as written in the product's own object. */
export interface WeightedDestination {
  /** Null: left out. */
  readonly weight: number | null;
  /** It names nothing that exists. */
  readonly isBroken?: boolean;
}

/** The long-run share of the requests that a destination gets; `answered500`: nobody gets them. */
export interface DestinationShare {
  readonly share: number;
  readonly answered500: boolean;
}

/** A product that splits traffic by weight: what its numbers mean, and how long until they are obeyed. */
export interface RouterProduct {
  /** As written in scenario files. */
  readonly name: string;
  readonly summary: { readonly en: string; readonly ko: string };
  /**
   * From the written object to the proxies that obey it, µs: one draw per change. All proxies change at once; the skew
   * between them is part of the draw.
   */
  readonly propagation: Law;
  /** What its proxies try again where nobody has written anything; null: nothing. */
  readonly retries: ProxyRetries | null;
  /** Shares 0–1 in the order of the destinations; they sum to 1 unless all weights are 0. */
  shares(destinations: readonly WeightedDestination[]): readonly DestinationShare[];
}

/** weight / Σ weights, which is what most of them do. */
export function byWeight(weights: readonly number[]): readonly DestinationShare[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => ({ share: whole > 0 ? weight / whole : 0, answered500: false }));
}
