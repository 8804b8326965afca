import { runText } from "../../report/runText.ts";
import type { ExitCode } from "../exit.ts";
import { type CompareFlags, reportComparison } from "./compare.ts";

export interface RunFlags extends Omit<CompareFlags, "strategy"> {
  readonly strategy: string;
}

/** One strategy of a scenario, with the story of its rollout. */
export async function runCommand(file: string, { strategy, ...flags }: RunFlags): Promise<ExitCode> {
  return await reportComparison(file, { ...flags, strategy: [strategy] }, runText);
}
