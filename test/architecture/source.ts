import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

/** One source file, as the architecture tests look at it. */
export interface Source {
  /** From the project root, with forward slashes: `src/kernel/kernel.ts`. */
  readonly path: string;
  /** First folder under `src/`; empty for files directly in it. */
  readonly room: string;
  readonly text: string;
  /** The text with comments blanked out. */
  readonly uncommented: string;
  /** The text with comments and the insides of strings and regular expressions blanked out. */
  readonly code: string;
}

/** Every TypeScript file under `folder`, in order of path. */
export function readSources(folder: string): readonly Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => {
      const path = relative(ROOT, file).split(sep).join("/");
      const parts = path.split("/");
      const text = readFileSync(file, "utf8");
      return { path, room: parts.length > 2 ? (parts[1] ?? "") : "", text, ...blank(text) };
    });
}

/** What the file imports, exports from, loads later or starts as a worker. */
export function importsOf(source: Source): readonly string[] {
  const patterns = [
    /^\s*(?:import|export)\b[^;"']*?\bfrom\s*["']([^"']+)["']/gm,
    /^\s*import\s*["']([^"']+)["']/gm,
    /\bimport\s*\(\s*["']([^"']+)["']/g,
    /\bnew\s+URL\s*\(\s*["']([^"']+)["']\s*,\s*import\.meta\.url/g,
  ];
  return patterns.flatMap((pattern) => [...source.uncommented.matchAll(pattern)].map((match) => match[1] ?? ""));
}

/** Line number of the first match of `pattern` in the code proper, 0 when there is none. */
export function lineOf(source: Source, pattern: RegExp): number {
  const at = source.code.search(pattern);
  return at < 0 ? 0 : source.code.slice(0, at).split("\n").length;
}

type Token = "code" | "comment" | "literal";

/** One pass over the text that knows comments, strings, templates (with code inside `${}`) and regular expressions. */
export function blank(text: string): { readonly uncommented: string; readonly code: string } {
  let uncommented = "";
  let code = "";
  for (const [kind, piece] of tokens(text)) {
    const spaces = piece.replace(/[^\n]/g, " ");
    uncommented += kind === "comment" ? spaces : piece;
    code += kind === "code" ? piece : spaces;
  }
  return { uncommented, code };
}

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const TEMPLATE_TEXT = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])+/y;

function* tokens(text: string): Generator<[Token, string]> {
  /** Depth of braces at which each open template goes on. */
  const templates: number[] = [];
  let depth = 0;
  let inTemplate = false;
  let significant = "";
  for (let at = 0; at < text.length; ) {
    const match = (pattern: RegExp): string => {
      pattern.lastIndex = at;
      return pattern.exec(text)?.[0] ?? "";
    };
    let kind: Token = "literal";
    let piece = "";
    if (inTemplate) {
      piece = match(TEMPLATE_TEXT);
      if (piece === "") {
        kind = "code";
        inTemplate = false;
        piece = text[at] === "`" ? "`" : "${";
        if (piece === "`") templates.pop();
        else depth++;
      }
    } else {
      piece = match(COMMENT);
      if (piece !== "") kind = "comment";
      else piece = match(STRING) || (regexMayFollow(significant) ? match(REGEX) : "");
      if (piece === "") {
        kind = "code";
        piece = text[at] ?? "";
        if (piece === "`") {
          inTemplate = true;
          templates.push(depth);
        } else if (piece === "{") depth++;
        else if (piece === "}") {
          depth--;
          inTemplate = templates.at(-1) === depth;
        }
      }
    }
    if (kind !== "comment" && piece.trim() !== "") significant = (significant + piece.trim()).slice(-8);
    yield [kind, piece];
    at += piece.length;
  }
}

/** A slash after a value divides; anywhere else it opens a regular expression. */
function regexMayFollow(before: string): boolean {
  return before === "" || /[([{=,;:!&|?+\-*%<>~^]$|\b(?:return|typeof|case|in|of)$/.test(before);
}
