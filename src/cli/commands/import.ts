import type { Command } from "commander";
import { manifestText } from "../../report/manifestText.ts";
import { plain } from "../../report/paint.ts";
import { readManifests } from "../../scenario/manifests/read.ts";
import { printYaml } from "../../scenario/print.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { accept } from "../input.ts";
import { type InputFlags, inputOptions } from "../inputFlags.ts";
import { checkOutput, deliver } from "../output.ts";
import { errorShare } from "../rehearsalOptions.ts";
import { readText } from "../text.ts";

interface ImportFlags extends InputFlags {
  readonly output?: string;
  readonly force?: true;
}

/** Adds `drydock import`. */
export function addImport(program: Command, onExit: (code: ExitCode) => void): void {
  program
    .command("import")
    .description("turn Kubernetes manifests into a scenario; what became of each field goes to standard error")
    .argument("<files...>", "manifests that belong together, or - for standard input")
    .option("--output <file>", "write the scenario there")
    .option("--force", "replace the file if it is there")
    .option("--deployment <name>", "the workload, where the files hold several")
    .option(
      "--error-share <share>",
      "share of the new version's answers that are errors, 0 for a good release",
      errorShare,
    )
    .action((files: string[], flags: ImportFlags) => onExit(importCommand(files, flags)));
}

function importCommand(files: readonly string[], flags: ImportFlags): ExitCode {
  const output = {
    ...(flags.output === undefined ? {} : { out: flags.output }),
    ...(flags.force ? { force: flags.force } : {}),
  };
  checkOutput(output);
  const name = files.join(", ");
  const { file, fields } = accept(name, readManifests(files.map(readText).join("\n---\n"), inputOptions(flags)));
  deliver(printYaml(file), output);
  process.stderr.write(manifestText(name, fields, plain));
  return EXIT.ok;
}
