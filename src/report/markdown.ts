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
    `### ${plain(scenario.name)}, seed ${plain(seed)}`,
    "",
    line(head),
    line(head.map((_, index) => (index === 0 ? "---" : "---:"))),
    ...[result, ...rows].map(line),
    "",
  ].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Names come from files: nothing in them may format, link or break the table. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~]/g, "\\$&").replace(/\s+/g, " ");
}
