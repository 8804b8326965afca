import type { Labels } from "../promql/labels.ts";
import { allMatch, type Condition, type Matcher, matcher } from "../promql/matcher.ts";

/** Alerts that match the source silence those that match the target and agree in the named labels. */
export interface InhibitRule {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  /** Labels in which both must be equal; missing and empty are the same. */
  readonly equal: readonly string[];
}

/** A rule as a configuration has it. */
export interface InhibitRuleConfig {
  readonly source: readonly Condition[];
  readonly target: readonly Condition[];
  readonly equal: readonly string[];
}

export function createInhibitRule({ source, target, equal }: InhibitRuleConfig): InhibitRule {
  return { source: source.map((one) => matcher(one)), target: target.map((one) => matcher(one)), equal };
}

/** Does an active source agree with the target in the rule's labels? `counts` leaves sources out. */
export function hasEqual(
  { equal }: InhibitRule,
  target: Labels,
  sources: { readonly active: readonly Labels[]; counts?(source: Labels): boolean },
): boolean {
  return sources.active.some(
    (source) => (sources.counts?.(source) ?? true) && equal.every((name) => source.get(name) === target.get(name)),
  );
}

/**
 * Is the alert silenced by another (`inhibit/inhibit.go:Inhibitor.Mutes`)? One that is a source as well is not silenced by
 * alerts that are both: else two of a kind would silence each other.
 */
export function isInhibited(rules: readonly InhibitRule[], target: Labels, activeOf: ActiveSources): boolean {
  return rules.some((rule) => {
    if (!allMatch(rule.target, target)) return false;
    const isBoth = allMatch(rule.source, target);
    return hasEqual(rule, target, {
      active: activeOf(rule),
      counts: (source) => !(isBoth && allMatch(rule.target, source)),
    });
  });
}

/** The firing alerts that match the rule's source. */
export type ActiveSources = (rule: InhibitRule) => readonly Labels[];
