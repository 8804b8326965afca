import type { Micros } from "../../kernel/time.ts";
import type { Labels } from "../promql/labels.ts";

interface RuleBase {
  /** A query. */
  readonly expr: string;
  /** Laid over the labels of what the query gives. `{{ $labels.name }}` and `{{ $value }}` are filled in. */
  readonly labels: readonly (readonly [name: string, value: string])[];
}

/** Keeps what the query gives as a series of its own. */
export interface RecordingRule extends RuleBase {
  readonly kind: "recording";
  readonly record: string;
}

/** Alerts for everything the query gives. */
export interface AlertingRule extends RuleBase {
  readonly kind: "alerting";
  readonly alert: string;
  readonly holdFor: Micros;
  readonly keepFiringFor: Micros;
  /** What its value is to those who read of it. */
  readonly tells: "errorRatio" | "value";
}

export type Rule = RecordingRule | AlertingRule;

/** Rules evaluated together, one after the other: each sees what the ones before it recorded. */
export interface RuleGroupSpec {
  readonly name: string;
  readonly interval: Micros;
  /** First evaluation, µs; later ones every `interval`. */
  readonly phase: Micros;
  readonly rules: readonly Rule[];
}

/** The labels of a sample with the rule's laid over them. */
export function ruleLabels(
  { labels }: RuleBase,
  sample: { readonly labels: Labels; readonly value: number },
): readonly (readonly [name: string, value: string])[] {
  const fill = (_: string, label: string | undefined) =>
    label === undefined ? String(sample.value) : sample.labels.get(label);
  return labels.map(([name, text]) => [name, text.replace(/\{\{\s*\$(?:labels\.(\w+)|value)\s*\}\}/g, fill)]);
}
