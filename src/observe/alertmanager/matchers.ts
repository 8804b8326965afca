import type { Condition, MatchOperator } from "../promql/matcher.ts";
import { QueryRefused } from "../promql/refusal.ts";

const ONE = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}]*?))\s*(?:,|$)/;

/**
 * Conditions as `alertmanager.yml` writes them, with or without braces and quotes: `{team="a", level!~"info|debug"}`.
 * @throws QueryRefused
 */
export function parseMatchers(text: string): Condition[] {
  const braced = /^\s*\{(.*)\}\s*$/s.exec(text);
  let rest = braced?.[1] ?? text;
  const conditions: Condition[] = [];
  while (rest.trim() !== "") {
    const [whole, label, operator, quoted, bare] = ONE.exec(rest) ?? [];
    if (whole === undefined || label === undefined) throw new QueryRefused(`bad matcher format: ${text}`, 0);
    const value =
      quoted === undefined
        ? (bare ?? "")
        : quoted.replace(/\\(["\\n])/g, (_, code: string) => (code === "n" ? "\n" : code));
    conditions.push({ label, operator: operator as MatchOperator, value });
    rest = rest.slice(whole.length);
  }
  return conditions;
}
