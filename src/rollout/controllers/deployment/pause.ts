import type { Micros } from "../../../kernel/time.ts";
import { type Condition, condition, conditionOf, REASON, withCondition } from "./conditions.ts";

/** Whether the rollout is held, and whether anybody watches its progress. */
export interface Pausable {
  readonly paused: boolean;
  readonly progressDeadline: Micros | null;
}

/**
 * A pause stops the clock of the progress deadline, and resuming starts it again: both write the Progressing condition.
 * A rollout that has timed out keeps saying so. Kubernetes v1.36 `progress.go:checkPausedConditions`.
 */
export function checkPausedConditions(
  d: Pausable,
  conditions: readonly Condition[],
  now: Micros,
): readonly Condition[] {
  if (d.progressDeadline === null) return conditions;
  const current = conditionOf(conditions, "Progressing");
  if (current?.reason === REASON.timedOut) return conditions;
  const isMarked = current?.reason === REASON.paused;
  if (d.paused === isMarked) return conditions;
  const reason = d.paused ? REASON.paused : REASON.resumed;
  return withCondition(conditions, condition("Progressing", { status: "Unknown", reason }, now));
}
