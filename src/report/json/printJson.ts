/**
 * JSON for people and for `diff`: objects over several lines, lists of plain values and of flat objects on one line
 * each. Keys stand in the order in which they were put in; numbers are printed so that they read back bit for bit.
 */
export function printJson(value: unknown): string {
  return `${block(value, "")}\n`;
}

function block(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return inline(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every(isScalar)) return inline(value);
    const items = value.map((item) => `${inner}${isFlat(item) ? inline(item) : block(item, inner)}`);
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${block(entry, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

function inline(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}

function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

/** An object on one line: it holds plain values, and at most objects of plain values. */
function isFlat(value: unknown): boolean {
  return isScalar(value) || Object.values(value as object).every((inner) => isScalar(inner) || isFlatRecord(inner));
}

function isFlatRecord(value: object): boolean {
  return Object.values(value).every(isScalar);
}
