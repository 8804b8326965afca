import type { Micros } from "../../kernel/time.ts";

export interface RestoreOptions {
  /** The first evaluation after the restart, µs. */
  readonly now: Micros;
  readonly holdFor: Micros;
  /** Nothing older than this is believed, µs (`--rules.alert.for-outage-tolerance`). */
  readonly outageTolerance: Micros;
  /** An alert that was to fire sooner than this waits this long after the restart, µs (`--rules.alert.for-grace-period`). */
  readonly gracePeriod: Micros;
}

/** The newest sample of ALERTS_FOR_STATE before the restart. */
export interface LastForState {
  readonly at: Micros;
  readonly activeAt: Micros;
}

/** Prometheus' defaults. */
export const RESTORE_DEFAULTS = { outageTolerance: 3600 * 1_000_000, gracePeriod: 600 * 1_000_000 };

/**
 * When a pending alert counts as begun after a restart (`rules/group.go:RestoreForState`): the time the rules were not
 * evaluated does not count. Worked example: `for` 25 m, pending since 0, down from 5 m to 15 m: begun at 10 m, fires at 35 m.
 */
export function restoredActiveAt(last: LastForState | null, options: RestoreOptions): Micros {
  const { now, holdFor, outageTolerance, gracePeriod } = options;
  if (last === null || holdFor < gracePeriod || last.at < now - outageTolerance) return now;
  const remaining = holdFor - (last.at - last.activeAt);
  if (remaining <= 0) return last.activeAt;
  if (remaining < gracePeriod) return now + gracePeriod - holdFor;
  return last.activeAt + (now - last.at);
}
