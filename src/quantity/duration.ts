import { HOUR, MILLISECOND, MINUTE, type Micros, SECOND } from "../kernel/time.ts";
import { inWords, type Parsed, quoted, refuse } from "./complaint.ts";
import { decimal, leadingNumber, QUANTITY_LENGTH_MAX, wholeNumber } from "./number.ts";

const DAY: Micros = 24 * HOUR;

const UNITS = new Map<string, Micros>([
  ["d", DAY],
  ["h", HOUR],
  ["m", MINUTE],
  ["s", SECOND],
  ["ms", MILLISECOND],
  ["us", 1],
  ["µs", 1],
  ["μs", 1],
]);

/**
 * A span of time in µs from `250us`, `500ms`, `30s`, `1m30s`, `2h`, `1d`: numbers with units, the larger unit first. A bare
 * number is refused (0 excepted), since nobody can tell seconds from minutes in it.
 */
export function parseDuration(written: unknown): Parsed<Micros> {
  if (written === 0) return { value: 0 };
  if (typeof written === "number") return unitMissing(String(written));
  if (typeof written !== "string" || written.length > QUANTITY_LENGTH_MAX) return noDuration(written);
  if (wholeNumber(written) === 0) return { value: 0 };
  let total = 0;
  let last = Number.POSITIVE_INFINITY;
  for (let at = 0; at < written.length; ) {
    const number = leadingNumber(written, at);
    if (number === null) return noDuration(written);
    const unitEnd = endOfUnit(written, number.end);
    const unit = UNITS.get(written.slice(number.end, unitEnd));
    if (unitEnd === number.end && unitEnd === written.length) return unitMissing(written);
    if (unit === undefined || unit >= last) return noDuration(written);
    if (number.value < 0) return refuse("out-of-range", `${quoted(written)} is negative`, "give a span of 0s or more");
    // Each part is rounded by itself, so that a long span does not swallow the fraction of a short one.
    const part = Math.floor(number.value * unit + 0.5);
    if (part === 0 && number.value > 0) {
      return refuse("out-of-range", `${quoted(written)} is below one microsecond`, "the smallest span is 1us");
    }
    total += part;
    last = unit;
    at = unitEnd;
  }
  if (last === Number.POSITIVE_INFINITY) return noDuration(written);
  if (total <= Number.MAX_SAFE_INTEGER) return { value: total };
  return refuse("out-of-range", `${quoted(written)} is too long`, "stay below 285 years");
}

function endOfUnit(text: string, from: number): number {
  let at = from;
  while (at < text.length && leadingNumber(text[at] as string) === null && text[at] !== ".") at++;
  return at;
}

function unitMissing(number: string): Parsed<Micros> {
  return refuse(
    "unit-missing",
    `${number} needs a unit`,
    `write ${number}s (seconds), ${number}ms or ${number}m (minutes)`,
  );
}

function noDuration(written: unknown): Parsed<Micros> {
  const examples = "write it like 250us, 500ms, 30s, 1m30s, 2h or 1d";
  if (typeof written !== "string")
    return refuse("not-a-duration", `expected a duration, got ${inWords(written)}`, examples);
  if (written.length > QUANTITY_LENGTH_MAX)
    return refuse("not-a-duration", `${quoted(written)} is not a duration`, examples);
  const clock = written.split(":");
  if (clock.length === 2 && clock.every((part) => wholeNumber(part) !== null)) {
    return refuse(
      "not-a-duration",
      `${quoted(written)} could be minutes or hours`,
      `write ${clock[0]}m${clock[1]}s or ${clock[0]}h${clock[1]}m`,
    );
  }
  const tidy = tidied(written);
  if (tidy !== null) return refuse("not-a-duration", `${quoted(written)} is not a duration`, `write ${tidy}`);
  return refuse("not-a-duration", `${quoted(written)} is not a duration`, examples);
}

const LONG_UNITS = new Map([
  ["seconds", "s"],
  ["second", "s"],
  ["secs", "s"],
  ["sec", "s"],
  ["minutes", "m"],
  ["minute", "m"],
  ["mins", "m"],
  ["min", "m"],
  ["hours", "h"],
  ["hour", "h"],
  ["hrs", "h"],
  ["hr", "h"],
  ["days", "d"],
  ["day", "d"],
  ["S", "s"],
  ["M", "m"],
  ["H", "h"],
  ["D", "d"],
  ["MS", "ms"],
  ["msec", "ms"],
  ["usec", "us"],
]);

/** `30 seconds` or `30 s` as we write it, null when it is something else. */
function tidied(written: string): string | null {
  const number = leadingNumber(written);
  if (number === null) return null;
  const unit = written.slice(number.end).trim();
  const short = LONG_UNITS.get(unit) ?? (UNITS.has(unit) ? unit : null);
  return short === null ? null : `${written.slice(0, number.end)}${short}`;
}

/** The shortest way of writing a span that reads back as exactly the same number of µs: `1m30s`, `1.5s`, `250us`. */
export function printDuration(micros: Micros): string {
  if (micros < MILLISECOND) return micros === 0 ? "0s" : `${micros}us`;
  if (micros < SECOND) return `${decimal(micros, MILLISECOND)}ms`;
  let rest = micros;
  let text = "";
  for (const [unit, span] of [
    ["d", DAY],
    ["h", HOUR],
    ["m", MINUTE],
  ] as const) {
    const count = Math.floor(rest / span);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * span;
  }
  return rest > 0 ? `${text}${decimal(rest, SECOND)}s` : text;
}
