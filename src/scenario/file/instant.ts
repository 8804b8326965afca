const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/;

/** `2026-03-10T09:00:00Z` in seconds since 1970; null: no such instant. */
export function parseInstant(written: string): number | null {
  const [, ...parts] = FORM.exec(written) ?? [];
  const [year = 0, month = 0, day = 0, hour = 24, minute = 0, second = 0] = parts.map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) {
    return null;
  }
  return ((dayNumber(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0);
}

/** Days since 1970-01-01. */
function dayNumber(year: number, month: number, day: number): number {
  const before = year - 1;
  const leaps = (y: number) => Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  let days = (year - 1970) * 365 + leaps(before) - leaps(1969);
  for (let m = 1; m < month; m++) days += daysIn(year, m);
  return days + day - 1;
}
