import type { Attempt } from "../attempt.ts";
import type { Draws } from "../draws.ts";
import type { Endpoints } from "../endpoints.ts";

/** Chooses a pod among at least two endpoints. Where chance decides, it is the attempt's own. */
export interface Balancer {
  pick(endpoints: Endpoints, attempt: Attempt): number;
}

/** What a balancer may look at. */
export interface BalancerView {
  readonly draws: Draws;
  readonly open: OpenAttempts;
}

/** Attempts the clients wait for, by pod: what a proxy can know. */
export interface OpenAttempts {
  /** How many there are when this one arrives. */
  openAttempts(pod: number, arriving: Attempt): number;
}
