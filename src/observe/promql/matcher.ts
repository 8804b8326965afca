import type { Labels } from "./labels.ts";
import { plainRegex } from "./plainRegex.ts";
import { QueryRefused } from "./refusal.ts";
import { compileRegex } from "./regex.ts";

export type MatchOperator = "=" | "!=" | "=~" | "!~";

export interface Condition {
  readonly label: string;
  readonly operator: MatchOperator;
  readonly value: string;
}

/** A condition on one label; a label that is not there counts as empty. Regular expressions must match all of the value. */
export interface Matcher extends Condition {
  matches(value: string): boolean;
}

/** @param at position in the query, for the refusal of a regular expression that cannot be read. */
export function matcher(condition: Condition, at: number | null = null): Matcher {
  return { ...condition, matches: test(condition, at) };
}

function test({ operator, value }: Condition, at: number | null): (candidate: string) => boolean {
  if (operator === "=") return (candidate) => candidate === value;
  if (operator === "!=") return (candidate) => candidate !== value;
  const matches = plainRegex(value) ?? compiled(value, at);
  return operator === "=~" ? matches : (candidate) => !matches(candidate);
}

function compiled(value: string, at: number | null): (candidate: string) => boolean {
  const regex = compileRegex(value);
  if (typeof regex === "string") throw new QueryRefused(regex, at);
  return (candidate) => regex.matches(candidate);
}

export function allMatch(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every(({ label, matches }) => matches(labels.get(label)));
}
