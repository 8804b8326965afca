import type { ApiTimeline } from "../experiment/apiTimeline.ts";
import { toSeconds } from "../kernel/time.ts";
import { escapeControls } from "./escape.ts";
import type { Paint } from "./paint.ts";
import { type Align, textTable } from "./textTable.ts";

/** Shown where an object does not exist (yet, or any more). */
const ABSENT = "–";

/** One object over all entries: its counts, or null where it does not exist. */
interface Column {
  readonly name: string;
  readonly counts: readonly (readonly number[] | null)[];
}

/** A row per change, a column per object; its counts stand in the order that the last line tells. */
export function apiTimelineText(timeline: ApiTimeline, paint: Paint): string {
  const { run, replicaSets, entries } = timeline;
  const { submittedAt } = run.rollout;
  const versionOf = (version: number) => run.versions[version]?.name ?? "";
  const columns = columnsOf(timeline).map((column) => cellsOf(column, paint));
  const head = columns.map(({ name }) => paint.strong(escapeControls(name)));
  const rows = entries.map((entry, row) => [
    toSeconds(entry.at - submittedAt).toFixed(6),
    String(entry.at),
    ...columns.map(({ cells }) => cells[row] ?? ABSENT),
  ]);
  const align: readonly Align[] = ["right", "right", ...columns.map(() => "left" as const)];
  const legend = replicaSets.map(({ name, version }) => `${name} is ${versionOf(version)}`).join(", ");
  return [
    textTable([[paint.strong("since release, s"), paint.strong("run, µs"), ...head], ...rows], align),
    "",
    escapeControls(`ReplicaSets: spec/replicas/ready/available/terminating (${legend}).`),
    "Services: endpoints ready/serving/terminating. The first row is what is found at the start.",
    "",
  ].join("\n");
}

function columnsOf({ replicaSets, services, entries }: ApiTimeline): readonly Column[] {
  const sets = replicaSets.map(({ name }) => ({
    name,
    counts: entries.map((entry) => {
      const counts = entry.replicaSets.get(name);
      if (counts === undefined) return null;
      return [counts.spec, counts.replicas, counts.ready, counts.available, counts.terminating];
    }),
  }));
  const endpoints = services.map((name) => ({
    name,
    counts: entries.map((entry) => {
      const counts = entry.services.get(name);
      return counts === undefined ? null : [counts.ready, counts.serving, counts.terminating];
    }),
  }));
  return [...sets, ...endpoints];
}

/** Numbers stand below one another; what is as it was in the row above is quiet. */
function cellsOf({ name, counts }: Column, paint: Paint): { readonly name: string; readonly cells: readonly string[] } {
  const width = Math.max(...counts.flat().map((count) => String(count ?? 0).length));
  let above = "";
  const cells = counts.map((cell) => {
    const text = cell === null ? ABSENT : cell.map((count) => String(count).padStart(width)).join("/");
    const shown = text === above ? paint.quiet(text) : text;
    above = text;
    return shown;
  });
  return { name, cells };
}
