import { CommanderError } from "commander";
import { escapeControls } from "../report/escape.ts";
import { BadInput, EXIT, type ExitCode } from "./exit.ts";

/** What to print on stderr about an error, and what to end with. */
export interface Complaint {
  readonly code: ExitCode;
  readonly lines: readonly string[];
}

/** In words; a stack only for those who ask for it with `DEBUG`. */
export function complain(error: unknown, debug: string | undefined): Complaint {
  // The parser of the command line has said its part itself; asking for help is no error.
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? EXIT.ok : EXIT.badInput, lines: [] };
  if (error instanceof BadInput) return { code: EXIT.badInput, lines: error.lines };
  const message = error instanceof Error ? error.message : String(error);
  const advice = "This is a fault of Drydock. DEBUG=1 prints where it happened.";
  return {
    code: EXIT.internalError,
    lines: [`drydock: internal error: ${escapeControls(message)}`, debug ? stacks(error) : advice],
  };
}

function stacks(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? String(error.stack) : `${error.stack}\nbecause of ${stacks(error.cause)}`;
}
