import { parseDuration } from "./duration.ts";
import { QueryRefused } from "./refusal.ts";

export type Token =
  | { readonly kind: "identifier" | "operator"; readonly text: string; readonly at: number }
  | { readonly kind: "string"; readonly text: string; readonly at: number }
  /** A number, or a duration in seconds: where a query asks for one, it takes the other too (Prometheus 3). */
  | { readonly kind: "number"; readonly text: string; readonly value: number; readonly at: number }
  | { readonly kind: "end"; readonly text: ""; readonly at: number };

/** A query longer than this is not read, characters. */
const QUERY_LENGTH_MAX = 10_000;

const SPACE = /\s+|#[^\n]*/y;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const DURATION = /(?:\d+(?:ms|[smhdwy]))+/y;
/** A name may begin with a colon, except between brackets, where the colon separates range and step. */
const IDENTIFIER = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const WORD = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const OPERATOR = /==|!=|>=|<=|=~|!~|[-+*/%^<>=(){}[\],:@]/y;
const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/y;

/** Cuts a query into its tokens (Prometheus `promql/parser/lex.go`). */
export function tokenize(text: string): Token[] {
  if (text.length > QUERY_LENGTH_MAX) throw new QueryRefused(`a query may have ${QUERY_LENGTH_MAX} characters`, 0);
  const tokens: Token[] = [];
  let at = 0;
  let identifier = IDENTIFIER;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < text.length) {
    const start = at;
    if (take(SPACE) !== undefined) continue;
    const token = nextToken(take, { at: start, identifier });
    if (token === undefined) throw new QueryRefused(`unexpected character: ${JSON.stringify(text[at])}`, at);
    const follower = text[at] ?? "";
    if (token.kind === "number" && /[a-zA-Z0-9_.]/.test(follower)) {
      throw new QueryRefused(`bad number or duration: ${JSON.stringify(token.text + follower)}`, start);
    }
    if (token.text === "[" || token.text === "]") identifier = token.text === "[" ? WORD : IDENTIFIER;
    tokens.push(token);
  }
  tokens.push({ kind: "end", text: "", at });
  return tokens;
}

function nextToken(
  take: (pattern: RegExp) => string | undefined,
  { at, identifier }: { readonly at: number; readonly identifier: RegExp },
): Token | undefined {
  const duration = take(DURATION);
  if (duration !== undefined) return { kind: "number", text: duration, value: durationSeconds(duration, at), at };
  const number = take(NUMBER);
  if (number !== undefined) return { kind: "number", text: number, value: Number(number.replaceAll("_", "")), at };
  const name = take(identifier);
  if (name !== undefined) return { kind: "identifier", text: name, at };
  const operator = take(OPERATOR);
  if (operator !== undefined) return { kind: "operator", text: operator, at };
  const quoted = take(STRING);
  if (quoted !== undefined) return { kind: "string", text: unquote(quoted, at), at };
  return undefined;
}

function durationSeconds(text: string, at: number): number {
  const micros = parseDuration(text);
  if (micros === undefined) throw new QueryRefused(`not a duration: ${JSON.stringify(text)}`, at);
  return micros / 1_000_000;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/** Go's escapes; none between backticks. */
function unquote(quoted: string, at: number): string {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith("`")) return inner;
  return inner.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)/gs, (whole, code: string) => {
    const plain = ESCAPES[code];
    if (plain !== undefined) return plain;
    if (/^[xuU]./.test(code)) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]{3}$/.test(code)) return String.fromCodePoint(Number.parseInt(code, 8));
    throw new QueryRefused(`unknown escape sequence ${whole}`, at);
  });
}
