import { compare } from "../../experiment/compare.ts";
import { runText } from "../../report/runText.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { checkStrategies, readInput } from "../input.ts";
import { type InputFlags, inputOptions } from "../inputFlags.ts";
import { checkOutput, deliver } from "../output.ts";
import { rehearse } from "../rehearse.ts";
import { type ReportFlags, reportOf } from "../report.ts";

export interface RunFlags extends ReportFlags, InputFlags {
  readonly strategy: string;
  readonly seed?: string;
}

/** One strategy of a scenario, with the story of its rollout. */
export async function runCommand(file: string, flags: RunFlags): Promise<ExitCode> {
  checkOutput(flags);
  const input = readInput(file, inputOptions(flags));
  const { seed, strategy } = flags;
  checkStrategies(input, [strategy]);
  const comparison = await rehearse(input, { seed }, () =>
    compare(input.scenario, { strategies: [strategy], ...(seed === undefined ? {} : { seed }) }),
  );
  deliver(reportOf({ input, comparison }, flags, runText), flags);
  return EXIT.ok;
}
