import type { EventKind } from "../record/events.ts";
import type { Run } from "../record/run.ts";
import type { Entry } from "./causeChain.ts";

/** What monitoring and people note of a fault, from the first sign to the decision. */
const SIGNS: ReadonlySet<EventKind> = new Set<EventKind>([
  "probeFailed",
  "podUnready",
  "alertPending",
  "alertFired",
  "analysisFailed",
  "checkFailed",
  "notificationSent",
  "alertAcknowledged",
  "decisionTaken",
  "rolloutAborted",
  "rollbackStarted",
  "driftFound",
]);

/**
 * How what began with an event was seen, and when: the first sign of each kind among all that it led to, in order. Empty:
 * nobody and nothing noted it.
 */
export function whatWasSeen({ events }: Run, root: Entry): readonly Entry[] {
  // Causes come before their effects, so one pass finds everything.
  const ledTo = new Set<number>([root.id]);
  const kinds = new Set<EventKind>();
  const seen: Entry[] = [];
  for (const event of events) {
    if (!ledTo.has(event.cause)) continue;
    ledTo.add(event.id);
    if (!SIGNS.has(event.kind) || kinds.has(event.kind)) continue;
    kinds.add(event.kind);
    seen.push(event);
  }
  return seen;
}
