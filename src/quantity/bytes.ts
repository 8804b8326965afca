import { inWords, type Parsed, quoted, refuse } from "./complaint.ts";
import { leadingNumber, QUANTITY_LENGTH_MAX } from "./number.ts";

const KIBI = 1024;
const UNITS = new Map<string, number>([
  ["Ti", KIBI * KIBI * KIBI * KIBI],
  ["Gi", KIBI * KIBI * KIBI],
  ["Mi", KIBI * KIBI],
  ["Ki", KIBI],
  ["T", 1e12],
  ["G", 1e9],
  ["M", 1e6],
  ["k", 1e3],
  ["B", 1],
]);

/** Bytes from `64Mi` (2^20), `128M` (10^6), `1Gi`, `500k`, `12B`. A bare number is refused. */
export function parseBytes(written: unknown): Parsed<number> {
  if (typeof written === "number") return unitMissing(String(written));
  if (typeof written !== "string") return refuse("not-bytes", `expected a size, got ${inWords(written)}`, EXAMPLES);
  const number = written.length > QUANTITY_LENGTH_MAX ? null : leadingNumber(written);
  if (number === null) return refuse("not-bytes", `${quoted(written)} is not a size`, EXAMPLES);
  const suffix = written.slice(number.end);
  if (suffix === "") return unitMissing(written);
  const unit = UNITS.get(suffix);
  if (unit === undefined) return unknownSuffix(written, suffix);
  if (number.value < 0) return refuse("out-of-range", `${quoted(written)} is negative`, "give a size of 0B or more");
  const value = Math.ceil(number.value * unit);
  if (value > Number.MAX_SAFE_INTEGER)
    return refuse("out-of-range", `${quoted(written)} is too large`, "stay below 8192Ti");
  return { value };
}

/** Bytes per second from `80M/s` or `64Mi/s`. */
export function parseBandwidth(written: unknown): Parsed<number> {
  if (typeof written === "string" && written.endsWith("/s")) return parseBytes(written.slice(0, -2));
  const bare = typeof written === "number" || typeof written === "string" ? String(written) : "80M";
  return refuse(
    "unit-missing",
    `expected bytes per second, got ${inWords(written)}`,
    `write it like ${bare}/s with a size before the /, e.g. 80M/s`,
  );
}

const EXAMPLES = "write it like 64Mi, 128M or 1Gi";

function unitMissing(number: string): Parsed<number> {
  return refuse("unit-missing", `${number} needs a unit`, `write ${number}Mi (2^20 bytes each) or ${number}M (10^6)`);
}

function unknownSuffix(written: string, suffix: string): Parsed<number> {
  const number = written.slice(0, written.length - suffix.length);
  if (suffix === "m") {
    return refuse("unit-wrong", `${quoted(written)} would be thousandths of a byte`, `did you mean ${number}Mi?`);
  }
  const letter = suffix.trim().charAt(0);
  const base = letter === "K" ? "k" : letter;
  if (UNITS.has(base) && base !== "B") {
    const binary = base === "k" ? "Ki" : `${base}i`;
    return refuse(
      "unit-unknown",
      `unknown suffix ${quoted(suffix)}`,
      `write ${number}${base} (powers of ten) or ${number}${binary} (powers of two)`,
    );
  }
  return refuse("unit-unknown", `unknown suffix ${quoted(suffix)}`, EXAMPLES);
}

/** Bytes in the largest unit that gives a whole number, binary ones first: `64Mi`, `128M`, `1001B`. */
export function printBytes(bytes: number): string {
  for (const [unit, size] of UNITS) {
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return "0B";
}
