import { type LogEntry, type LogId, NO_CAUSE } from "../kernel/log.ts";
import type { EventKind } from "../record/events.ts";

/** What takes serving pods away or sends users elsewhere; before any of it, the release itself. */
const CHANGES_OF_SERVICE: ReadonlySet<EventKind> = new Set<EventKind>([
  "podDeletionStarted",
  "podUnready",
  "containerCrashed",
  "trafficShifted",
  "serviceSwitched",
  "mirroringChanged",
  "flagChanged",
  "releaseSubmitted",
]);

/**
 * The entry that explains best why requests fail at present: the latest fault that began; in a world without faults, the
 * latest change of what serves them. `NO_CAUSE` when nothing has happened: then it is the traffic itself.
 */
export function suspect(log: readonly LogEntry<EventKind>[], latestFault: LogId): LogId {
  if (latestFault !== NO_CAUSE) return latestFault;
  return log.findLast(({ kind }) => CHANGES_OF_SERVICE.has(kind))?.id ?? NO_CAUSE;
}
