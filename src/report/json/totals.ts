import { followedUsers } from "../../measures/userUptime.ts";
import { OUTCOMES, type Outcome, type Run } from "../../record/run.ts";

/** Whole-window counts; `requests` is the sum of its outcomes and of what was in flight at the end, and so is `attempts`. */
export interface JsonTotals {
  readonly requests: number;
  readonly requests_by_outcome: Readonly<Record<Outcome, number>>;
  readonly requests_in_flight: number;
  readonly attempts: number;
  readonly attempts_by_outcome: Readonly<Record<Outcome, number>>;
  readonly attempts_in_flight: number;
  /** Users that sent a request, and how many of them were followed throughout: `user_uptime` is told from these. */
  readonly users: { readonly active: number; readonly followed: number };
}

export function totalsOf(run: Run): JsonTotals {
  const { totals } = run.traffic;
  const { followed, of: active } = followedUsers(run);
  return {
    requests: totals.requests,
    requests_by_outcome: byOutcome(totals.requestsByOutcome),
    requests_in_flight: totals.requestsInFlight,
    attempts: totals.attempts,
    attempts_by_outcome: byOutcome(totals.attemptsByOutcome),
    attempts_in_flight: totals.attemptsInFlight,
    users: { active, followed },
  };
}

function byOutcome(counts: readonly number[]): Readonly<Record<Outcome, number>> {
  return Object.fromEntries(OUTCOMES.map((name, index) => [name, counts[index] ?? 0])) as Record<Outcome, number>;
}
