import type { Scenario } from "./scenario.ts";

/**
 * The one text that a scenario has, however its file was laid out: JSON with sorted keys and every default filled in.
 * Equal scenarios have equal texts, so it can be hashed and compared. Where a claim stood in its file is left out, and
 * what is taught about it, which changes nothing in it.
 */
export function canonicalScenario(scenario: Scenario): string {
  const { lesson: _, ...world } = scenario;
  return canonical({ ...world, expect: scenario.expect.map((claim) => ({ ...claim, line: 0 })) });
}

/** Plain data as JSON with sorted keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value === 0 ? 0 : value) ?? "null";
  const record = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`).join(",")}}`;
}
