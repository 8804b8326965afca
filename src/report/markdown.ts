import type { Comparison } from "../experiment/types.ts";
import { MAIN_MEASURES } from "./measureRows.ts";
import { printMeasure } from "./quantity.ts";

/** The short table of a comparison in Markdown, as pull requests and wikis show it. */
export function comparisonMarkdown({ scenario, seed, lanes }: Comparison): string {
  const currency = scenario.prices.currency;
  const head = ["measure", ...lanes.map(({ strategy }) => strategy)];
  const rows = MAIN_MEASURES.map((id) => [
    `\`${id}\``,
    ...lanes.map(({ measures }) => printMeasure(id, measures[id], currency)),
  ]);
  const result = ["result", ...lanes.map(({ run }) => run.rollout.result)];
  return [
    `### ${plainMarkdown(scenario.name)}, seed ${plainMarkdown(seed)}`,
    "",
    markdownLine(head),
    markdownLine(head.map((_, index) => (index === 0 ? "---" : "---:"))),
    ...[result, ...rows].map(markdownLine),
    "",
  ].join("\n");
}

/** A row of a table; the cells are Markdown already. */
export function markdownLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Names come from files: nothing in them may format, link or break the table. */
export function plainMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~]/g, "\\$&").replace(/\s+/g, " ");
}
