import type { RolloutRecord, Run } from "../../record/run.ts";
import { secondsInto, secondsIntoOrNull } from "./time.ts";

/** How the rollout ended and when, in seconds after the start of the window; null: it did not come to that. */
export interface JsonRollout {
  readonly result: RolloutRecord["result"];
  readonly submitted_at_s: number;
  readonly fault_at_s: number | null;
  readonly detected_at_s: number | null;
  readonly aborted_at_s: number | null;
  readonly rolled_back_at_s: number | null;
  readonly completed_at_s: number | null;
  readonly weights: readonly { readonly at_s: number; readonly weight: number }[];
}

export function rolloutOf(run: Run): JsonRollout {
  const { rollout } = run;
  return {
    result: rollout.result,
    submitted_at_s: secondsInto(run, rollout.submittedAt),
    fault_at_s: secondsIntoOrNull(run, rollout.faultAt),
    detected_at_s: secondsIntoOrNull(run, rollout.detectedAt),
    aborted_at_s: secondsIntoOrNull(run, rollout.abortedAt),
    rolled_back_at_s: secondsIntoOrNull(run, rollout.rolledBackAt),
    completed_at_s: secondsIntoOrNull(run, rollout.completedAt),
    weights: rollout.weights.map(({ at, weight }) => ({ at_s: secondsInto(run, at), weight })),
  };
}
