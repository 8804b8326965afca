import { NO_CAUSE } from "../../kernel/log.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Run } from "../../record/run.ts";

/** Where a rollout stands. */
export type Phase = "steady" | "rollingOut" | "stalled" | "completed" | "rollingBack" | "rolledBack";

export interface Standing {
  readonly phase: Phase;
  /** Since when; null for the steady state before the release. */
  readonly since: Micros | null;
}

/** The phase at `at`, by the marks in the record: the latest one that has passed. */
export function standingAt({ rollout, events }: Run, at: Micros): Standing {
  const marks: readonly (readonly [Micros | null, Phase])[] = [
    [rollout.rolledBackAt, "rolledBack"],
    [rollout.abortedAt, "rollingBack"],
    [rollout.completedAt, "completed"],
    [events.find(({ kind }) => kind === "rolloutStalled")?.at ?? null, "stalled"],
    [rollout.submittedAt, "rollingOut"],
  ];
  for (const [since, phase] of marks) if (since !== null && since <= at) return { phase, since };
  return { phase: "steady", since: null };
}

/** Longer than any chain from a decision back to the number it was made on. */
const LONGEST_CHAIN = 12;

/**
 * The error ratio that the rollout was aborted for, found by walking the causes back from the abort to the first event
 * that tells one: the alert, or the measurement of the analysis. Null when nothing tells.
 */
export function abortRatio({ events }: Run): number | null {
  let entry = events.find(({ kind }) => kind === "rolloutAborted");
  for (let link = 0; entry !== undefined && link < LONGEST_CHAIN; link++) {
    const { errorRatio, value } = entry.detail;
    const seen = typeof errorRatio === "number" ? errorRatio : typeof value === "string" ? Number(value) : Number.NaN;
    if (Number.isFinite(seen)) return seen;
    entry = entry.cause === NO_CAUSE ? undefined : events[entry.cause];
  }
  return null;
}
