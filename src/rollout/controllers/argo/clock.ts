import { type Micros, SECOND } from "../../../kernel/time.ts";

/** A timestamp as it stands in a status: whole seconds (`metav1.Time`). */
export function timestamp(now: Micros): Micros {
  return Math.floor(now / SECOND) * SECOND;
}

/** A timer of `span` that started in second t is over in second t + span. */
export function hasPassed(startedAt: Micros, span: Micros, now: Micros): boolean {
  return now >= timestamp(startedAt) + span;
}
