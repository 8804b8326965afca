import { inWords, type Parsed, quoted, refuse } from "./complaint.ts";
import { leadingNumber, QUANTITY_LENGTH_MAX } from "./number.ts";

/** A part of a whole, 0–1, from `25%` or `0.25`. A number above 1 is refused: it was meant as percent. */
export function parseShare(written: unknown): Parsed<number> {
  if (typeof written !== "number" && typeof written !== "string") {
    return refuse("not-a-share", `expected a share, got ${inWords(written)}`, EXAMPLES);
  }
  const text = String(written);
  const number = text.length > QUANTITY_LENGTH_MAX ? null : leadingNumber(text);
  const suffix = number === null ? "" : text.slice(number.end);
  if (number === null || (suffix !== "" && suffix !== "%")) {
    return refuse("not-a-share", `${quoted(text)} is not a share`, EXAMPLES);
  }
  const value = suffix === "%" ? hundredth(text.slice(0, number.end)) : number.value;
  if (value < 0) return refuse("out-of-range", `${text} is negative`, "a share is 0% to 100%");
  if (value <= 1) return { value };
  if (suffix === "" && value <= 100) {
    return refuse("out-of-range", `${text} is more than the whole`, `did you mean ${text}% = ${value / 100}?`);
  }
  return refuse("out-of-range", `${text} is more than the whole`, "a share is 0% to 100%");
}

/** A decimal number of percent as a share, rounded once: 99.9 / 100 would be 0.9990000000000001. */
export function hundredth(percent: string): number {
  return percent.includes("e") || percent.includes("E") ? Number(percent) / 100 : Number(`${percent}e-2`);
}

const EXAMPLES = "write it like 25% or 0.25";

/** `25%`, `0.05%`; falls back to the plain number where percent would not read back exactly. */
export function printShare(share: number): string {
  const percent = String(Math.floor(share * 1e10 + 0.5) / 1e8);
  return hundredth(percent) === share ? `${percent}%` : String(share);
}
