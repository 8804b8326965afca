import type { Comparison } from "../experiment/types.ts";
import { ALL_MEASURES } from "./measureRows.ts";

/**
 * The measures of a comparison as tidy CSV (RFC 4180): one row for each strategy, seed and measure; no value where a
 * measure does not apply. Shares are 0–1, times in the unit that the measure's name ends with.
 */
export function comparisonCsv({ scenario, seed, lanes }: Comparison): string {
  const rows = lanes.flatMap(({ strategy, measures }) =>
    ALL_MEASURES.map((id) => [scenario.name, strategy, seed, id, String(measures[id] ?? "")]),
  );
  return [["scenario", "strategy", "seed", "measure", "value"], ...rows].map(csvRow).join("");
}

/** One row, with its line break. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(field).join(",")}\r\n`;
}

/** Quoted where it must be. What a spreadsheet would take for a formula is kept a text. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
