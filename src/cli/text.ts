import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { problemLines } from "../report/problems.ts";
import { SCENARIO_TEXT } from "../scenario/limits.ts";
import type { Problem } from "../scenario/problem.ts";
import { BadInput } from "./exit.ts";
import { reasonOf } from "./reason.ts";
import { paintFor } from "./terminal.ts";

/** Names standard input where a file name stands. */
const STDIN = "-";

/** The text of a file (or of standard input), which must be a regular file, within bounds and UTF-8. */
export function readText(file: string): string {
  const bytes = file === STDIN ? readStdin() : readRegularFile(file);
  if (bytes.length > SCENARIO_TEXT.bytes) throw tooLarge(file, bytes.length);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new BadInput(problemLines(file, [notUtf8(bytes)], paintFor(process.stderr)));
}

/** Problems with a file as a whole or with places in it, as the reason to stop. */
export function refuse(file: string, problems: readonly Problem[]): BadInput {
  return new BadInput(problemLines(file, problems, paintFor(process.stderr)));
}

function readStdin(): Buffer {
  return readFileSync(0);
}

/** The size is looked at before anything is read: a device or a pipe has no end to wait for. */
function readRegularFile(file: string): Buffer {
  let descriptor: number;
  try {
    if (!statSync(file).isFile()) throw unusable(file, "not-a-file", "It is not a regular file");
    descriptor = openSync(file, "r");
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw unusable(file, "cannot-read", reasonOf(error));
  }
  try {
    const { size } = fstatSync(descriptor);
    if (size > SCENARIO_TEXT.bytes) throw tooLarge(file, size);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function tooLarge(file: string, size: number): BadInput {
  const message = `${size} bytes; at most ${SCENARIO_TEXT.bytes} are read`;
  return refuse(file, [wholeFile("limit-exceeded", message, "Split the file")]);
}

function unusable(file: string, code: string, message: string): BadInput {
  return refuse(file, [wholeFile(code, message, "")]);
}

function wholeFile(code: string, message: string, fix: string): Problem {
  return { severity: "error", code, path: "", line: 0, column: 0, message, fix };
}

function notUtf8(bytes: Buffer): Problem {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) return wholeFile("not-utf8", "The file is UTF-16", "Save it as UTF-8");
  const at = firstInvalidByte(bytes);
  const lines = bytes.subarray(0, at).toString("utf8").split("\n");
  const place = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  return { ...wholeFile("not-utf8", `Byte ${at} is not UTF-8`, "Save the file as UTF-8"), ...place };
}

/** Offset of the first byte that no UTF-8 text has there: the longest valid beginning, by bisection. */
function firstInvalidByte(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (validBeginning(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Valid, or cut in the middle of a character. */
function validBeginning(bytes: Buffer): boolean {
  for (let missing = 0; missing <= 3; missing++) {
    if (isUtf8(bytes.subarray(0, bytes.length - missing))) return missing === 0 || cutCharacter(bytes, missing);
  }
  return false;
}

function cutCharacter(bytes: Buffer, tail: number): boolean {
  const first = bytes[bytes.length - tail] ?? 0;
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  return length > tail && first < 0xf5 && [...bytes.subarray(bytes.length - tail + 1)].every((b) => b >> 6 === 2);
}
