import type { Attempt } from "../attempt.ts";
import type { Draws } from "../draws.ts";
import type { Endpoints } from "../endpoints.ts";

/** The pods between which it is left to the open attempts to decide. */
export interface Proposal {
  pod: number;
  /** It is chosen instead if it has fewer open attempts; `NO_POD`: nothing is compared. */
  rival: number;
}

/**
 * Proposes one or two pods among at least two endpoints, without a look at any pod: so it can do so for many attempts
 * before the first of them arrives. Where chance decides, it is the attempt's own.
 */
export interface Balancer {
  propose(endpoints: Endpoints, attempt: Attempt, into: Proposal): void;
}

/** What a balancer may ask for. */
export interface BalancerView {
  readonly draws: Draws;
}

/** Attempts the clients wait for, by pod: what a proxy can know. */
export interface OpenAttempts {
  /** How many there are when this one arrives. */
  openAttempts(pod: number, arriving: Attempt): number;
}
