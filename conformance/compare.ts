/** Within: numbers may differ by this much, where the file gives them rounded to a place. */
export type Matches = "exactly" | "as told" | "nearly" | { readonly within: number };

/** Numbers this near to each other, relatively, are nearly equal. */
const NEAR = 1e-6;

/** Equal as JSON values; a missing field and an undefined one are the same, null is not. */
export function equal(want: unknown, got: unknown, matches: Matches): boolean {
  if (Array.isArray(want)) {
    return Array.isArray(got) && want.length === got.length && want.every((item, i) => equal(item, got[i], matches));
  }
  if (isRecord(want)) {
    if (!isRecord(got)) return false;
    const keys = matches === "as told" ? Object.keys(want) : [...new Set([...Object.keys(want), ...Object.keys(got)])];
    return keys.every((key) => equal(want[key], got[key], matches));
  }
  if (typeof want === "number" && typeof got === "number") {
    if (matches === "nearly") return isNear(want, got);
    if (typeof matches === "object") return Math.abs(want - got) <= matches.within;
  }
  return Object.is(want, got) || (want === 0 && got === 0);
}

function isNear(want: number, got: number): boolean {
  return Object.is(want, got) || Math.abs(want - got) <= NEAR * Math.max(Math.abs(want), Math.abs(got));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
