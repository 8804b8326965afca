import type { Micros } from "../../../kernel/time.ts";

/** `spec.analysis` of a Canary, as far as a tick decides by it. Weights are whole percent; 0 and an empty list: not set. */
export interface FlaggerAnalysis {
  /** Between two ticks, µs. */
  readonly interval: Micros;
  /** Failed checks in total, over the whole analysis, after which it is called off. */
  readonly threshold: number;
  readonly maxWeight: number;
  readonly stepWeight: number;
  readonly stepWeights: readonly number[];
  /** By how much the primary's share grows per tick after the promotion; 0: all at once. */
  readonly stepWeightPromotion: number;
  readonly iterations: number;
  /** There are conditions by which requests are sent to the canary: an A/B test. */
  readonly hasMatch: boolean;
  /** Copies of users' requests come before users: for one tick of a canary, for all ticks of a blue/green test. */
  readonly mirror: boolean;
  /** Percent of the requests that are copied; 0: all of them. */
  readonly mirrorWeight: number;
  /** Percent of the updated pods that have to be available, 0–100. */
  readonly primaryReadyThreshold: number;
  readonly canaryReadyThreshold: number;
}

/** A Canary (`flagger.app/v1beta1`). Metrics and webhooks are asked through `FlaggerHands`. */
export interface FlaggerSpec {
  /** Who routes: `kubernetes` knows no weights, so that every analysis becomes a blue/green one. */
  readonly provider: string;
  readonly analysis: FlaggerAnalysis;
  readonly skipAnalysis: boolean;
  readonly suspend: boolean;
  /** µs; `progressDeadlineSeconds`, 600 s unless written. */
  readonly progressDeadline: Micros;
}

export const NO_ANALYSIS: FlaggerAnalysis = {
  interval: 60_000_000,
  threshold: 1,
  maxWeight: 0,
  stepWeight: 0,
  stepWeights: [],
  stepWeightPromotion: 0,
  iterations: 0,
  hasMatch: false,
  mirror: false,
  mirrorWeight: 0,
  primaryReadyThreshold: 100,
  canaryReadyThreshold: 100,
};
