import { refuse } from "./refusal.ts";
import { unescaped } from "./unescape.ts";

export interface Token {
  readonly kind: "Number" | "String" | "Identifier" | "Operator" | "Bracket" | "EOF";
  readonly text: string;
}

export function printToken({ kind, text }: Token): string {
  return kind === "EOF" ? kind : `${kind}(${JSON.stringify(text)})`;
}

const MOST_CHARACTERS = 16_384;
const SIGNS = [
  ...["?.", "??", "&&", "||", "==", "!=", "<=", ">=", "**", "..", "::"],
  ..."+-*/%^<>!?:,.;=#|&",
] as readonly string[];
const BRACKETS = "()[]{}";
const WORDS = new Set(["in", "or", "and", "not", "matches", "contains", "startsWith", "endsWith", "let", "if", "else"]);
const DIGITS: Readonly<Record<string, string>> = { x: "0123456789abcdefABCDEF_", o: "01234567_", b: "01_" };
const DECIMAL = "0123456789_";
const NAME = /[\p{L}\p{Nd}_$]/u;
const SPACE = /\s/;

type Read = Token & { readonly end: number };

/** Splits a condition in one pass; comments are left out (`expr-lang/expr parser/lexer/state.go`). */
export function tokensOf(source: string): readonly Token[] {
  if (source.length > MOST_CHARACTERS) refuse(`a condition of more than ${MOST_CHARACTERS} characters`);
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const next = afterBlank(source, at);
    if (next > at) at = next;
    else {
      const token = tokenAt(source, at);
      tokens.push({ kind: token.kind, text: token.text });
      at = token.end;
    }
  }
  return [...tokens, { kind: "EOF", text: "" }];
}

/** Past a space or a comment; `at` itself where there is none. */
function afterBlank(source: string, at: number): number {
  if (SPACE.test(source.charAt(at))) return at + 1;
  if (source.startsWith("//", at)) {
    const end = source.indexOf("\n", at);
    return end < 0 ? source.length : end;
  }
  if (!source.startsWith("/*", at)) return at;
  const end = source.indexOf("*/", at + 2);
  return end < 0 ? refuse("unclosed comment") : end + 2;
}

function tokenAt(source: string, at: number): Read {
  const first = source.charAt(at);
  if (first === "'" || first === '"') return stringAt(source, at);
  if (first === "`") return rawStringAt(source, at);
  if (isDigit(first) || (first === "." && isDigit(source.charAt(at + 1)))) return numberAt(source, at);
  if (NAME.test(first)) return wordAt(source, at);
  if (BRACKETS.includes(first)) return { kind: "Bracket", text: first, end: at + 1 };
  const sign = SIGNS.find((one) => source.startsWith(one, at));
  if (sign === undefined) refuse(`unrecognized character: ${JSON.stringify(first)}`);
  return { kind: "Operator", text: sign, end: at + sign.length };
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9" && character.length === 1;
}

function wordAt(source: string, at: number): Read {
  const end = runOf(source, at, (character) => NAME.test(character));
  const text = source.slice(at, end);
  return { kind: WORDS.has(text) ? "Operator" : "Identifier", text, end };
}

function runOf(source: string, at: number, belongs: (character: string) => boolean): number {
  let end = at;
  while (end < source.length && belongs(source.charAt(end))) end++;
  return end;
}

function numberAt(source: string, at: number): Read {
  const base = source.charAt(at) === "0" ? source.charAt(at + 1).toLowerCase() : "";
  const digits = DIGITS[base] ?? DECIMAL;
  const run = (from: number) => runOf(source, from, (character) => digits.includes(character));
  let end = run(DIGITS[base] === undefined ? at : at + 2);
  // Two dots are a range: 1..2
  if (source.charAt(end) === "." && source.charAt(end + 1) !== ".") end = run(end + 1);
  if (/[eE]/.test(source.charAt(end))) end = run(/[+-]/.test(source.charAt(end + 1)) ? end + 2 : end + 1);
  if (NAME.test(source.charAt(end))) refuse(`bad number syntax: ${JSON.stringify(source.slice(at, end + 1))}`);
  return { kind: "Number", text: source.slice(at, end), end };
}

function stringAt(source: string, at: number): Read {
  const quote = source.charAt(at);
  for (let end = at + 1; end < source.length && source.charAt(end) !== "\n"; end++) {
    const character = source.charAt(end);
    if (character === "\\") end++;
    else if (character === quote) return { kind: "String", text: unescaped(source.slice(at + 1, end)), end: end + 1 };
  }
  return refuse("literal not terminated");
}

function rawStringAt(source: string, at: number): Read {
  const end = source.indexOf("`", at + 1);
  return end < 0 ? refuse("literal not terminated") : { kind: "String", text: source.slice(at + 1, end), end: end + 1 };
}
