import { HOUR, MILLISECOND, MINUTE, type Micros, SECOND } from "../../kernel/time.ts";

const UNITS = new Map<string, number>([
  ["ns", 0.001],
  ["us", 1],
  ["µs", 1],
  ["μs", 1],
  ["ms", MILLISECOND],
  ["s", SECOND],
  ["m", MINUTE],
  ["h", HOUR],
]);

/** A span as Go writes it (`time.ParseDuration`): `90m`, `1h30m`, `1.5h`, in any order of units. µs; null: it is none. */
export function parseGoDuration(written: string): Micros | null {
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)[a-zµμ]+)+|0)$/.exec(written.trim());
  if (match === null) return null;
  let total = 0;
  for (const [, number, unit] of (match[2] ?? "").matchAll(/(\d+\.?\d*|\.\d+)([a-zµμ]+)/g)) {
    const size = UNITS.get(unit ?? "");
    if (size === undefined) return null;
    total += Number(number) * size;
  }
  return Math.round(match[1] === "-" ? -total : total);
}
