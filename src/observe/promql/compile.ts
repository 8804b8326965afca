import type { Micros } from "../../kernel/time.ts";
import { aggregate } from "./aggregation.ts";
import { calculate, combine, type Operand, setOperation } from "./binary.ts";
import type { Answer, Context } from "./context.ts";
import { functions } from "./functions/index.ts";
import { Invocation } from "./invocation.ts";
import { Labels } from "./labels.ts";
import { Series } from "./series.ts";
import type { Aggregation, Binary, Expression, Moment, RangeSelector, Selector, Subquery } from "./syntax.ts";
import { checkTypes } from "./types.ts";
import type { Matrix, Sample, SampleRange, Vector } from "./value.ts";

export function compileScalar(expression: Expression): Answer<number> {
  switch (expression.kind) {
    case "number":
      return () => expression.value;
    case "parentheses":
      return compileScalar(expression.body);
    case "negative": {
      const body = compileScalar(expression.body);
      return (context) => -body(context);
    }
    case "binary":
      return calculate(expression.operator, compileScalar(expression.left), compileScalar(expression.right));
    case "call":
      return compileCall(expression) as Answer<number>;
    default:
      throw mistyped(expression);
  }
}

export function compileVector(expression: Expression): Answer<Vector> {
  switch (expression.kind) {
    case "selector":
      return compileSelector(expression);
    case "parentheses":
      return compileVector(expression.body);
    case "negative": {
      const body = compileVector(expression.body);
      return (context) => body(context).map(({ labels, value }) => ({ labels: labels.withoutName, value: -value }));
    }
    case "aggregation":
      return compileAggregation(expression);
    case "binary":
      return compileBinary(expression);
    case "call":
      return compileCall(expression) as Answer<Vector>;
    default:
      throw mistyped(expression);
  }
}

function compileAggregation(aggregation: Aggregation): Answer<Vector> {
  const { parameter } = aggregation;
  const body = compileVector(aggregation.body);
  if (parameter === null) return aggregate(aggregation, body);
  if (checkTypes(parameter) === "string") return aggregate(aggregation, body, { text: compileText(parameter) });
  return aggregate(aggregation, body, { number: compileScalar(parameter) });
}

function compileBinary(binary: Binary): Answer<Vector> {
  const { operator, left, right } = binary;
  if (operator === "and" || operator === "or" || operator === "unless") {
    return setOperation({ ...binary, operator }, compileVector(left), compileVector(right));
  }
  return combine({ ...binary, operator }, compileOperand(left), compileOperand(right));
}

function compileOperand(expression: Expression): Operand {
  if (checkTypes(expression) === "scalar") return { number: compileScalar(expression) };
  return { vector: compileVector(expression) };
}

export function compileMatrix(expression: Expression): Answer<Matrix> {
  switch (expression.kind) {
    case "range":
      return compileRange(expression);
    case "subquery":
      return compileSubquery(expression);
    case "parentheses":
      return compileMatrix(expression.body);
    default:
      throw mistyped(expression);
  }
}

export function compileText(expression: Expression): Answer<string> {
  if (expression.kind === "parentheses") return compileText(expression.body);
  if (expression.kind !== "string") throw mistyped(expression);
  return () => expression.value;
}

function mistyped({ kind }: Expression): Error {
  return new Error(`the types of a query were not checked: ${kind}`);
}

/** The instant that a selector looks from. */
function instantOf({ offset, fixedAt }: Moment, { at, start, end }: Context): Micros {
  const from = fixedAt === null ? at : fixedAt === "start" ? start : fixedAt === "end" ? end : fixedAt;
  return from - offset;
}

function compileSelector(selector: Selector): Answer<Vector> {
  return (context) => {
    const at = instantOf(selector, context);
    const found = context.database.select(selector.matchers);
    context.budget.spend(found.length);
    const vector: Sample[] = [];
    for (const series of found) {
      const sample = series.valueAt(at, at - context.lookback);
      if (sample !== undefined) vector.push({ labels: series.labels, ...sample });
    }
    return vector;
  };
}

function compileRange({ selector, range }: RangeSelector): Answer<Matrix> {
  return (context) => {
    const to = instantOf(selector, context);
    const matrix: SampleRange[] = [];
    for (const series of context.database.select(selector.matchers)) {
      const samples = series.within(to - range, to);
      context.budget.spend(samples.times.length);
      if (samples.times.length > 0) matrix.push({ labels: series.labels, samples });
    }
    return matrix;
  };
}

/** Steps lie on multiples of the step, whatever the instant of evaluation (`engine.go:eval`, subqueries). */
function compileSubquery(subquery: Subquery): Answer<Matrix> {
  const { body, range } = subquery;
  const isScalar = checkTypes(body) === "scalar";
  const scalar = isScalar ? compileScalar(body) : undefined;
  const vector = isScalar ? undefined : compileVector(body);
  return (context) => {
    const to = instantOf(subquery, context);
    const step = subquery.step ?? context.interval;
    context.budget.spend(Math.ceil(range / step));
    const columns = new Map<string, Series>();
    const first = (Math.floor((to - range) / step) + 1) * step;
    for (let at = first; at <= to; at += step) {
      const inner = { ...context, at };
      const seen = vector?.(inner) ?? [{ labels: Labels.none, value: scalar?.(inner) ?? Number.NaN }];
      context.budget.spend(seen.length);
      for (const { labels, value } of seen) {
        const column = columns.get(labels.key) ?? new Series(labels);
        columns.set(labels.key, column);
        column.append(at, value);
      }
    }
    return [...columns.values()].map((series) => ({ labels: series.labels, samples: series.within(to - range, to) }));
  };
}

function compileCall(call: Expression & { readonly kind: "call" }): Answer<number | Vector> {
  const definition = functions.get(call.name);
  if (definition === undefined) throw mistyped(call);
  const arguments_ = call.arguments.map((argument) => compileArgument(argument));
  return (context) => definition.call(new Invocation(context, call.arguments, arguments_));
}

function compileArgument(expression: Expression): Answer<unknown> {
  switch (checkTypes(expression)) {
    case "scalar":
      return compileScalar(expression);
    case "vector":
      return compileVector(expression);
    case "matrix":
      return compileMatrix(expression);
    case "string":
      return compileText(expression);
  }
}
