import { assert } from "../../src/kernel/assert.ts";
import type { OracleCase } from "./adapter.ts";

/** Reads a number from a case's parameters: plain, or a text that begins with one or with a fraction ("1/120 (…)"). */
export function numberIn(oracle: OracleCase, name: string): number {
  const value = oracle.params[name];
  if (typeof value === "number") return value;
  const match = typeof value === "string" ? /^\s*(-?[\d.]+(?:e-?\d+)?)(?:\s*\/\s*([\d.]+))?/.exec(value) : null;
  assert(match !== null, `${oracle.id}: parameter ${name} is no number: ${JSON.stringify(value)}`);
  return Number(match[1]) / Number(match[2] ?? 1);
}

/** The last number in a parameter's text, e.g. 8 in "geometric mean 8". */
export function lastNumberIn(oracle: OracleCase, name: string): number {
  const match = /(-?[\d.]+)\D*$/.exec(String(oracle.params[name]));
  assert(match !== null, `${oracle.id}: no number in parameter ${name}`);
  return Number(match[1]);
}

/** True when the case has all these parameters: otherwise it is another kind of case in the same family. */
export function hasParameters(oracle: OracleCase, names: readonly string[]): boolean {
  return names.every((name) => name in oracle.params);
}

/** Answers for every quantity whose name has this form; the groups of the pattern are numbers. */
export function byName<T>(
  oracle: OracleCase,
  pattern: RegExp,
  answer: (...numbers: number[]) => T,
): Readonly<Record<string, T>> {
  const results: Record<string, T> = {};
  for (const { quantity } of oracle.expect) {
    const match = pattern.exec(quantity);
    if (match !== null) results[quantity] = answer(...match.slice(1).map(Number));
  }
  return results;
}
