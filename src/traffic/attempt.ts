import { type Micros, NEVER } from "../kernel/time.ts";
import type { Outcome } from "../record/run.ts";

/** Positions in `OUTCOMES`, for columns of small integers. */
export const OUTCOME = {
  ok: 0,
  slow: 1,
  error: 2,
  refused: 3,
  reset: 4,
  timeout: 5,
  shed: 6,
} as const satisfies Record<Outcome, number>;

/** A pod that was not found. */
export const NO_POD = -1;

/** No version processed it. */
export const NO_VERSION = -1;

/** The number of a mirrored copy of an attempt: no try of anybody, and never tried again. */
export const MIRRORED = 15;

/**
 * One try of one request: what was drawn for it, where it was sent and what became of it. The fast plane has exactly
 * one of these and fills it anew for every attempt; the event-driven plane has one per attempt.
 */
export class Attempt {
  // Times and work begin as real numbers, so that the engine lays them out as such and need not think again.
  /** Position of the request in order of first arrival. */
  request = 0;
  user = 0;
  /** Arrival of the request's first attempt. */
  first: Micros = NEVER;
  /** 0 for the first try, 1 for the first retry, …; `MIRRORED` for a copy whose answer nobody waits for. */
  number = 0;
  /** Arrival of this attempt. */
  at: Micros = NEVER;
  /** Work it brings, µs, before the version's factor and the warm-up. The same for all attempts of a request. */
  demand = Number.NaN;

  pod = NO_POD;
  /** Whose code processed it: the pod's, or the one before where a flag keeps the pod's dark. */
  version = NO_VERSION;
  /** The version carried a fault when the attempt was sent to it. */
  faulty = false;
  /** When a slot began to work on it; `NEVER` when none did. */
  start: Micros = NEVER;
  /** When the client had its answer or gave up. */
  end: Micros = NEVER;
  /** Position in `OUTCOMES`. */
  outcome = 0;

  copy(other: Attempt): void {
    Object.assign(this, other);
  }

  /** It reaches no pod. */
  miss(outcome: number, end: Micros): void {
    this.pod = NO_POD;
    this.version = NO_VERSION;
    this.faulty = false;
    this.start = NEVER;
    this.end = end;
    this.outcome = outcome;
  }

  /** Nothing will be done for it. */
  turnAway(outcome: number): void {
    this.start = NEVER;
    this.end = this.at;
    this.outcome = outcome;
  }

  /** The next try of a request whose last one failed. */
  repeat(
    { request, user, demand, first }: Attempt,
    { number, at }: { readonly number: number; readonly at: Micros },
  ): void {
    this.request = request;
    this.user = user;
    this.demand = demand;
    this.first = first;
    this.number = number;
    this.at = at;
  }

  /** A copy of one that has just been sent. Where it goes and what becomes of it is its own. */
  mirror({ request, user, demand, first, at }: Attempt, pod: number): void {
    this.request = request;
    this.user = user;
    this.demand = demand;
    this.first = first;
    this.at = at;
    this.number = MIRRORED;
    this.pod = pod;
  }
}

/** An answer came, good or bad, and says how long it took. */
export function isAnswered(outcome: number): boolean {
  return outcome <= OUTCOME.error;
}

/** A well-behaved client tries again after this. */
export function isFailed(outcome: number): boolean {
  return outcome > OUTCOME.slow;
}
