import type { Micros } from "../../kernel/time.ts";
import type { Matcher } from "./matcher.ts";

/** What an expression gives: one number, one text, an instant vector, a range vector. */
export type ValueType = "scalar" | "string" | "vector" | "matrix";

/** When a selector looks: `@` fixes the instant, `offset` moves it back. */
export interface Moment {
  /** µs back from the instant of evaluation; negative looks ahead. */
  readonly offset: Micros;
  /** An instant in µs, or an end of the evaluated span; null: the instant of evaluation. */
  readonly fixedAt: Micros | "start" | "end" | null;
}

export interface Selector extends Moment {
  readonly kind: "selector";
  readonly matchers: readonly Matcher[];
}

/** A selector over the left-open span (t − range, t]. */
export interface RangeSelector {
  readonly kind: "range";
  readonly selector: Selector;
  readonly range: Micros;
}

/** An expression evaluated at every multiple of `step` in (t − range, t]. */
export interface Subquery extends Moment {
  readonly kind: "subquery";
  readonly body: Expression;
  readonly range: Micros;
  /** Null: the evaluation interval of whoever asks. */
  readonly step: Micros | null;
}

export type AggregationName =
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "count"
  | "group"
  | "stddev"
  | "stdvar"
  | "topk"
  | "bottomk"
  | "quantile"
  | "count_values";

/** Which labels make a group: those named, or all but those. */
export interface Grouping {
  readonly labels: readonly string[];
  readonly keeps: "named" | "others";
}

export interface Aggregation extends Grouping {
  readonly kind: "aggregation";
  readonly name: AggregationName;
  readonly parameter: Expression | null;
  readonly body: Expression;
}

export type Operator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "^"
  | "=="
  | "!="
  | ">"
  | "<"
  | ">="
  | "<="
  | "and"
  | "or"
  | "unless";

/** How samples of two vectors find their partners. */
export interface Matching extends Grouping {
  readonly cardinality: "oneToOne" | "manyToOne" | "oneToMany" | "manyToMany";
  /** Labels the result takes over from the "one" side. */
  readonly include: readonly string[];
}

export interface Binary {
  readonly kind: "binary";
  readonly operator: Operator;
  readonly left: Expression;
  readonly right: Expression;
  /** A comparison that answers 0 or 1 instead of filtering. */
  readonly answersBool: boolean;
  readonly matching: Matching;
}

export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly arguments: readonly Expression[];
  /** Position in the query. */
  readonly at: number;
}

export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "negative"; readonly body: Expression }
  | { readonly kind: "parentheses"; readonly body: Expression }
  | Selector
  | RangeSelector
  | Subquery
  | Aggregation
  | Binary
  | Call;
