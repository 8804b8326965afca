import { CALCULATIONS, type Calculation } from "./arithmetic.ts";
import type { Answer, Context } from "./context.ts";
import { grouper } from "./groups.ts";
import type { Labels } from "./labels.ts";
import { QueryRefused } from "./refusal.ts";
import type { Binary, Matching, Operator } from "./syntax.ts";
import type { Sample, Vector } from "./value.ts";

/** One side of an operator. */
export type Operand = { readonly number: Answer<number> } | { readonly vector: Answer<Vector> };

type Arithmetic = keyof typeof CALCULATIONS;

export function calculate(operator: Operator, left: Answer<number>, right: Answer<number>): Answer<number> {
  const of = CALCULATIONS[operator as Arithmetic];
  return (context) => Number(of(left(context), right(context)));
}

/** A calculation or comparison of which one side at least is a vector. */
export function combine(
  binary: Binary & { readonly operator: Arithmetic },
  left: Operand,
  right: Operand,
): Answer<Vector> {
  const of = CALCULATIONS[binary.operator];
  if ("vector" in left && "vector" in right) return vectorOperation(binary, left.vector, right.vector);
  if ("vector" in left && "number" in right) {
    return withScalar(binary, left.vector, (context) => {
      const number = right.number(context);
      return (value) => of(value, number);
    });
  }
  if ("number" in left && "vector" in right) {
    return withScalar(binary, right.vector, (context) => {
      const number = left.number(context);
      return (value) => of(number, value);
    });
  }
  throw new Error("the types of a query were not checked: two numbers make no vector");
}

/** A comparison keeps an element's own value, on whichever side the vector stands. */
function withScalar(
  { answersBool }: Binary,
  vector: Answer<Vector>,
  bind: (context: Context) => (value: number) => number | boolean,
): Answer<Vector> {
  return (context) => {
    const calculate = bind(context);
    const result: Sample[] = [];
    for (const sample of vector(context)) {
      const answer = calculate(sample.value);
      if (typeof answer === "number") result.push({ labels: sample.labels.withoutName, value: answer });
      else if (answersBool) result.push({ labels: sample.labels.withoutName, value: Number(answer) });
      else if (answer) result.push({ labels: sample.labels, value: sample.value });
    }
    return result;
  };
}

export function setOperation(
  { operator, matching }: { readonly operator: "and" | "or" | "unless"; readonly matching: Matching },
  left: Answer<Vector>,
  right: Answer<Vector>,
): Answer<Vector> {
  const groupOf = grouper(matching);
  const keysOf = (vector: Vector) => new Set(vector.map(({ labels }) => groupOf(labels).key));
  return (context) => {
    const ours = left(context);
    const theirs = right(context);
    if (operator === "or") {
      const known = keysOf(ours);
      return [...ours, ...theirs.filter(({ labels }) => !known.has(groupOf(labels).key))];
    }
    const known = keysOf(theirs);
    return ours.filter(({ labels }) => known.has(groupOf(labels).key) === (operator === "and"));
  };
}

/** `promql/engine.go:VectorBinop`: each element of the "many" side finds its one partner by the matching labels. */
function vectorOperation(
  binary: Binary & { readonly operator: Arithmetic },
  left: Answer<Vector>,
  right: Answer<Vector>,
): Answer<Vector> {
  const { matching, answersBool } = binary;
  const of: Calculation = CALCULATIONS[binary.operator];
  const isSwapped = matching.cardinality === "oneToMany";
  const [many, one] = isSwapped ? [right, left] : [left, right];
  const groupOf = grouper(matching);
  const labelsOf = resultLabels(binary);
  return (context) => {
    const partners = partnersByGroup(one(context), groupOf);
    const taken = new Set<string>();
    const result: Sample[] = [];
    for (const sample of many(context)) {
      const group = groupOf(sample.labels);
      const partner = partners.get(group.key);
      if (partner === undefined) continue;
      const [ours, theirs] = isSwapped ? [partner, sample] : [sample, partner];
      const answer = of(ours.value, theirs.value);
      if (answer === false && !answersBool) continue;
      const value = typeof answer === "number" || answersBool ? Number(answer) : ours.value;
      const labels = labelsOf(sample.labels, partner.labels);
      const key = matching.cardinality === "oneToOne" ? group.key : labels.key;
      if (taken.has(key)) throw new QueryRefused(AMBIGUOUS[matching.cardinality]);
      taken.add(key);
      result.push({ labels, value });
    }
    return result;
  };
}

const GROUPING_NEEDED = "multiple matches for labels: grouping labels must ensure unique matches";
const AMBIGUOUS: Readonly<Record<Matching["cardinality"], string>> = {
  oneToOne: "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)",
  manyToOne: GROUPING_NEEDED,
  oneToMany: GROUPING_NEEDED,
  manyToMany: GROUPING_NEEDED,
};

function partnersByGroup(vector: Vector, groupOf: (labels: Labels) => Labels): Map<string, Sample> {
  const partners = new Map<string, Sample>();
  for (const sample of vector) {
    const group = groupOf(sample.labels);
    if (partners.has(group.key)) {
      throw new QueryRefused(
        `found duplicate series for the match group ${group}; many-to-many matching not allowed: matching labels must be unique on one side`,
      );
    }
    partners.set(group.key, sample);
  }
  return partners;
}

/** `promql/engine.go:resultMetric`. Remembered: a pair of series comes back in every evaluation. */
function resultLabels({ operator, answersBool, matching }: Binary): (many: Labels, one: Labels) => Labels {
  const { labels: named, keeps, cardinality, include } = matching;
  const isComparison = typeof CALCULATIONS[operator as keyof typeof CALCULATIONS](0, 0) === "boolean";
  const known = new WeakMap<Labels, WeakMap<Labels, Labels>>();
  const work = (many: Labels, one: Labels): Labels => {
    const base = isComparison && !answersBool ? many : many.withoutName;
    if (cardinality === "oneToOne") return base.filter((name) => named.includes(name) === (keeps === "named"));
    return base.with(include.map((label) => [label, one.get(label)] as const));
  };
  return (many, one) => {
    const byOne = known.get(many) ?? new WeakMap<Labels, Labels>();
    known.set(many, byOne);
    const labels = byOne.get(one) ?? work(many, one);
    byOne.set(one, labels);
    return labels;
  };
}
