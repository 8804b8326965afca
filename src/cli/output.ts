import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { escapeControls } from "../report/escape.ts";
import { type Paint, plain } from "../report/paint.ts";
import { BadInput } from "./exit.ts";
import { reasonOf } from "./reason.ts";
import { paintFor } from "./terminal.ts";

export interface OutputOptions {
  /** Write to this file in place of stdout. */
  readonly out?: string;
  /** The file may be there already. */
  readonly force?: true;
}

/** Refuses an output that is there already, before any work is done for it. */
export function checkOutput({ out, force }: OutputOptions): void {
  if (out === undefined || force || !existsSync(out)) return;
  throw new BadInput([`${escapeControls(out)}: error output-exists: The file exists. Use --force to replace it.`]);
}

/** Colours only where the report goes to a terminal, and no line longer than that is wide. */
export function looksFor({ out }: OutputOptions): { readonly paint: Paint; readonly columns: number } {
  const { isTTY, columns } = process.stdout;
  const onTerminal = out === undefined && isTTY;
  return {
    paint: onTerminal ? paintFor(process.stdout) : plain,
    columns: onTerminal ? columns : Number.MAX_SAFE_INTEGER,
  };
}

/** Writes a whole report: to stdout, or to a file that is complete or not there. */
export function deliver(text: string, options: OutputOptions): void {
  if (options.out === undefined) {
    process.stdout.write(text);
    return;
  }
  checkOutput(options);
  writeWhole(options.out, text);
}

/** Writes beside the file and then renames, so that no interruption leaves half of it. */
export function writeWhole(file: string, text: string): void {
  // Processes in different containers may have the same number.
  const partial = `${file}.${process.pid}-${randomBytes(4).toString("hex")}.partial`;
  const interrupted = () => {
    rmSync(partial, { force: true });
    process.exit(130);
  };
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  try {
    writeDurably(partial, text);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new BadInput([`${escapeControls(file)}: error cannot-write: ${reasonOf(error)}.`]);
  } finally {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
  }
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, "wx");
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
