import type { TextLimits } from "../limits.ts";
import type { Problem } from "../problem.ts";
import { codePoint, isBidi, isControl, isSurrogate } from "./visible.ts";

/** What the look at the bare text came to: the text to parse, or why not to. */
export interface Prescan {
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** Looks at the characters before any parser does: size, byte order mark, line ends, control characters, leftovers of other tools. */
export function prescan(given: string, limits: TextLimits): Prescan {
  const text = given.charCodeAt(0) === 0xfeff ? given.slice(1) : given;
  const tooLarge = sizeProblem(text, limits);
  if (tooLarge !== null) return { text, problems: [tooLarge] };
  const problems: Problem[] = [];
  const report = (problem: Problem | null) => {
    if (problem !== null) problems.push(problem);
  };
  report(emptyProblem(text));
  report(lineEndProblem(text));
  if (problems.length > 0) return { text, problems };
  report(characterProblem(text));
  scanLines(text, report);
  return { text: withoutYaml11(text), problems };
}

function at(
  line: number,
  column: number,
  about: Pick<Problem, "code" | "message" | "fix"> & { warning?: true },
): Problem {
  const { code, message, fix, warning } = about;
  return { severity: warning ? "warning" : "error", code, path: "", line, column, message, fix };
}

function sizeProblem(text: string, limits: TextLimits): Problem | null {
  const bytes = utf8Length(text);
  if (bytes <= limits.bytes) return null;
  const size = `${Math.floor((bytes / 1_048_576) * 10 + 0.5) / 10} MiB`;
  const limit = `${Math.floor((limits.bytes / 1_048_576) * 10 + 0.5) / 10} MiB`;
  return at(0, 0, {
    code: "file-too-large",
    message: `the file is ${size}; the limit is ${limit}`,
    fix: "split it or leave out what is not needed",
  });
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800 || isSurrogate(code)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}

function emptyProblem(text: string): Problem | null {
  let comments = false;
  for (const line of lines(text)) {
    const content = line.trim();
    if (content.startsWith("#")) comments = true;
    else if (content !== "") return null;
  }
  const message = comments ? "the file holds only comments" : "the file is empty";
  return at(1, 1, { code: "empty-file", message, fix: "start from one of the files in scenarios/" });
}

function lineEndProblem(text: string): Problem | null {
  const first = text.indexOf("\r");
  if (first < 0 || text.includes("\n")) return null;
  return at(1, first + 1, {
    code: "line-ends",
    message: "the lines end with a carriage return alone",
    fix: "save the file with LF line ends",
  });
}

function characterProblem(text: string): Problem | null {
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x0a) {
      line++;
      lineStart = i + 1;
    } else if (isControl(code)) {
      const fix = code === 0 ? "save the file as UTF-8 (it may be UTF-16)" : "remove it";
      return at(line, i - lineStart + 1, {
        code: "control-character",
        message: `control character ${codePoint(code)}`,
        fix,
      });
    } else if (isBidi(code)) {
      const message = `${codePoint(code)} turns the direction of writing`;
      return at(line, i - lineStart + 1, { code: "control-character", message, fix: "remove it" });
    }
  }
  return null;
}

function scanLines(text: string, report: (problem: Problem | null) => void): void {
  let number = 0;
  let conflicts = 0;
  for (const line of lines(text)) {
    number++;
    if (line.startsWith("<<<<<<< ") && conflicts++ === 0) {
      report(
        at(number, 1, {
          code: "merge-conflict",
          message: "unresolved merge conflict",
          fix: "keep one side and remove the markers",
        }),
      );
    }
    if (number === 1 && isYaml11(line)) {
      const message = 'the %YAML 1.1 directive is not followed: "yes" and "no" are read as texts, as in YAML 1.2';
      report(at(1, 1, { code: "yaml-version", message, fix: "remove the line", warning: true }));
    }
    const column = oddSpaceAfterKey(line);
    if (column > 0) {
      const space = codePoint(line.charCodeAt(column - 1));
      const message = `the space after the colon is ${space}, which YAML does not take for a space`;
      report(at(number, column, { code: "no-break-space", message, fix: "replace it with a normal space" }));
    }
  }
}

/** Column of a no-break space right after `key:`, 0 when there is none. */
function oddSpaceAfterKey(line: string): number {
  const found = line.indexOf(":\u00a0");
  if (found < 0) return 0;
  for (let i = 0; i < found; i++) {
    const code = line.charCodeAt(i);
    const inKey = code === 0x20 || code === 0x2d || code === 0x2e || code === 0x5f || isAlphanumeric(code);
    if (!inKey) return 0;
  }
  return found + 2;
}

function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function isYaml11(line: string): boolean {
  return line.startsWith("%YAML 1.1") || line.startsWith("%YAML 1.0");
}

/** The directive would switch the parser to YAML 1.1; as a comment of the same length it does not, and no position moves. */
function withoutYaml11(text: string): string {
  return isYaml11(text) ? `#${text.slice(1)}` : text;
}

function* lines(text: string): Generator<string> {
  let start = 0;
  while (start <= text.length) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    yield text.slice(start, text[end - 1] === "\r" ? end - 1 : end);
    start = end + 1;
  }
}
