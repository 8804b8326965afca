import { RUN_LIMITS } from "../scenario/limits.ts";
import type { Problem } from "../scenario/problem.ts";
import { escapeControls } from "./escape.ts";
import type { Paint } from "./paint.ts";

/**
 * One line per problem, `file:line:col: error CODE: message. fix`, errors before warnings and each in the order of the
 * file; after twenty only the number of the others.
 */
export function problemLines(file: string, problems: readonly Problem[], paint: Paint): readonly string[] {
  const sorted = [...problems].sort(
    (a, b) => severityRank(a) - severityRank(b) || a.line - b.line || a.column - b.column,
  );
  const shown = sorted.slice(0, RUN_LIMITS.problemsPrinted).map((problem) => problemLine(file, problem, paint));
  const more = sorted.length - shown.length;
  return more > 0 ? [...shown, `${escapeControls(file)}: and ${more} more`] : shown;
}

function problemLine(file: string, problem: Problem, paint: Paint): string {
  const place = problem.line > 0 ? `:${problem.line}:${problem.column}` : "";
  const severity = problem.severity === "error" ? paint.bad("error") : paint.warn("warning");
  const words = [sentence(problem.message), sentence(capital(problem.fix))].filter((words) => words !== "").join(" ");
  return `${escapeControls(file)}${place}: ${severity} ${problem.code}: ${words}`;
}

function sentence(words: string): string {
  const escaped = escapeControls(words.trim());
  return escaped === "" || /[.!?]$/.test(escaped) ? escaped : `${escaped}.`;
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function severityRank(problem: Problem): number {
  return problem.severity === "error" ? 0 : 1;
}
