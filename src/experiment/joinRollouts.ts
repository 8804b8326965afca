import type { Micros } from "../kernel/time.ts";
import type { RolloutRecord } from "../record/run.ts";

/** How a rollout went in one cluster, and which share of the users live there. */
export interface RolloutPart {
  readonly rollout: RolloutRecord;
  readonly share: number;
  /** The release was submitted there. */
  readonly isStarted: boolean;
}

/**
 * The rollout of all clusters as one. It is completed when every cluster is, and rolled back when every cluster that was
 * released to is; some here and some there, it has stopped. The first sign of trouble anywhere is the first, and the new
 * version's weight is the users' share that meets it.
 */
export function joinRollouts(parts: readonly RolloutPart[], submittedAt: Micros): RolloutRecord {
  const started = parts.filter(({ isStarted }) => isStarted).map(({ rollout }) => rollout);
  const abortedAt = first(started.map((rollout) => rollout.abortedAt));
  const isBack = started.every(({ rolledBackAt }) => rolledBackAt !== null);
  const isDone = parts.every(({ isStarted, rollout }) => isStarted && rollout.completedAt !== null);
  return {
    result: resultOf(started, { isBack, isAborted: abortedAt !== null, isDone }),
    submittedAt,
    completedAt: isDone ? last(started.map(({ completedAt }) => completedAt)) : null,
    faultAt: first(started.map(({ faultAt }) => faultAt)),
    detectedAt: first(started.map(({ detectedAt }) => detectedAt)),
    abortedAt,
    rolledBackAt: abortedAt !== null && isBack ? last(started.map(({ rolledBackAt }) => rolledBackAt)) : null,
    weights: joinSteps(
      parts.map(({ share, rollout }) => ({
        share,
        steps: rollout.weights.map(({ at, weight }) => ({ at, value: weight })),
      })),
    ).map(({ at, value }) => ({ at, weight: value })),
    ...joinReleased(parts),
  };
}

function resultOf(
  started: readonly RolloutRecord[],
  { isBack, isAborted, isDone }: { readonly isBack: boolean; readonly isAborted: boolean; readonly isDone: boolean },
): RolloutRecord["result"] {
  if (isAborted) {
    if (isBack) return "rolledBack";
    const isUnderWay = started.some((rollout) => rollout.abortedAt !== null && rollout.rolledBackAt === null);
    return isUnderWay ? "unfinished" : "stalled";
  }
  if (isDone) return "completed";
  return started.some(({ result }) => result === "stalled") ? "stalled" : "unfinished";
}

function joinReleased(parts: readonly RolloutPart[]): Pick<RolloutRecord, "released"> {
  if (parts.every(({ rollout }) => rollout.released === undefined)) return {};
  const steps = parts.map(({ share, rollout }) => ({
    share,
    steps: (rollout.released ?? []).map((step) => ({ at: step.at, value: step.share })),
  }));
  return { released: joinSteps(steps).map(({ at, value }) => ({ at, share: value })) };
}

interface Weighed {
  readonly share: number;
  readonly steps: readonly { readonly at: Micros; readonly value: number }[];
}

/** Σ share · value over time, 0 of each before its first step. */
function joinSteps(parts: readonly Weighed[]): { at: Micros; value: number }[] {
  const times = [...new Set(parts.flatMap(({ steps }) => steps.map(({ at }) => at)))].sort((a, b) => a - b);
  return times.map((at) => ({
    at,
    value: Math.min(
      1,
      parts.reduce((sum, { share, steps }) => sum + share * (steps.findLast((step) => step.at <= at)?.value ?? 0), 0),
    ),
  }));
}

function first(times: readonly (Micros | null)[]): Micros | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function last(times: readonly (Micros | null)[]): Micros | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.max(...known);
}
