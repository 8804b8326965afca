import type { Comparison } from "../experiment/types.ts";
import { type LogEntry, NO_CAUSE } from "../kernel/log.ts";
import { toSeconds } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { Run } from "../record/run.ts";
import { comparisonText, type TextOptions } from "./comparisonText.ts";
import { escapeControls } from "./escape.ts";
import type { Paint } from "./paint.ts";
import { textTable } from "./textTable.ts";

/** Pods and endpoints come and go by the dozen; the story of a rollout is told by the rest. */
const DETAILS: ReadonlySet<EventKind> = new Set<EventKind>([
  "podCreated",
  "podScheduled",
  "sandboxReady",
  "imagePullStarted",
  "imagePulled",
  "containerStarted",
  "containerReady",
  "containerUnready",
  "podReady",
  "podUnready",
  "podAvailable",
  "podDeletionStarted",
  "preStopFinished",
  "shutdownStarted",
  "podGone",
  "endpointAdded",
  "endpointRemoved",
  "proxyProgrammed",
  "measurementTaken",
]);
const STORY_LINES_MAX = 80;

/** One strategy (the first lane, when there are several): its measures, then its story, each event with what led to it. */
export function runText(comparison: Comparison, options: TextOptions): string {
  const lanes = comparison.lanes.slice(0, 1);
  const stories = lanes.map((lane) => storyText(lane.run, options.paint));
  return [comparisonText({ ...comparison, lanes }, options), ...stories, ""].join("\n");
}

function storyText(run: Run, paint: Paint): string {
  const told = run.events.filter((event) => !DETAILS.has(event.kind));
  const rows = told.slice(0, STORY_LINES_MAX).map((event) => storyRow(run, event, paint));
  const more = told.length - rows.length;
  const rest = more > 0 ? `\n${paint.quiet(`… and ${more} more; --json has them all`)}` : "";
  return `${paint.strong("What happened")}\n${textTable(rows, ["right", "left", "left", "left", "left"])}${rest}`;
}

function storyRow(run: Run, event: LogEntry<EventKind>, paint: Paint): readonly string[] {
  const cause = event.cause === NO_CAUSE ? undefined : run.events[event.cause];
  return [
    `${toSeconds(event.at - run.window.start).toFixed(3)} s`,
    event.kind,
    escapeControls(event.subject),
    paint.quiet(cause === undefined ? "" : escapeControls(`because ${cause.kind} ${cause.subject}`.trimEnd())),
    escapeControls(detailText(event)),
  ];
}

function detailText({ detail }: LogEntry<EventKind>): string {
  return Object.keys(detail)
    .sort()
    .map((key) => `${key}=${detail[key]}`)
    .join(" ");
}
