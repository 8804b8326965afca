import { MILLISECOND, type Micros, SECOND } from "../../kernel/time.ts";

/** Units in the order in which they may follow one another. */
const UNITS: readonly (readonly [unit: string, span: Micros])[] = [
  ["y", 365 * 86_400 * SECOND],
  ["w", 7 * 86_400 * SECOND],
  ["d", 86_400 * SECOND],
  ["h", 3600 * SECOND],
  ["m", 60 * SECOND],
  ["s", SECOND],
  ["ms", MILLISECOND],
];

/**
 * A duration as Prometheus writes it, `1h30m`, in µs: whole numbers, units from large to small, each at most once, or a bare 0.
 * Undefined when it is none. Worked example: `1m30s` is 90 000 000.
 */
export function parseDuration(text: string): Micros | undefined {
  if (text === "0") return 0;
  let rest = text;
  let total = 0;
  for (const [unit, span] of UNITS) {
    const part = new RegExp(`^(\\d+)${unit}(?![a-z])`).exec(rest);
    if (part === null) continue;
    total += Number(part[1]) * span;
    rest = rest.slice(part[0].length);
  }
  return rest === "" && text !== "" ? total : undefined;
}
