import { Command } from "commander";
import { addAdvise } from "./commands/advise.ts";
import { addCampaign } from "./commands/campaign.ts";
import { checkCommand } from "./commands/check.ts";
import { type CompareFlags, compareCommand } from "./commands/compare.ts";
import { addExplain } from "./commands/explain.ts";
import { addExport } from "./commands/export.ts";
import { addImport } from "./commands/import.ts";
import { addMerge } from "./commands/merge.ts";
import { type RunFlags, runCommand } from "./commands/run.ts";
import { schemaCommand } from "./commands/schema.ts";
import { addSweep } from "./commands/sweep.ts";
import { type TestFlags, testCommand } from "./commands/test.ts";
import { addTimeline } from "./commands/timeline.ts";
import type { ExitCode } from "./exit.ts";
import { rehearsalOptions } from "./rehearsalOptions.ts";
import { seedOptions } from "./seedFlags.ts";
import { VERSION } from "./version.ts";
import { watched } from "./watchdog.ts";
import { wholeNumber } from "./wholeNumber.ts";

/** The command line. `onExit` is told what the process should end with. */
export function buildProgram(onExit: (code: ExitCode) => void): Command {
  const program = new Command("drydock")
    .description("Rehearse the rollout before you sail: a deterministic simulator of software deployments.")
    .version(VERSION)
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText("after", "\nExit codes: 0 ok, 1 an expectation failed, 2 bad input, 3 internal error.");

  const file = "a scenario, a Kubernetes manifest, or - for standard input";
  reportOptions(program.command("compare").description("rehearse all strategies of a scenario side by side"))
    .argument("<file>", file)
    .option("--strategy <names...>", "only these strategies")
    .action(async (path: string, flags: CompareFlags) => onExit(await compareCommand(path, flags)));

  reportOptions(program.command("run").description("rehearse one strategy, with the story of its rollout"))
    .argument("<file>", file)
    .requiredOption("--strategy <name>", "the strategy")
    .action(async (path: string, flags: RunFlags) => onExit(await runCommand(path, flags)));

  addCampaign(program, onExit);
  addAdvise(program, onExit);
  addSweep(program, onExit);
  addMerge(program, onExit);
  addTimeline(program, onExit);
  addExplain(program, onExit);
  addImport(program, onExit);
  addExport(program, onExit);

  watched(program.command("test"))
    .description("check the expect: lines of scenario files")
    .argument("<paths...>", "files, and folders with .yaml files")
    .option("--junit <file>", "write the verdicts as JUnit XML, too")
    .option("--markdown <file>", "write them as a Markdown table, too")
    .option("--github", "annotate the lines on GitHub, and add the table to the job's summary")
    .option("--threads <n>", "to rehearse seeds with; the result does not depend on it", wholeNumber)
    .action(async (paths: string[], flags: TestFlags) => onExit(await testCommand(paths, flags)));

  program
    .command("check")
    .description("say what is wrong with files, without rehearsing")
    .argument("<files...>", "scenarios or Kubernetes manifests")
    .action((files: string[]) => onExit(checkCommand(files)));

  program
    .command("schema")
    .description("print the JSON Schema of scenario files")
    .action(() => onExit(schemaCommand()));
  return program;
}

function reportOptions(command: Command): Command {
  return seedOptions(rehearsalOptions(command)).option("--all", "every measure, not only the main ones");
}
