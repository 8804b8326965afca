import { refuse } from "./refusal.ts";
import type { Token } from "./tokens.ts";
import type { Literal } from "./tree.ts";

const LARGEST_INT = 9223372036854775807n;
const WHOLE = /^(\d+|0x[0-9a-f]+|0o[0-7]+|0b[01]+)$/;

/** The value of a number or a string as written. */
export function literalOf({ kind, text }: Token): Literal {
  if (kind === "String") return { is: "literal", value: text };
  const plain = text.replaceAll("_", "").toLowerCase();
  if (!plain.startsWith("0x") && /[.e]/.test(plain)) return { is: "literal", value: floatOf(plain) };
  if (!WHOLE.test(plain)) refuse(`invalid integer literal: ${text}`);
  // A leading zero is no octal.
  const value = BigInt(/^\d+$/.test(plain) ? plain.replace(/^0+(?=\d)/, "") : plain);
  return { is: "literal", value: value > LARGEST_INT ? refuse("integer literal is too large") : value };
}

function floatOf(plain: string): number {
  const value = Number(plain);
  if (Number.isNaN(value)) refuse(`invalid float literal: ${plain}`);
  return value === Number.POSITIVE_INFINITY ? refuse("float literal is too large") : value;
}
