import { type Command, InvalidArgumentError } from "commander";
import { parseShare } from "../quantity/share.ts";
import { watched } from "./watchdog.ts";

/** What every command that rehearses and reports may be told. */
export function rehearsalOptions(command: Command): Command {
  return watched(command)
    .option("--seed <seed>", "in place of the scenario's own")
    .option("--deployment <name>", "of a manifest with several: the one to rehearse")
    .option("--error-share <share>", "of a manifest: what is wrong with the new version", errorShare)
    .option("--json", "the full result as JSON")
    .option("--out <file>", "write to a file, which must not exist")
    .option("--force", "replace the file");
}

/** A share from the command line, 0–1. */
export function errorShare(text: string): number {
  const parsed = parseShare(text);
  if ("value" in parsed) return parsed.value;
  throw new InvalidArgumentError(`${parsed.complaint.message}; ${parsed.complaint.fix}.`);
}
