/** No quantity that a person writes is longer; what is longer is refused unread. */
export const QUANTITY_LENGTH_MAX = 64;

/** A decimal number at the start of a text, and where it ends. */
export interface LeadingNumber {
  readonly value: number;
  readonly end: number;
}

/**
 * Reads `12`, `0.5`, `.5`, `-3`, `1e3` from position `from`. Null when no digit is there. An `e` that no digit follows
 * is left standing, since `1E` may mean exa. One pass, no regular expression: linear for whatever text.
 */
export function leadingNumber(text: string, from = 0): LeadingNumber | null {
  let at = from;
  if (text[at] === "-" || text[at] === "+") at++;
  const whole = skipDigits(text, at);
  let digits = whole - at;
  at = whole;
  if (text[at] === ".") {
    const fraction = skipDigits(text, at + 1);
    digits += fraction - at - 1;
    if (fraction > at + 1) at = fraction;
  }
  if (digits === 0) return null;
  at = skipExponent(text, at);
  return { value: Number(text.slice(from, at)), end: at };
}

/** The number that a text is as a whole, null when it is none. */
export function wholeNumber(text: string): number | null {
  if (text.length > QUANTITY_LENGTH_MAX) return null;
  const number = leadingNumber(text);
  return number !== null && number.end === text.length ? number.value : null;
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

function skipExponent(text: string, from: number): number {
  if (text[from] !== "e" && text[from] !== "E") return from;
  const sign = text[from + 1] === "-" || text[from + 1] === "+" ? 1 : 0;
  const end = skipDigits(text, from + 1 + sign);
  return end > from + 1 + sign ? end : from;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** `units` of the smallest unit as a plain decimal of a unit that holds `perUnit` (a power of ten) of them, exactly: 1500, 1000 → `1.5`. */
export function decimal(units: number, perUnit: number): string {
  const whole = Math.floor(units / perUnit);
  let fraction = String(units - whole * perUnit);
  if (fraction === "0") return String(whole);
  fraction = fraction.padStart(String(perUnit).length - 1, "0");
  let end = fraction.length;
  while (fraction[end - 1] === "0") end--;
  return `${whole}.${fraction.slice(0, end)}`;
}
