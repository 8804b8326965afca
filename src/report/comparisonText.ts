import type { Comparison, Lane } from "../experiment/types.ts";
import { toSeconds } from "../kernel/time.ts";
import { DEFINITIONS } from "../measures/definitions/index.ts";
import { MEASURES, type MeasureId } from "../measures/ids.ts";
import { followedUsers } from "../measures/userUptime.ts";
import type { RolloutRecord } from "../record/run.ts";
import { escapeControls } from "./escape.ts";
import { aboveZeroText, experimentText } from "./experimentText.ts";
import { ALL_MEASURES, GROUP_LABELS, MAIN_MEASURES } from "./measureRows.ts";
import { type Paint, withoutColours } from "./paint.ts";
import { printMeasure, printSeconds } from "./quantity.ts";
import { textTable } from "./textTable.ts";

export interface TextOptions {
  readonly paint: Paint;
  /** The short table, or every measure there is. */
  readonly measures: "main" | "all";
  /** Width of the terminal; where the table would not fit, the ids stand without their descriptions. */
  readonly columns: number;
  /** Of Drydock. */
  readonly engineVersion: string;
}

const RESULT_WORDS: Readonly<Record<RolloutRecord["result"], string>> = {
  completed: "completed",
  rolledBack: "rolled back",
  stalled: "stalled",
  unfinished: "unfinished",
};

/** The strategies of a comparison side by side: one column each, one row per measure. */
export function comparisonText(comparison: Comparison, options: TextOptions): string {
  const { paint, columns } = options;
  const described = tableText(comparison, { ...options, described: "yes" });
  const fits = described.split("\n").every((line) => withoutColours(line).length <= columns);
  const table = fits ? described : tableText(comparison, { ...options, described: "no" });
  const { experiment } = comparison;
  const together = experiment === undefined ? "" : `\n${experimentText(comparison, { ...options, experiment })}`;
  return `${heading(comparison, paint)}\n\n${table}\n${footnotes(comparison, options)}${together}`;
}

function tableText(comparison: Comparison, options: TextOptions & { readonly described: "yes" | "no" }): string {
  const rows = [...headRows(comparison, options.paint), ...measureRows(comparison, options)];
  const lanes = comparison.lanes.map(() => "right" as const);
  if (options.described === "yes") return textTable(rows, ["left", "left", ...lanes]);
  const short = rows.map(([label = "", id = "", ...cells]) => [id === "" ? label : `  ${id}`, ...cells]);
  return textTable(short, ["left", ...lanes]);
}

/** What was rehearsed, in two lines. */
function heading({ scenario, seed, lanes }: Comparison, paint: Paint): string {
  const window = lanes[0]?.run.window;
  const { replicas } = scenario.service;
  const facts = [
    `${scenario.release.from} → ${scenario.release.to}`,
    `${replicas} ${replicas === 1 ? "replica" : "replicas"}`,
    window === undefined ? "" : `${printSeconds(toSeconds(window.end - window.start))} observed`,
    `seed ${seed}`,
  ];
  const title = paint.strong(escapeControls(scenario.title.en));
  return `${title}\n${paint.quiet(escapeControls(facts.filter((fact) => fact !== "").join(" · ")))}`;
}

function headRows({ lanes }: Comparison, paint: Paint): readonly (readonly string[])[] {
  return [
    ["", "", ...lanes.map((lane) => paint.strong(escapeControls(lane.strategy)))],
    ["Outcome", "", ...lanes.map((lane) => paintResult(lane.run.rollout.result, paint))],
    ["By the rules of", "", ...lanes.map((lane) => lane.run.carriedOutBy.split(" ").map(paint.quiet).join("\n"))],
  ];
}

function paintResult(result: RolloutRecord["result"], paint: Paint): string {
  const word = RESULT_WORDS[result];
  if (result === "completed") return paint.good(word);
  return result === "rolledBack" ? paint.warn(word) : paint.bad(word);
}

function measureRows(comparison: Comparison, { paint, measures }: TextOptions): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let group = "";
  for (const id of measures === "all" ? ALL_MEASURES : MAIN_MEASURES) {
    const label = GROUP_LABELS[MEASURES[id].group];
    if (label !== group) {
      rows.push([""], [paint.strong(label)]);
      group = label;
    }
    const cells = comparison.lanes.map((lane) => measureCell(lane, id, comparison.scenario.prices.currency));
    rows.push([`  ${DEFINITIONS[id].label.en}`, paint.quiet(id), ...cells]);
  }
  const width = comparison.lanes.length + 2;
  return rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => "")]);
}

/** One value; with several seeds the mean, and under it the 95 % interval of the mean and in how many seeds it applied. */
function measureCell(lane: Lane, id: MeasureId, currency: string): string {
  const print = (value: number | null): string => escapeControls(printMeasure(id, value, currency));
  const interval = lane.intervals?.[id];
  if (interval === undefined) return print(lane.measures[id]);
  const applied = interval.values.filter((value) => value !== null).length;
  const note = applied < interval.seeds ? ` (${applied} of ${interval.seeds})` : "";
  const { aboveZero } = interval;
  const often = aboveZero === undefined ? "" : `\n${aboveZeroText(aboveZero, { seeds: applied, print })}`;
  return `${print(interval.mean)}${note}\n[${print(interval.low)}, ${print(interval.high)}]${often}`;
}

function footnotes({ lanes }: Comparison, { paint, measures }: TextOptions): string {
  const notes: string[] = [];
  const seeds = Object.values(lanes[0]?.intervals ?? {})[0]?.seeds ?? 1;
  if (seeds > 1) {
    notes.push(
      `Means over ${seeds} seeds, with the 95 % interval of the mean; a value without one, and the outcome: first seed.`,
    );
  }
  if (measures === "all") {
    for (const { strategy, run } of lanes) {
      const { followed, of } = followedUsers(run);
      if (followed < of)
        notes.push(`user_uptime of ${strategy}: from ${followed} of ${of} users, followed throughout.`);
    }
  }
  return notes.map((note) => paint.quiet(`\n${escapeControls(note)}\n`)).join("");
}
