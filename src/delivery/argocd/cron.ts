import { MINUTE } from "../../kernel/time.ts";
import { parseGoDuration } from "./goDuration.ts";

/** When a schedule fires. */
export interface Schedule {
  /** The first firing after an instant, seconds since 1970; null: none within five years. */
  next(after: number): number | null;
}

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: readonly Field[] = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: ["", ...MONTHS] },
  { min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

/**
 * Reads a schedule as Argo CD does (robfig/cron v3 `ParseStandard`): five fields, `*`, `?`, lists, ranges, steps, names of
 * months and days, `@daily` and its like, `@every 90m`. Sunday is 0; 7 is refused. Null when it cannot be read.
 */
export function parseCron(written: string): Schedule | null {
  const text = written.trim();
  if (text.startsWith("@every ")) return every(text.slice("@every ".length));
  const words = (DESCRIPTORS.get(text) ?? text).split(/\s+/);
  const sets = words.map((word, index) => parseField(word, FIELDS[index]));
  const [minutes, hours, days, months, weekdays] = sets;
  if (sets.length !== FIELDS.length || !minutes || !hours || !days || !months || !weekdays) return null;
  const isStar = (index: number) => /^(\*|\?)/.test(words[index] ?? "");
  // A restriction by day of the month and one by weekday: either is enough; with a star in one of them both have to hold.
  const dayMatches = (day: number, weekday: number) =>
    isStar(2) || isStar(4) ? days.has(day) && weekdays.has(weekday) : days.has(day) || weekdays.has(weekday);
  return { next: (after) => nextMatch(after, { minutes, hours, months, dayMatches }) };
}

function every(written: string): Schedule | null {
  const span = parseGoDuration(written);
  if (span === null || span <= 0) return null;
  const seconds = Math.max(1, Math.floor((span / MINUTE) * 60));
  return { next: (after) => Math.floor(after) + seconds };
}

function parseField(word: string, field: Field | undefined): ReadonlySet<number> | null {
  if (field === undefined) return null;
  const all = new Set<number>();
  for (const part of word.split(",")) {
    const [range = "", stepText, ...more] = part.split("/");
    const step = stepText === undefined ? 1 : wholeNumber(stepText);
    const bounds = parseRange(range, field, stepText !== undefined);
    if (bounds === null || step === null || step < 1 || more.length > 0) return null;
    for (let value = bounds.from; value <= bounds.to; value += step) all.add(value);
  }
  return all;
}

/** `5/15` goes on to the end of the field. */
function parseRange(
  range: string,
  field: Field,
  hasStep: boolean,
): { readonly from: number; readonly to: number } | null {
  if (range === "*" || range === "?") return { from: field.min, to: field.max };
  const [low = "", high, ...more] = range.split("-");
  const from = parseValue(low, field);
  const to = high === undefined ? (hasStep ? field.max : from) : parseValue(high, field);
  if (from === null || to === null || more.length > 0) return null;
  return from < field.min || to > field.max || from > to ? null : { from, to };
}

function parseValue(text: string, { names }: Field): number | null {
  const named = text === "" ? -1 : names.indexOf(text.toLowerCase());
  return named === -1 ? wholeNumber(text) : named;
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

interface Pattern {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  dayMatches(day: number, weekday: number): boolean;
}

const DAYS_AHEAD_MAX = 5 * 366;

function nextMatch(after: number, { minutes, hours, months, dayMatches }: Pattern): number | null {
  const first = Math.floor(after / 60) + 1;
  const firstDay = Math.floor(first / 1440);
  for (let day = firstDay; day <= firstDay + DAYS_AHEAD_MAX; day++) {
    const { month, dayOfMonth } = civilDate(day);
    // 1970-01-01 was a Thursday.
    if (!months.has(month) || !dayMatches(dayOfMonth, (((day + 4) % 7) + 7) % 7)) continue;
    for (let minute = day === firstDay ? first - day * 1440 : 0; minute < 1440; minute++) {
      if (hours.has(Math.floor(minute / 60)) && minutes.has(minute % 60)) return (day * 1440 + minute) * 60;
    }
  }
  return null;
}

/** The date of a day counted from 1970-01-01, in the Gregorian calendar (the era of 400 years begins on 0000-03-01). */
function civilDate(day: number): { readonly month: number; readonly dayOfMonth: number } {
  const shifted = day + 719_468;
  const dayOfEra = shifted - Math.floor(shifted / 146_097) * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  return { month: fromMarch < 10 ? fromMarch + 3 : fromMarch - 9, dayOfMonth };
}
