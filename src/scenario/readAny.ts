import type { FieldUse } from "./manifests/fields.ts";
import { type ManifestOptions, readManifests } from "./manifests/read.ts";
import type { Reading } from "./problem.ts";
import { readScenario } from "./read.ts";
import type { Scenario } from "./scenario.ts";

/** Something that can be rehearsed, from either kind of file. */
export interface Rehearsal {
  readonly scenario: Scenario;
  /** What became of the fields of a manifest; null for a scenario file, in which every field counts. */
  readonly fields: readonly FieldUse[] | null;
}

/** Reads a scenario file, or Kubernetes manifests in place of one; which of the two it is, the text says. */
export function readAny(text: string, options: ManifestOptions = {}): Reading<Rehearsal> {
  if (looksLikeManifests(text)) return readManifests(text, options);
  const reading = readScenario(text, options);
  if (!reading.ok) return reading;
  return { ...reading, value: { scenario: reading.value, fields: null } };
}

/** Manifests have a `kind`; a scenario has none, and an `apiVersion` of ours. */
export function looksLikeManifests(text: string): boolean {
  let kind = false;
  for (const line of text.split("\n")) {
    const bare = line.replaceAll('"', "").replaceAll("{", "").trimStart();
    if (bare.startsWith("apiVersion:") && bare.includes("drydock/")) return false;
    kind ||= bare.startsWith("kind:") || bare.includes(",kind:") || bare.includes(", kind:");
  }
  return kind;
}
