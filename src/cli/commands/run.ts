import { compare } from "../../experiment/compare.ts";
import { printJson } from "../../report/json/printJson.ts";
import { jsonResult } from "../../report/json/result.ts";
import { runText } from "../../report/runText.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { checkStrategies, readInput } from "../input.ts";
import { checkOutput, deliver, looksFor, type OutputOptions } from "../output.ts";
import { rehearse } from "../rehearse.ts";
import { VERSION } from "../version.ts";

export interface RunFlags extends OutputOptions {
  readonly strategy: string;
  readonly seed?: string;
  readonly json?: true;
  readonly all?: true;
}

/** One strategy of a scenario, with the story of its rollout. */
export async function runCommand(file: string, flags: RunFlags): Promise<ExitCode> {
  checkOutput(flags);
  const input = readInput(file);
  const { seed, strategy, json, all } = flags;
  checkStrategies(input, [strategy]);
  const comparison = await rehearse(input, { seed }, () =>
    compare(input.scenario, { strategies: [strategy], ...(seed === undefined ? {} : { seed }) }),
  );
  if (json) deliver(printJson(jsonResult(comparison, VERSION)), flags);
  else {
    const options = { ...looksFor(flags), measures: all ? "all" : "main" } as const;
    const texts = comparison.lanes.map((lane) => runText(comparison, lane, options));
    deliver(texts.join("\n"), flags);
  }
  return EXIT.ok;
}
