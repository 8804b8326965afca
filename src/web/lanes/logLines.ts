import type { PageState, Result } from "../store.ts";
import { eventText, type Speech } from "../texts/eventText.ts";
import { isMilestone, type MilestoneEntry } from "./milestones.ts";

/** One line of the log: an event of one lane. */
export interface LogLine {
  readonly lane: number;
  readonly entry: MilestoneEntry;
}

type Filter = Pick<PageState, "result" | "logScope" | "logLane" | "logWords">;

const merged = new WeakMap<Result, readonly LogLine[]>();

/** All events of all lanes within the window, by time, then by lane. Computed once per result. */
export function logLines(result: Result): readonly LogLine[] {
  const known = merged.get(result);
  if (known !== undefined) return known;
  const lines = result.lanes.flatMap(({ lane: { run } }, lane) =>
    run.events
      .filter(({ at }) => at >= run.window.start && at < run.window.end)
      .map((entry): LogLine => ({ lane, entry })),
  );
  lines.sort((a, b) => a.entry.at - b.entry.at || a.lane - b.lane || a.entry.id - b.entry.id);
  merged.set(result, lines);
  return lines;
}

/** The lines of the chosen scope and lane whose text or subject has all the words, whatever their case. */
export function filterLog({ result, logScope, logLane, logWords }: Filter, speech: Speech): readonly LogLine[] {
  if (result === null) return [];
  const words = logWords
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return logLines(result).filter(({ lane, entry }) => {
    if (logLane !== null && lane !== logLane) return false;
    if (logScope === "milestones" && !isMilestone(entry)) return false;
    if (words.length === 0) return true;
    const text = `${eventText(entry, speech)} ${entry.subject} ${entry.kind}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
