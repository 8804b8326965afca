/** Equal as JSON values; a missing field and an undefined one are the same, null is not. */
export function equal(want: unknown, got: unknown, matches: "exactly" | "as told"): boolean {
  if (Array.isArray(want)) {
    return Array.isArray(got) && want.length === got.length && want.every((item, i) => equal(item, got[i], matches));
  }
  if (isRecord(want)) {
    if (!isRecord(got)) return false;
    const keys = matches === "exactly" ? [...new Set([...Object.keys(want), ...Object.keys(got)])] : Object.keys(want);
    return keys.every((key) => equal(want[key], got[key], matches));
  }
  return Object.is(want, got) || (want === 0 && got === 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
