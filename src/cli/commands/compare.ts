import type { Comparison } from "../../experiment/types.ts";
import { comparisonText } from "../../report/comparisonText.ts";
import { printJson } from "../../report/json/printJson.ts";
import { jsonResult } from "../../report/json/result.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { checkStrategies, readInput } from "../input.ts";
import { checkOutput, deliver, looksFor, type OutputOptions } from "../output.ts";
import { progressBar } from "../progress.ts";
import { rehearse } from "../rehearse.ts";
import { compareSeeds } from "../replications.ts";
import { VERSION } from "../version.ts";

export interface CompareFlags extends OutputOptions {
  readonly seed?: string;
  readonly seeds: number;
  readonly threads?: number;
  readonly strategy?: readonly string[];
  readonly json?: true;
  readonly all?: true;
}

/** All strategies of a scenario side by side. */
export async function compareCommand(file: string, flags: CompareFlags): Promise<ExitCode> {
  checkOutput(flags);
  const input = readInput(file);
  const { seed, seeds, threads, strategy: strategies } = flags;
  if (strategies !== undefined) checkStrategies(input, strategies);
  const progress = progressBar("seeds");
  const comparison = await rehearse(input, { seed }, () =>
    compareSeeds(input.scenario, {
      seeds,
      onProgress: progress.step,
      ...(seed === undefined ? {} : { seed }),
      ...(threads === undefined ? {} : { threads }),
      ...(strategies === undefined ? {} : { strategies }),
    }),
  ).finally(progress.end);
  deliver(flags.json ? printJson(jsonResult(comparison, VERSION)) : textOf(comparison, flags), flags);
  return EXIT.ok;
}

function textOf(comparison: Comparison, flags: CompareFlags): string {
  return comparisonText(comparison, { ...looksFor(flags), measures: flags.all ? "all" : "main" });
}
