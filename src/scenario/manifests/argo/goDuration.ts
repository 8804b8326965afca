import { printDuration } from "../../../quantity/duration.ts";

const UNITS: Readonly<Record<string, number>> = { h: 3600e6, m: 60e6, s: 1e6, ms: 1e3, us: 1, µs: 1 };
const WHOLE = /^(\d+(\.\d+)?(h|ms|us|µs|m|s))+$/;

/** A span as Argo writes it — seconds without unit, or Go's `1m30s` — in the words of scenario files; null: it is none. */
export function goDuration(written: string | number): string | null {
  const text = String(written);
  const plain = /^\d+$/.test(text) ? `${text}s` : text;
  if (text.length > 64 || !WHOLE.test(plain)) return null;
  let micros = 0;
  for (const [, value, , unit = "s"] of plain.matchAll(/(\d+(\.\d+)?)(h|ms|us|µs|m|s)/g)) {
    micros += Number(value) * (UNITS[unit] ?? 0);
  }
  return printDuration(Math.round(micros));
}
