import type { Command } from "commander";
import { cellCount, pointAt, type SweepPlan } from "../../experiment/sweep/plan.ts";
import type { SweptCell } from "../../experiment/sweep/sweep.ts";
import { escapeControls } from "../../report/escape.ts";
import { printJson } from "../../report/json/printJson.ts";
import { sweepCsv, sweepJson, sweepMarkdown } from "../../report/sweep/sweepText.ts";
import { BadInput, EXIT, type ExitCode } from "../exit.ts";
import { checkOutput, deliver, type OutputOptions } from "../output.ts";
import { readCells, readPlan } from "../sweep/parts.ts";
import { VERSION } from "../version.ts";

/** How a sweep is told, and where to. */
export interface SweepForm extends OutputOptions {
  readonly csv?: true;
  readonly json?: true;
}

/** Adds what a sweep and a merger may be told about their output. */
export function sweepForm(command: Command, out: string): Command {
  return command
    .option("--csv", "every cell as tidy CSV, in place of a table of means in Markdown")
    .option("--json", "every cell as JSON")
    .option("--out <path>", `write there: ${out}`)
    .option("--force", "replace the file");
}

/** Adds `drydock merge`. */
export function addMerge(program: Command, onExit: (code: ExitCode) => void): void {
  const command = program
    .command("merge")
    .description("put the shards of a sweep together: the same bytes however it was cut")
    .argument("<folders...>", "folders that shards were written to");
  sweepForm(command, "a file").action((folders: string[], flags: SweepForm) => onExit(mergeCommand(folders, flags)));
}

function mergeCommand(folders: readonly string[], flags: SweepForm): ExitCode {
  checkOutput(flags);
  const plans = folders.map((folder) => ({ folder, ...readPlan(folder) }));
  const [first] = plans;
  if (first === undefined) return EXIT.badInput;
  const other = plans.find(({ digest }) => digest !== first.digest);
  if (other !== undefined) {
    const [one, two] = [escapeControls(first.folder), escapeControls(other.folder)];
    throw new BadInput([`${two}: error another-sweep: It holds pieces of another sweep than ${one}.`]);
  }
  const { plan } = first;
  const cells = new Map<number, SweptCell>();
  for (const { folder } of plans) {
    for (const [index, cell] of readCells({ folder, plan })) addCell(cells, { index, cell, folder });
  }
  const missing = Array.from({ length: cellCount(plan) }, (_, index) => index).filter((index) => !cells.has(index));
  if (missing.length > 0) {
    const which = `${missing.length} of ${cellCount(plan)} cells are missing, the first is ${missing[0]}`;
    throw new BadInput([
      `${escapeControls(folders.join(" "))}: error incomplete: ${which}. Run the shards that did not end.`,
    ]);
  }
  const sorted = [...cells.values()].sort((a, b) => a.cell - b.cell);
  deliverSweep({ plan, cells: sorted, currency: currencyOf(plan) }, flags);
  return EXIT.ok;
}

function addCell(
  cells: Map<number, SweptCell>,
  { index, cell, folder }: { readonly index: number; readonly cell: SweptCell; readonly folder: string },
): void {
  const before = cells.get(index);
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(cell)) {
    throw new BadInput([`${escapeControls(folder)}: error cells-differ: Cell ${index} was done twice, differently.`]);
  }
  cells.set(index, cell);
}

function currencyOf(plan: SweepPlan): string {
  const reading = pointAt(plan, 0);
  return reading.ok ? reading.value.scenario.prices.currency : "";
}

/** Writes the whole sweep in the form that was asked for. */
export function deliverSweep(
  swept: { readonly plan: SweepPlan; readonly cells: readonly SweptCell[]; readonly currency: string },
  flags: SweepForm,
): void {
  const result = { ...swept, engineVersion: VERSION };
  deliver(flags.json ? printJson(sweepJson(result)) : flags.csv ? sweepCsv(result) : sweepMarkdown(result), flags);
}
