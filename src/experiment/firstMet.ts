import { type Micros, NEVER } from "../kernel/time.ts";
import type { PodRecord, RolloutRecord } from "../record/run.ts";

/** The first instant from `since` on at which the proxies send users to a pod of a version, by its index; null: never. */
export function firstMet(pods: readonly PodRecord[], version: number, since: Micros): Micros | null {
  let first = NEVER;
  for (const pod of pods) {
    if (pod.version !== version) continue;
    for (const span of pod.routed) if (span.end > since) first = Math.min(first, Math.max(span.start, since));
  }
  return first === NEVER ? null : first;
}

/** The record of a world in which nothing was released. */
export function noRollout(submittedAt: Micros): RolloutRecord {
  return {
    result: "completed",
    submittedAt,
    completedAt: null,
    faultAt: null,
    detectedAt: null,
    abortedAt: null,
    rolledBackAt: null,
    weights: [],
  };
}
