import type { Command } from "commander";
import { apiTimeline } from "../../experiment/apiTimeline.ts";
import { apiTimelineJson } from "../../report/apiTimelineJson.ts";
import { apiTimelineText } from "../../report/apiTimelineText.ts";
import { printJson } from "../../report/json/printJson.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { readInput } from "../input.ts";
import { type InputFlags, inputOptions } from "../inputFlags.ts";
import { checkOutput, deliver, looksFor, type OutputOptions } from "../output.ts";
import { rehearsalOptions } from "../rehearsalOptions.ts";
import { rehearse } from "../rehearse.ts";
import { strategyNamed } from "../strategyNamed.ts";
import { VERSION } from "../version.ts";

interface TimelineFlags extends OutputOptions, InputFlags {
  readonly strategy: string;
  readonly seed?: string;
  readonly json?: true;
}

/** Adds `drydock timeline`. */
export function addTimeline(program: Command, onExit: (code: ExitCode) => void): void {
  rehearsalOptions(program.command("timeline"))
    .description("what a watcher of the API would record of one rollout: each change of the counts")
    .argument("<file>", "a scenario, a Kubernetes manifest, or - for standard input")
    .requiredOption("--strategy <name>", "the strategy")
    .action(async (path: string, flags: TimelineFlags) => onExit(await timelineCommand(path, flags)));
}

async function timelineCommand(file: string, flags: TimelineFlags): Promise<ExitCode> {
  checkOutput(flags);
  const input = readInput(file, inputOptions(flags));
  const { seed } = flags;
  const strategy = strategyNamed(input, flags.strategy);
  const timeline = await rehearse(input, { seed }, () => apiTimeline(input.scenario, strategy, seed));
  const text = flags.json
    ? printJson(apiTimelineJson(timeline, { engineVersion: VERSION }))
    : apiTimelineText(timeline, looksFor(flags).paint);
  deliver(text, flags);
  return EXIT.ok;
}
