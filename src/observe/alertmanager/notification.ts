import type { Micros } from "../../kernel/time.ts";

/** Why a group is told. */
export type Reason = "first" | "newAlerts" | "allResolved" | "newResolved" | "repeat";

/** What a receiver was told last. Alerts by their keys. */
export interface LogEntry<Key> {
  readonly firing: ReadonlySet<Key>;
  readonly resolved: ReadonlySet<Key>;
  readonly at: Micros;
}

export interface GroupState<Key> {
  readonly now: Micros;
  readonly firing: readonly Key[];
  readonly resolved: readonly Key[];
  readonly repeatInterval: Micros;
  /** The receiver wants to hear of resolved alerts. */
  readonly sendResolved: boolean;
}

/**
 * Must the receiver be told (`notify/dedup_stage.go:needsUpdate`)? Null: no. That everything is resolved is noted even for
 * receivers who do not want to hear of it.
 */
export function reasonToNotify<Key>(entry: LogEntry<Key> | null, state: GroupState<Key>): Reason | null {
  const { firing, resolved } = state;
  if (entry === null) return firing.length > 0 ? "first" : null;
  if (!firing.every((key) => entry.firing.has(key))) return entry.firing.size === 0 ? "first" : "newAlerts";
  if (firing.length === 0) return entry.firing.size > 0 ? "allResolved" : null;
  if (state.sendResolved && !resolved.every((key) => entry.resolved.has(key))) return "newResolved";
  return entry.at < state.now - state.repeatInterval ? "repeat" : null;
}
