import { comparisonText } from "../../report/comparisonText.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { checkStrategies, readInput } from "../input.ts";
import { type InputFlags, inputOptions } from "../inputFlags.ts";
import { checkOutput, deliver } from "../output.ts";
import { progressBar } from "../progress.ts";
import { rehearse } from "../rehearse.ts";
import { compareSeeds } from "../replications.ts";
import { type ReportFlags, reportOf } from "../report.ts";

export interface CompareFlags extends ReportFlags, InputFlags {
  readonly seed?: string;
  readonly seeds: number;
  readonly threads?: number;
  readonly strategy?: readonly string[];
}

/** All strategies of a scenario side by side. */
export async function compareCommand(file: string, flags: CompareFlags): Promise<ExitCode> {
  checkOutput(flags);
  const input = readInput(file, inputOptions(flags));
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
  deliver(reportOf({ input, comparison }, flags, comparisonText), flags);
  return EXIT.ok;
}
