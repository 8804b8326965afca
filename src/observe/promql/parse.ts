import { parseModifiers, parseSelector } from "./parseSelector.ts";
import { QueryRefused } from "./refusal.ts";
import type { Aggregation, AggregationName, Binary, Expression, Grouping, Matching, Operator } from "./syntax.ts";
import { TokenReader } from "./tokenReader.ts";
import { checkTypes } from "./types.ts";

/**
 * Reads a query of the Prometheus query language and checks its types (Prometheus 3 `promql/parser`).
 *
 * Left out: native histograms, trigonometry, and what is experimental upstream (duration arithmetic, `anchored`,
 * `smoothed`, `fill`, `limitk`, …).
 * @throws QueryRefused with the place.
 */
export function parseQuery(text: string): Expression {
  const reader = new TokenReader(text);
  const expression = parseBinary(reader, 0);
  if (reader.token.kind !== "end") reader.refuse("unexpected token");
  checkTypes(expression);
  return expression;
}

const AGGREGATIONS: ReadonlySet<string> = new Set<AggregationName>([
  "sum",
  "avg",
  "min",
  "max",
  "count",
  "group",
  "stddev",
  "stdvar",
  "topk",
  "bottomk",
  "quantile",
  "count_values",
]);

/** From the weakest to the strongest. */
const LEVELS: readonly (readonly Operator[])[] = [
  ["or"],
  ["and", "unless"],
  ["==", "!=", "<=", "<", ">=", ">"],
  ["+", "-"],
  ["*", "/", "%"],
  ["^"],
];
const COMPARISONS: readonly string[] = LEVELS[2] as readonly Operator[];
const SET_OPERATORS: readonly string[] = ["and", "or", "unless"];
const POWER = LEVELS.length - 1;

/** Operators of `level` and stronger ones. All group to the left, but powers. */
function parseBinary(reader: TokenReader, level: number): Expression {
  if (level === LEVELS.length) return reader.nested(() => parseUnary(reader));
  let left = parseBinary(reader, level + 1);
  for (let operator = operatorOf(reader, level); operator !== undefined; operator = operatorOf(reader, level)) {
    reader.take();
    const modifiers = parseOperatorModifiers(reader, operator);
    const right = level === POWER ? reader.nested(() => parseBinary(reader, level)) : parseBinary(reader, level + 1);
    left = { kind: "binary", operator, left, right, ...modifiers };
  }
  return left;
}

function operatorOf(reader: TokenReader, level: number): Operator | undefined {
  return LEVELS[level]?.find((operator) => reader.sees(operator));
}

function parseOperatorModifiers(reader: TokenReader, operator: Operator): Pick<Binary, "answersBool" | "matching"> {
  const { at } = reader.token;
  const answersBool = reader.takeIf("bool");
  if (answersBool && !COMPARISONS.includes(operator)) {
    throw new QueryRefused("bool modifier can only be used on comparison operators", at);
  }
  return { answersBool, matching: parseMatching(reader, SET_OPERATORS.includes(operator)) };
}

function parseMatching(reader: TokenReader, isSet: boolean): Matching {
  const cardinality = isSet ? "manyToMany" : "oneToOne";
  const keeps = reader.takeIf("on") ? "named" : reader.takeIf("ignoring") ? "others" : null;
  if (keeps === null) return { labels: [], keeps: "others", cardinality, include: [] };
  const labels = parseLabels(reader);
  const { at } = reader.token;
  const many = reader.takeIf("group_left") ? "manyToOne" : reader.takeIf("group_right") ? "oneToMany" : null;
  if (many === null) return { labels, keeps, cardinality, include: [] };
  if (isSet) throw new QueryRefused("no grouping allowed for set operations", at);
  const include = reader.sees("(") ? parseLabels(reader) : [];
  const both = keeps === "named" ? include.find((label) => labels.includes(label)) : undefined;
  if (both !== undefined) throw new QueryRefused(`label "${both}" must not occur in ON and GROUP clause at once`, at);
  return { labels, keeps, cardinality: many, include };
}

function parseLabels(reader: TokenReader): string[] {
  return reader.list("(", ")", () =>
    reader.token.kind === "string" ? reader.take().text : reader.identifier("a label"),
  );
}

/** A sign binds less than a power: −2^2 is −4. */
function parseUnary(reader: TokenReader): Expression {
  if (reader.takeIf("+")) return reader.nested(() => parseBinary(reader, POWER));
  if (!reader.takeIf("-")) return parseModifiers(reader, parseOperand(reader));
  const body = reader.nested(() => parseBinary(reader, POWER));
  return body.kind === "number" ? { kind: "number", value: -body.value } : { kind: "negative", body };
}

function parseOperand(reader: TokenReader): Expression {
  const { token } = reader;
  if (token.kind === "number") {
    reader.take();
    return { kind: "number", value: token.value };
  }
  if (token.kind === "string") return { kind: "string", value: reader.take().text };
  if (reader.sees("{")) return parseSelector(reader);
  if (reader.takeIf("(")) {
    const body = parseBinary(reader, 0);
    reader.expect(")");
    return { kind: "parentheses", body };
  }
  if (token.kind !== "identifier") reader.refuse("expected an expression");
  return parseWord(reader);
}

function parseWord(reader: TokenReader): Expression {
  const { text, at } = reader.token;
  const word = text.toLowerCase();
  const { kind, text: next } = reader.following;
  const opens = kind === "operator" && next === "(";
  const grouped = kind === "identifier" && ["by", "without"].includes(next.toLowerCase());
  if (AGGREGATIONS.has(word) && (opens || grouped)) return parseAggregation(reader, word as AggregationName);
  if (opens) {
    reader.take();
    return { kind: "call", name: text, arguments: reader.list("(", ")", () => parseBinary(reader, 0)), at };
  }
  if (word === "inf" || word === "nan") {
    reader.take();
    return { kind: "number", value: word === "inf" ? Number.POSITIVE_INFINITY : Number.NaN };
  }
  return parseSelector(reader);
}

const WITH_PARAMETER: readonly string[] = ["topk", "bottomk", "quantile", "count_values"];

function parseAggregation(reader: TokenReader, name: AggregationName): Aggregation {
  const { at } = reader.take();
  const before = parseGrouping(reader);
  const operands = reader.list("(", ")", () => parseBinary(reader, 0));
  const grouping = before ?? parseGrouping(reader) ?? { labels: [], keeps: "named" };
  const wanted = WITH_PARAMETER.includes(name) ? 2 : 1;
  if (operands.length !== wanted) {
    throw new QueryRefused(
      `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${operands.length}`,
      at,
    );
  }
  const parameter = wanted === 2 ? (operands[0] as Expression) : null;
  return { kind: "aggregation", name, parameter, body: operands[wanted - 1] as Expression, ...grouping };
}

function parseGrouping(reader: TokenReader): Grouping | undefined {
  if (reader.takeIf("by")) return { labels: parseLabels(reader), keeps: "named" };
  if (reader.takeIf("without")) return { labels: parseLabels(reader), keeps: "others" };
  return undefined;
}
