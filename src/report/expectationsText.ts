import type { ExpectationResult } from "../experiment/expectations.ts";
import { escapeControls } from "./escape.ts";
import type { Paint } from "./paint.ts";
import { printShare } from "./quantity.ts";

/** The claims of one scenario file and what became of them. */
export interface FileVerdicts {
  readonly file: string;
  readonly results: readonly ExpectationResult[];
}

/** One line per claim; for one that failed also what was seen and how to replay it. */
export function expectationsText({ file, results }: FileVerdicts, paint: Paint): string {
  const failed = results.filter((result) => !result.holds).length;
  const head = `${failed === 0 ? paint.good("ok") : paint.bad("FAILED")} ${paint.strong(escapeControls(file))}`;
  if (results.length === 0) return `${head} ${paint.warn("no expect: lines")}`;
  return [head, ...results.flatMap((result) => verdictLines(result, paint))].join("\n");
}

function verdictLines(result: ExpectationResult, paint: Paint): readonly string[] {
  const text = escapeControls(result.expectation.text);
  if (result.holds) return [`  ${paint.good("✓")} ${text}  ${paint.quiet(seenText(result))}`];
  return [`  ${paint.bad("✗")} ${text}`, `      ${paint.bad(failureText(result))}`];
}

/** `12.4 < 83.1`, and in how many seeds when there were several, with the 95 % interval of that share. */
function seenText({ seen, heldIn, seeds, share }: ExpectationResult): string {
  if (seeds === 1) return escapeControls(seen);
  const range = `${printShare(share.low)} to ${printShare(share.high)} of all`;
  return escapeControls(`${seen}, in ${heldIn} of ${seeds} seeds (${range})`);
}

/** What contradicts the claim, with the line it stands in and the seed that shows it. */
export function failureText(result: ExpectationResult): string {
  const { expectation, heldIn, seeds, seen, counterexample } = result;
  const wanted = seeds > 1 ? ` (held in ${heldIn} of ${seeds} seeds, wanted ${expectation.inAtLeast * 100} %)` : "";
  const replay = counterexample === null ? "" : `; replay with --seed ${counterexample}`;
  return escapeControls(`line ${expectation.line}: seen ${seen}${wanted}${replay}`);
}

/** The last line: `12 passed, 1 failed`. */
export function expectationsSummary(files: readonly FileVerdicts[], paint: Paint): string {
  const results = files.flatMap((file) => file.results);
  const failed = results.filter((result) => !result.holds).length;
  const words = `${results.length - failed} passed, ${failed} failed in ${files.length} ${files.length === 1 ? "file" : "files"}`;
  return failed === 0 ? paint.good(words) : paint.bad(words);
}
