#!/usr/bin/env node
import { CommanderError } from "commander";
import { escapeControls } from "../report/escape.ts";
import { BadInput, EXIT, type ExitCode } from "./exit.ts";
import { buildProgram } from "./program.ts";
import { surviveClosedPipes } from "./terminal.ts";

surviveClosedPipes();
try {
  await buildProgram((code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  process.exitCode = complain(error);
}

/** Says what went wrong, in words; commander has said its part itself. */
function complain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  if (error instanceof BadInput) {
    for (const line of error.lines) process.stderr.write(`${line}\n`);
    return EXIT.badInput;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`drydock: internal error: ${escapeControls(message)}\n`);
  if (process.env.DEBUG) process.stderr.write(`${stacks(error)}\n`);
  else process.stderr.write("This is a fault of Drydock. DEBUG=1 prints where it happened.\n");
  return EXIT.internalError;
}

function stacks(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? String(error.stack) : `${error.stack}\nbecause of ${stacks(error.cause)}`;
}
