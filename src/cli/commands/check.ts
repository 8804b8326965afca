import { escapeControls } from "../../report/escape.ts";
import { manifestText } from "../../report/manifestText.ts";
import { BadInput, EXIT, type ExitCode } from "../exit.ts";
import { readInput } from "../input.ts";
import { paintFor } from "../terminal.ts";

/** Reads files without rehearsing anything, and says what is wrong with each. */
export function checkCommand(files: readonly string[]): ExitCode {
  const paint = paintFor(process.stdout);
  let worst: ExitCode = EXIT.ok;
  for (const file of files) {
    try {
      const { scenario, fields } = readInput(file);
      const facts = `${scenario.strategies.length} strategies, ${scenario.expect.length} expectations`;
      process.stdout.write(`${escapeControls(file)}: ${paint.good("ok")} ${paint.quiet(facts)}\n`);
      if (fields !== undefined) process.stdout.write(manifestText(file, fields, paint));
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      worst = EXIT.badInput;
      for (const line of error.lines) process.stderr.write(`${line}\n`);
    }
  }
  return worst;
}
