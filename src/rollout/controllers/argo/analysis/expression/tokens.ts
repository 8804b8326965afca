import { refuse } from "./refusal.ts";

export interface Token {
  readonly kind: "number" | "string" | "name" | "sign" | "end";
  readonly text: string;
}

const MOST_CHARACTERS = 4096;
const SIGNS = ["?.", "??", "&&", "||", "==", "!=", "<=", ">=", "..", ..."+-*/%<>!?:()[]{}.,;=#|"];

/** Splits a condition in one pass; comments are left out. */
export function tokensOf(source: string): readonly Token[] {
  if (source.length > MOST_CHARACTERS) refuse(`a condition of more than ${MOST_CHARACTERS} characters`);
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at, at + 2);
    if (/\s/.test(source.charAt(at))) at++;
    else if (rest === "/*") {
      const end = source.indexOf("*/", at + 2);
      if (end < 0) refuse("a comment without end");
      at = end + 2;
    } else if (rest === "//") {
      const end = source.indexOf("\n", at);
      at = end < 0 ? source.length : end;
    } else {
      const token = tokenAt(source, at);
      tokens.push({ kind: token.kind, text: token.text });
      at = token.end;
    }
  }
  return [...tokens, { kind: "end", text: "EOF" }];
}

function tokenAt(source: string, at: number): Token & { readonly end: number } {
  const first = source.charAt(at);
  if (first === "'" || first === '"') return stringAt(source, at);
  if (/\d/.test(first)) return wordAt(source, { at, kind: "number", part: /[\d.]/ });
  if (/[A-Za-z_]/.test(first)) return wordAt(source, { at, kind: "name", part: /\w/ });
  const sign = SIGNS.find((one) => source.startsWith(one, at));
  if (sign === undefined) refuse(`unexpected ${JSON.stringify(first)}`);
  return { kind: "sign", text: sign, end: at + sign.length };
}

function wordAt(
  source: string,
  { at, kind, part }: { readonly at: number; readonly kind: "number" | "name"; readonly part: RegExp },
): Token & { readonly end: number } {
  let end = at;
  while (end < source.length && part.test(source.charAt(end)) && !(kind === "number" && source.startsWith("..", end))) {
    end++;
  }
  return { kind, text: source.slice(at, end), end };
}

function stringAt(source: string, at: number): Token & { readonly end: number } {
  const quote = source.charAt(at);
  let text = "";
  for (let end = at + 1; end < source.length; end++) {
    const character = source.charAt(end);
    if (character === quote) return { kind: "string", text, end: end + 1 };
    text += character === "\\" ? source.charAt(++end) : character;
  }
  return refuse("literal not terminated");
}
