import { type Command, Option } from "commander";
import { PRODUCTS, type Product, writeManifests } from "../../scenario/manifests/write/write.ts";
import { dataOf } from "../../scenario/read.ts";
import { BadInput, EXIT, type ExitCode } from "../exit.ts";
import { readInput } from "../input.ts";
import { checkOutput, deliver, type OutputOptions } from "../output.ts";
import { strategyNamed } from "../strategyNamed.ts";
import { readText } from "../text.ts";

interface ExportFlags {
  readonly strategy: string;
  readonly as: Product;
  readonly output?: string;
  readonly force?: true;
}

/** Adds `drydock export`. */
export function addExport(program: Command, onExit: (code: ExitCode) => void): void {
  program
    .command("export")
    .description("write a scenario's service and one of its strategies as Kubernetes manifests")
    .argument("<file>", "a scenario")
    .requiredOption("--strategy <name>", "the strategy")
    .addOption(new Option("--as <product>", "whose objects to write").choices(PRODUCTS).makeOptionMandatory())
    .option("--output <file>", "write the manifests there")
    .option("--force", "replace the file if it is there")
    .action((file: string, flags: ExportFlags) => onExit(exportCommand(file, flags)));
}

function exportCommand(file: string, { strategy: name, as, output, force }: ExportFlags): ExitCode {
  const options: OutputOptions = { ...(output === undefined ? {} : { out: output }), ...(force ? { force } : {}) };
  checkOutput(options);
  const input = readInput(file);
  const strategy = strategyNamed(input, name);
  const written = writeManifests(input.scenario, { strategy, as, file: dataOf(readText(file)) });
  if ("complaint" in written) {
    const { code, message, fix } = written.complaint;
    throw new BadInput([`${file}: error ${code}: ${message}; ${fix}.`]);
  }
  deliver(written.value, options);
  return EXIT.ok;
}
