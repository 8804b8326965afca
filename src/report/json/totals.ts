import { OUTCOMES, type Outcome, type TrafficTotals } from "../../record/run.ts";

/** Whole-window counts; `requests` is the sum of its outcomes and of what was in flight at the end, and so is `attempts`. */
export interface JsonTotals {
  readonly requests: number;
  readonly requests_by_outcome: Readonly<Record<Outcome, number>>;
  readonly requests_in_flight: number;
  readonly attempts: number;
  readonly attempts_by_outcome: Readonly<Record<Outcome, number>>;
  readonly attempts_in_flight: number;
}

export function totalsOf(totals: TrafficTotals): JsonTotals {
  return {
    requests: totals.requests,
    requests_by_outcome: byOutcome(totals.requestsByOutcome),
    requests_in_flight: totals.requestsInFlight,
    attempts: totals.attempts,
    attempts_by_outcome: byOutcome(totals.attemptsByOutcome),
    attempts_in_flight: totals.attemptsInFlight,
  };
}

function byOutcome(counts: readonly number[]): Readonly<Record<Outcome, number>> {
  return Object.fromEntries(OUTCOMES.map((name, index) => [name, counts[index] ?? 0])) as Record<Outcome, number>;
}
