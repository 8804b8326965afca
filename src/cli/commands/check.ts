import { escapeControls } from "../../report/escape.ts";
import { BadInput, EXIT, type ExitCode } from "../exit.ts";
import { readInput } from "../input.ts";
import { paintFor } from "../terminal.ts";

/** Reads files without rehearsing anything, and says what is wrong with each. */
export function checkCommand(files: readonly string[]): ExitCode {
  const paint = paintFor(process.stdout);
  let worst: ExitCode = EXIT.ok;
  for (const file of files) {
    try {
      const { scenario } = readInput(file);
      const facts = `${scenario.strategies.length} strategies, ${scenario.expect.length} expectations`;
      process.stdout.write(`${escapeControls(file)}: ${paint.good("ok")} ${paint.quiet(facts)}\n`);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      worst = EXIT.badInput;
      for (const line of error.lines) process.stderr.write(`${line}\n`);
    }
  }
  return worst;
}
