import { nearest } from "../quantity/nearest.ts";
import { escapeControls } from "../report/escape.ts";
import { problemLines } from "../report/problems.ts";
import { readScenario } from "../scenario/read.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { BadInput } from "./exit.ts";
import { paintFor } from "./terminal.ts";
import { readText, refuse } from "./text.ts";

/** A file that was read and checked; warnings have been printed. */
export interface Input {
  readonly file: string;
  readonly scenario: Scenario;
}

/** Reads a scenario, or a Kubernetes manifest in place of one; which of the two it is, its content says. */
export function readInput(file: string): Input {
  const reading = readScenario(readText(file));
  if (!reading.ok) throw refuse(file, reading.problems);
  for (const line of problemLines(file, reading.problems, paintFor(process.stderr))) process.stderr.write(`${line}\n`);
  return { file, scenario: reading.value };
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
