import type { LogEntry } from "../../kernel/log.ts";
import type { Micros } from "../../kernel/time.ts";
import type { EventKind } from "../../record/events.ts";
import type { Run } from "../../record/run.ts";

export type MilestoneEntry = LogEntry<EventKind>;

/** The events that tell the story; pods and probes are its detail. */
const MILESTONE_KINDS: ReadonlySet<EventKind> = new Set<EventKind>([
  "releaseSubmitted",
  "rolloutStarted",
  "rolloutStepStarted",
  "rolloutPaused",
  "rolloutPromoted",
  "rolloutCompleted",
  "rolloutStalled",
  "rolloutAborted",
  "rollbackStarted",
  "rollbackCompleted",
  "trafficShifted",
  "serviceSwitched",
  "mirroringChanged",
  "flagChanged",
  "nodeFailed",
  "nodeRecovered",
  "faultStarted",
  "faultEnded",
  "analysisFailed",
  "analysisInconclusive",
  "alertFired",
  "alertResolved",
  "decisionTaken",
  "noted",
]);

export function isMilestone(entry: MilestoneEntry): boolean {
  return MILESTONE_KINDS.has(entry.kind);
}

/** The milestones of a run within its window, in order. */
export function milestones(run: Run): readonly MilestoneEntry[] {
  return run.events.filter((entry) => isMilestone(entry) && entry.at >= run.window.start && entry.at < run.window.end);
}

/** The instants at which any of the runs has a milestone, rising, each once. */
export function milestoneTimes(runs: readonly (readonly MilestoneEntry[])[]): readonly Micros[] {
  const times = new Set<Micros>();
  for (const entries of runs) for (const entry of entries) times.add(entry.at);
  return [...times].sort((a, b) => a - b);
}
