import type { Answer } from "./context.ts";
import { grouper } from "./groups.ts";
import type { Labels } from "./labels.ts";
import { numberText } from "./numberText.ts";
import { meanOf, quantileOf, sumOf, varianceOf } from "./sum.ts";
import type { Aggregation, AggregationName } from "./syntax.ts";
import type { Sample, Vector } from "./value.ts";

/** What a group comes to. `parameter` is NaN for those that take none. */
type Fold = (values: readonly number[], parameter: number) => number;

/** Those that make one value of a group (`promql/engine.go:aggregation`). */
const FOLDS: Readonly<Partial<Record<AggregationName, Fold>>> = {
  sum: sumOf,
  avg: meanOf,
  min: (values) => values.reduce((least, value) => (value < least || Number.isNaN(least) ? value : least)),
  max: (values) => values.reduce((most, value) => (value > most || Number.isNaN(most) ? value : most)),
  count: (values) => values.length,
  group: () => 1,
  stddev: (values) => Math.sqrt(varianceOf(values)),
  stdvar: varianceOf,
  quantile: (values, q) => quantileOf(q, values),
};

interface Group {
  readonly labels: Labels;
  readonly members: Sample[];
}

export interface Parameter {
  readonly number?: Answer<number>;
  readonly text?: Answer<string>;
}

export function aggregate(aggregation: Aggregation, body: Answer<Vector>, parameter: Parameter = {}): Answer<Vector> {
  const { name } = aggregation;
  const groupOf = grouper(aggregation);
  const groups: Answer<Group[]> = (context) => groupsOf(body(context), groupOf);
  if (parameter.text !== undefined) return countValues(groups, parameter.text);
  const number = parameter.number ?? (() => Number.NaN);
  const fold = FOLDS[name];
  if (fold === undefined) return ranked(groups, number, name === "topk" ? (a, b) => b - a : (a, b) => a - b);
  return (context) => {
    const value = number(context);
    return groups(context).map(({ labels, members }) => ({
      labels,
      value: fold(
        members.map((sample) => sample.value),
        value,
      ),
    }));
  };
}

function groupsOf(vector: Vector, groupOf: (labels: Labels) => Labels): Group[] {
  const groups = new Map<string, Group>();
  for (const sample of vector) {
    const labels = groupOf(sample.labels);
    const group = groups.get(labels.key);
    if (group === undefined) groups.set(labels.key, { labels, members: [sample] });
    else group.members.push(sample);
  }
  return [...groups.values()];
}

/** The first elements of each group in order, with their own labels; what is no number comes last. */
function ranked(
  groups: Answer<Group[]>,
  number: Answer<number>,
  order: (a: number, b: number) => number,
): Answer<Vector> {
  const compare = (a: Sample, b: Sample): number => {
    if (Number.isNaN(a.value)) return Number.isNaN(b.value) ? 0 : 1;
    return Number.isNaN(b.value) ? -1 : order(a.value, b.value);
  };
  return (context) => {
    const count = Math.trunc(number(context));
    if (!(count >= 1)) return [];
    return groups(context).flatMap(({ members }) => members.sort(compare).slice(0, count));
  };
}

/** How often each value occurs; the value becomes a label. */
function countValues(groups: Answer<Group[]>, name: Answer<string>): Answer<Vector> {
  return (context) =>
    groups(context).flatMap(({ labels, members }) => {
      const counts = new Map<string, number>();
      for (const { value } of members) {
        const text = numberText(value);
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
      return [...counts].map(([text, value]) => ({ labels: labels.with([[name(context), text]]), value }));
    });
}
