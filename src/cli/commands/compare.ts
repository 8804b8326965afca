import { compareOnce } from "../../experiment/compare.ts";
import { replications } from "../../experiment/replications.ts";
import { comparisonText } from "../../report/comparisonText.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { checkStrategies, readInput } from "../input.ts";
import { type InputFlags, inputOptions } from "../inputFlags.ts";
import { checkOutput, deliver } from "../output.ts";
import { progressBar } from "../progress.ts";
import { rehearse } from "../rehearse.ts";
import { type ReportFlags, reportOf } from "../report.ts";
import { primaryOf, type SeedFlags, seedPlan } from "../seedFlags.ts";
import { conductInThreads } from "../trials.ts";

export interface CompareFlags extends ReportFlags, InputFlags, SeedFlags {
  readonly seed?: string;
  readonly strategy?: readonly string[];
}

/** All strategies of a scenario side by side. */
export async function compareCommand(file: string, flags: CompareFlags): Promise<ExitCode> {
  return await reportComparison(file, flags, comparisonText);
}

/** Rehearses the strategies named (all, when none is) over the seeds wanted, and tells the result in the words of `textOf`. */
export async function reportComparison(
  file: string,
  flags: CompareFlags,
  textOf: typeof comparisonText,
): Promise<ExitCode> {
  checkOutput(flags);
  const [plan, primary] = [seedPlan(flags), primaryOf(flags)];
  const input = readInput(file, inputOptions(flags));
  const { seed, threads, strategy: strategies } = flags;
  if (strategies !== undefined) checkStrategies(input, strategies);
  const progress = progressBar("seeds");
  const comparison = await rehearse(input, { seed }, () => {
    const first = compareOnce(input.scenario, {
      ...(seed === undefined ? {} : { seed }),
      ...(strategies === undefined ? {} : { strategies }),
    });
    const study = replications(first, plan, primary);
    return conductInThreads(study, { onProgress: progress.step, ...(threads === undefined ? {} : { threads }) });
  }).finally(progress.end);
  deliver(reportOf({ input, comparison }, flags, textOf), flags);
  return EXIT.ok;
}
