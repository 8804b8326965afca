import { type IntOrPercent, scaledValue } from "../../../cluster/intOrPercent.ts";

/** Where an Application stands within a RollingSync. */
export type WavePhase = "Waiting" | "Pending" | "Progressing" | "Healthy";

export interface WaveStatus {
  readonly name: string;
  readonly phase: WavePhase;
}

/**
 * The Applications that may sync now: those of the first step, and of each further one as soon as every Application of the
 * step before it exists and is Healthy (Argo CD v3.6 `progressive_sync.go:getAppsToSync`).
 */
export function applicationsToSync(
  steps: readonly (readonly string[])[],
  phases: ReadonlyMap<string, WavePhase>,
  existing: ReadonlySet<string>,
): ReadonlySet<string> {
  const allowed = new Set<string>();
  for (const names of steps) {
    for (const name of names) allowed.add(name);
    if (!names.every((name) => existing.has(name) && phases.get(name) === "Healthy")) break;
  }
  return allowed;
}

/** The steps by which Waiting Applications are let through. */
export interface WaveLimits {
  /** `maxUpdate` per step; null: all at once. Percentages are of all Applications of the step, those done included. */
  readonly maxUpdate: readonly (IntOrPercent | null)[];
  readonly stepOf: ReadonlyMap<string, number>;
  /** As answered by `applicationsToSync`. */
  readonly allowed: ReadonlySet<string>;
}

/**
 * Lets Waiting Applications become Pending, in the order of the list, while fewer than `maxUpdate` of their step are Pending
 * or Progressing (`progressive_sync.go:UpdateApplicationSetApplicationStatusProgress`). A percentage is rounded down but is at
 * least 1 unless it is written `0%`. Applications of no step count as if they were of the first.
 *
 * Five Applications of which three are Healthy and `50%`: 2 may be under way, so that both Waiting ones start.
 */
export function letThrough<S extends WaveStatus>(statuses: readonly S[], limits: WaveLimits): readonly S[] {
  const { maxUpdate, stepOf, allowed } = limits;
  if (maxUpdate.length === 0) return [];
  const totals = maxUpdate.map(() => 0);
  const busy = maxUpdate.map(() => 0);
  const stepAt = (name: string) => stepOf.get(name) ?? 0;
  for (const { name, phase } of statuses) {
    totals[stepAt(name)] = (totals[stepAt(name)] ?? 0) + 1;
    if (phase === "Pending" || phase === "Progressing") busy[stepAt(name)] = (busy[stepAt(name)] ?? 0) + 1;
  }
  return statuses.map((status) => {
    const step = stepAt(status.name);
    const under = busy[step] ?? 0;
    const isFree = under < mostAtOnce(maxUpdate[step] ?? null, totals[step] ?? 0);
    if (status.phase !== "Waiting" || !allowed.has(status.name) || !isFree) return status;
    busy[step] = under + 1;
    return { ...status, phase: "Pending" as const };
  });
}

/** One that cannot be read lets nothing through, as an integer; as a text, one at a time. */
function mostAtOnce(maxUpdate: IntOrPercent | null, total: number): number {
  if (maxUpdate === null) return Number.POSITIVE_INFINITY;
  const value = scaledValue(maxUpdate, total, "down") ?? 0;
  return typeof maxUpdate === "string" && maxUpdate !== "0%" ? Math.max(1, value) : value;
}
