import type { CST, ErrorCode } from "yaml";
import type { Forbidden } from "./bounds.ts";
import { isCollection, tokensOf } from "./tokens.ts";

/** What the parser says about a text that is no YAML. */
export interface SyntaxError {
  readonly code: ErrorCode;
  readonly pos: readonly [number, number];
  readonly message: string;
}

/** A mistake in the syntax, in our words and placed where it was made rather than where the parser noticed. */
export function syntaxProblem(error: SyntaxError, document: CST.Token, text: string): Forbidden {
  const [offset] = error.pos;
  const open = error.code === "MISSING_CHAR" || error.code === "BAD_INDENT" ? openedBefore(document, offset) : null;
  if (open !== null) return open;
  const words = WORDS[error.code];
  if (words !== undefined) return { code: "syntax", offset, ...words };
  return (
    wordGlued(offset, text) ?? {
      code: "syntax",
      offset,
      message: lowerFirst(error.message.split("\n")[0] ?? ""),
      fix: "check the line",
    }
  );
}

const WORDS: Partial<Record<ErrorCode, { message: string; fix: string }>> = {
  TAB_AS_INDENT: { message: "tab used for indentation", fix: "use spaces" },
  BAD_INDENT: { message: "the indentation does not fit the lines above", fix: "align it with its neighbours" },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "a mapping cannot start in the middle of a line",
    fix: "quote the value if it contains a colon, or start a new line",
  },
  BAD_DQ_ESCAPE: {
    message: "unknown escape sequence in double quotes",
    fix: "use single quotes, or double the backslash",
  },
  BLOCK_IN_FLOW: {
    message: "a list item with a dash cannot stand inside brackets or braces",
    fix: "separate the values with commas",
  },
};

/** An opening quote, bracket or brace that is never closed. */
function openedBefore(document: CST.Token, offset: number): Forbidden | null {
  for (const { token } of tokensOf(document)) {
    const quote = token.type === "double-quoted-scalar" || token.type === "single-quoted-scalar";
    if (quote && token.offset + token.source.length === offset) {
      return {
        code: "syntax",
        offset: token.offset,
        message: "the quote opened here is never closed",
        fix: `add ${token.source[0]} at its end`,
      };
    }
    if (isCollection(token) && token.type === "flow-collection" && !isClosed(token) && token.offset < offset) {
      const bracket = token.start.source;
      const fix = `add ${bracket === "[" ? "]" : "}"} at its end`;
      return { code: "syntax", offset: token.offset, message: `"${bracket}" is not closed`, fix };
    }
  }
  return null;
}

function isClosed(token: CST.FlowCollection): boolean {
  return token.end.some((end) => end.type === "flow-map-end" || end.type === "flow-seq-end");
}

/** `replicas:3`, a key glued to its value. */
function wordGlued(offset: number, text: string): Forbidden | null {
  const end = text.indexOf("\n", offset);
  return gluedWord(text.slice(offset, end < 0 ? text.length : end), offset);
}

/** Whether a word is a key and its value without the space between them. */
export function gluedWord(word: string, offset: number): Forbidden | null {
  const colon = word.indexOf(":");
  const tail = word.slice(colon + 1).trim();
  if (
    colon <= 0 ||
    tail === "" ||
    word.slice(0, colon).includes(" ") ||
    word[colon + 1] === " " ||
    word.includes("://")
  )
    return null;
  const message = `${JSON.stringify(word.trim().slice(0, 40))} is one word`;
  return { code: "syntax", offset, message, fix: `write "${word.slice(0, colon)}: ${tail}"` };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Where an unrendered template stands (`key: {{ … }}`, `{{- if … }}`), −1 when there is none. Comments do not count. */
export function templateAt(text: string): number {
  for (let found = text.indexOf("{{"); found >= 0; found = text.indexOf("{{", found + 2)) {
    const lineStart = text.lastIndexOf("\n", found) + 1;
    const before = text.slice(lineStart, found).trim();
    if (before === "" || before === "-" || before.endsWith(":")) return found;
  }
  return -1;
}
