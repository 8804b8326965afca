import { type Command, InvalidArgumentError } from "commander";
import { campaign } from "../../experiment/campaign.ts";
import { chooseStrategies } from "../../experiment/compare.ts";
import { parseShare } from "../../quantity/share.ts";
import { campaignJson } from "../../report/campaignJson.ts";
import { campaignText } from "../../report/campaignText.ts";
import { printJson } from "../../report/json/printJson.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { checkStrategies, readInput } from "../input.ts";
import { type InputFlags, inputOptions } from "../inputFlags.ts";
import { checkOutput, deliver, looksFor, type OutputOptions } from "../output.ts";
import { progressBar } from "../progress.ts";
import { rehearsalOptions } from "../rehearsalOptions.ts";
import { rehearse } from "../rehearse.ts";
import { conductInThreads } from "../trials.ts";
import { VERSION } from "../version.ts";
import { wholeNumber } from "../wholeNumber.ts";

interface CampaignFlags extends OutputOptions, InputFlags {
  readonly seed?: string;
  readonly json?: true;
  readonly strategy?: readonly string[];
  readonly releases?: number;
  readonly badShare?: number;
  readonly threads?: number;
}

/** Releases of one campaign at most, as in a file. */
const RELEASES_MAX = 1000;

/** Adds `drydock campaign`. */
export function addCampaign(program: Command, onExit: (code: ExitCode) => void): void {
  rehearsalOptions(program.command("campaign"))
    .description("a sequence of releases, some of them bad: lead time, frequency, failures and recovery (DORA)")
    .argument("<file>", "a scenario, a Kubernetes manifest, or - for standard input")
    .option("--strategy <names...>", "only these strategies")
    .option("--releases <n>", "in place of the scenario's own number", releaseCount)
    .option("--bad-share <share>", "in place of the scenario's own chance of a bad one", share)
    .option("--threads <n>", "to rehearse with; the result does not depend on it", wholeNumber)
    .action(async (path: string, flags: CampaignFlags) => onExit(await campaignCommand(path, flags)));
}

async function campaignCommand(file: string, flags: CampaignFlags): Promise<ExitCode> {
  checkOutput(flags);
  const input = readInput(file, inputOptions(flags));
  const { strategy: names, threads, releases, badShare } = flags;
  if (names !== undefined) checkStrategies(input, names);
  const written = input.scenario;
  const scenario = {
    ...written,
    campaign: {
      ...written.campaign,
      ...(releases === undefined ? {} : { releases }),
      ...(badShare === undefined ? {} : { badShare }),
    },
  };
  const seed = flags.seed ?? scenario.seed;
  const progress = progressBar("releases");
  const result = await rehearse(input, { seed: flags.seed }, () => {
    const study = campaign(scenario, { strategies: chooseStrategies(scenario, names), seed });
    return conductInThreads(study, { onProgress: progress.step, ...(threads === undefined ? {} : { threads }) });
  }).finally(progress.end);
  const text = flags.json
    ? printJson(campaignJson(result, { engineVersion: VERSION }))
    : campaignText(result, looksFor(flags));
  deliver(text, flags);
  return EXIT.ok;
}

function releaseCount(text: string): number {
  const releases = wholeNumber(text);
  if (releases >= 1 && releases <= RELEASES_MAX) return releases;
  throw new InvalidArgumentError(`It must be 1 to ${RELEASES_MAX}.`);
}

function share(text: string): number {
  const parsed = parseShare(text);
  if ("value" in parsed && parsed.value <= 1) return parsed.value;
  throw new InvalidArgumentError("It must be a share of at most 100%, such as 10%.");
}
