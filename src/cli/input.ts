import { nearest } from "../quantity/nearest.ts";
import { escapeControls } from "../report/escape.ts";
import { problemLines } from "../report/problems.ts";
import type { FieldUse } from "../scenario/manifests/fields.ts";
import { looksLikeManifest } from "../scenario/manifests/looksLike.ts";
import { type ManifestOptions, readManifests } from "../scenario/manifests/read.ts";
import type { Reading } from "../scenario/problem.ts";
import { readScenario } from "../scenario/read.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { BadInput } from "./exit.ts";
import { paintFor } from "./terminal.ts";
import { readText, refuse } from "./text.ts";

/** A file that was read and checked; warnings have been printed. */
export interface Input {
  readonly file: string;
  readonly scenario: Scenario;
  /** What became of each field, when the file is a Kubernetes manifest. */
  readonly fields?: readonly FieldUse[];
}

/** Reads a scenario, or a Kubernetes manifest in place of one; which of the two it is, its content says. */
export function readInput(file: string, options: ManifestOptions = {}): Input {
  const text = readText(file);
  if (!looksLikeManifest(text)) return { file, scenario: accept(file, readScenario(text)) };
  const { scenario, fields } = accept(file, readManifests(text, options));
  return { file, scenario, fields };
}

/** Prints the warnings of a reading, and refuses one that failed. */
export function accept<T>(file: string, reading: Reading<T>): T {
  if (!reading.ok) throw refuse(file, reading.problems);
  for (const line of problemLines(file, reading.problems, paintFor(process.stderr))) process.stderr.write(`${line}\n`);
  return reading.value;
}

/** Refuses names that the scenario has no strategy for. */
export function checkStrategies({ file, scenario }: Input, names: readonly string[]): void {
  const known = scenario.strategies.map((strategy) => strategy.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new BadInput(unknown.map((name) => unknownStrategy(file, name, known)));
}

function unknownStrategy(file: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const advice = near === null ? `It has: ${known.join(", ")}.` : `Did you mean ${near}?`;
  return escapeControls(`${file}: error unknown-strategy: The scenario has no strategy "${name}". ${advice}`);
}
