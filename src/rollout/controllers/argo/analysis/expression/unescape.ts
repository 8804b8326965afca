import { refuse } from "./refusal.ts";

const PLAIN: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/** How many hexadecimal digits follow. */
const HEX: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A string literal without its quotes, its escapes replaced (`expr-lang/expr parser/lexer/utils.go`). */
export function unescaped(written: string): string {
  let text = "";
  for (let at = 0; at < written.length; ) {
    const character = written.charAt(at);
    if (character !== "\\") {
      text += character;
      at++;
      continue;
    }
    const replaced = escapeAt(written, at + 1);
    text += replaced.text;
    at = replaced.end;
  }
  return text;
}

function escapeAt(written: string, at: number): { readonly text: string; readonly end: number } {
  const letter = written.charAt(at);
  const plain = PLAIN[letter];
  if (plain !== undefined) return { text: plain, end: at + 1 };
  const count = HEX[letter];
  if (count !== undefined) return codeAt(written, { from: at + 1, count, base: 16 });
  if (letter >= "0" && letter <= "3") return codeAt(written, { from: at, count: 3, base: 8 });
  return refuse("unable to unescape string");
}

function codeAt(
  written: string,
  { from, count, base }: { readonly from: number; readonly count: number; readonly base: 8 | 16 },
): { readonly text: string; readonly end: number } {
  const digits = written.slice(from, from + count);
  const isWhole = digits.length === count && (base === 8 ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/).test(digits);
  const code = isWhole ? Number.parseInt(digits, base) : Number.NaN;
  if (!(code <= 0x10ffff)) refuse("unable to unescape string");
  return { text: String.fromCodePoint(code), end: from + count };
}
