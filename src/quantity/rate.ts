import { inWords, type Parsed, quoted, refuse } from "./complaint.ts";
import { leadingNumber, QUANTITY_LENGTH_MAX } from "./number.ts";

const SECONDS = new Map<string, number>([
  ["/s", 1],
  ["/min", 60],
  ["/m", 60],
  ["/h", 3600],
  ["/d", 86400],
]);

/** Happenings per second from `500/s`, `30/min`, `2/h`, `1/d`. A bare number is refused. */
export function parseRate(written: unknown): Parsed<number> {
  if (typeof written !== "number" && typeof written !== "string") {
    return refuse("not-a-rate", `expected a rate, got ${inWords(written)}`, EXAMPLES);
  }
  const text = String(written);
  const number = text.length > QUANTITY_LENGTH_MAX ? null : leadingNumber(text);
  if (number === null) return refuse("not-a-rate", `${quoted(text)} is not a rate`, EXAMPLES);
  const plain = text.slice(0, number.end);
  const suffix = text.slice(number.end);
  if (suffix === "") return refuse("unit-missing", `${text} needs a unit`, `write ${plain}/s or ${plain}/min`);
  const seconds = SECONDS.get(suffix);
  if (seconds === undefined) {
    const perSecond = ["rps", "qps", "Hz", "/sec", "req/s"].includes(suffix.trim());
    return refuse("unit-unknown", `unknown unit ${quoted(suffix)}`, perSecond ? `write ${plain}/s` : EXAMPLES);
  }
  if (number.value < 0) return refuse("out-of-range", `${quoted(text)} is negative`, "give a rate of 0/s or more");
  return { value: number.value / seconds };
}

const EXAMPLES = "write it like 500/s, 30/min or 2/h";

/** `500/s`. Whoever reads it back gets the same number. */
export function printRate(perSecond: number): string {
  return `${perSecond}/s`;
}
