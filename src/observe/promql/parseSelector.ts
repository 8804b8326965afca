import { type Micros, SECOND } from "../../kernel/time.ts";
import { METRIC_NAME } from "./labels.ts";
import { type Matcher, type MatchOperator, matcher } from "./matcher.ts";
import { QueryRefused } from "./refusal.ts";
import type { Expression, Moment, Selector } from "./syntax.ts";
import type { TokenReader } from "./tokenReader.ts";

const OPERATORS: readonly string[] = ["=", "!=", "=~", "!~"] satisfies MatchOperator[];

/** `name{label="value", …}`, each part optional but not both. */
export function parseSelector(reader: TokenReader): Selector {
  const { at } = reader.token;
  const matchers: Matcher[] = [];
  if (reader.token.kind === "identifier") matchers.push(named(reader.take().text));
  const isNamed = matchers.length > 0;
  if (reader.sees("{")) matchers.push(...reader.list("{", "}", () => parseMatcher(reader)));
  const names = matchers.filter(({ label, operator }) => label === METRIC_NAME && operator === "=");
  if (isNamed && names.length > 1) throw new QueryRefused("metric name must not be set twice", at);
  if (matchers.every(({ matches }) => matches(""))) {
    throw new QueryRefused("vector selector must contain at least one non-empty matcher", at);
  }
  return { kind: "selector", matchers, offset: 0, fixedAt: null };
}

/** `label="value"`, or a quoted metric name alone. */
function parseMatcher(reader: TokenReader): Matcher {
  const { kind, text, at } = reader.token;
  if (kind !== "identifier" && kind !== "string") reader.refuse("expected a label");
  reader.take();
  if (kind === "string" && (reader.sees(",") || reader.sees("}"))) return named(text);
  const operator = reader.token.text;
  if (reader.token.kind !== "operator" || !OPERATORS.includes(operator)) reader.refuse("expected = != =~ or !~");
  reader.take();
  const value = reader.quoted("a value in quotes");
  return matcher({ label: text, operator: operator as MatchOperator, value }, at);
}

function named(name: string): Matcher {
  return matcher({ label: METRIC_NAME, operator: "=", value: name });
}

/** `[range]`, `[range:step]`, `offset`, `@`, as many as follow `body`. */
export function parseModifiers(reader: TokenReader, body: Expression): Expression {
  let expression = body;
  for (;;) {
    if (reader.sees("[")) expression = parseRange(reader, expression);
    else if (reader.takeIf("offset")) expression = parseOffset(reader, expression);
    else if (reader.takeIf("@")) expression = parseInstant(reader, expression);
    else return expression;
  }
}

function parseRange(reader: TokenReader, body: Expression): Expression {
  const { at } = reader.take();
  const range = span(reader, "a range");
  if (!reader.takeIf(":")) {
    reader.expect("]");
    if (body.kind !== "selector") throw new QueryRefused("ranges only allowed for vector selectors", at);
    if (body.offset !== 0 || body.fixedAt !== null) {
      throw new QueryRefused("no offset or @ modifiers allowed before range", at);
    }
    return { kind: "range", selector: body, range };
  }
  const step = reader.sees("]") ? null : span(reader, "a step");
  reader.expect("]");
  return { kind: "subquery", body, range, step, offset: 0, fixedAt: null };
}

function span(reader: TokenReader, what: string): Micros {
  const { at } = reader.token;
  const micros = Math.round(reader.seconds(what) * SECOND);
  if (!(micros > 0)) throw new QueryRefused("duration must be greater than 0", at);
  return micros;
}

function parseOffset(reader: TokenReader, body: Expression): Expression {
  const { at } = reader.token;
  const offset = Math.round(reader.seconds("a duration") * SECOND);
  return withMoment(body, (moment) => {
    if (moment.offset !== 0) throw new QueryRefused("offset may not be set multiple times", at);
    return { offset };
  });
}

function parseInstant(reader: TokenReader, body: Expression): Expression {
  const { at } = reader.token;
  const fixedAt = instant(reader);
  return withMoment(body, (moment) => {
    if (moment.fixedAt !== null) throw new QueryRefused("@ <timestamp> may not be set multiple times", at);
    return { fixedAt };
  });
}

function instant(reader: TokenReader): Micros | "start" | "end" {
  for (const end of ["start", "end"] as const) {
    if (!reader.takeIf(end)) continue;
    reader.expect("(");
    reader.expect(")");
    return end;
  }
  return Math.round(reader.seconds("a timestamp") * SECOND);
}

function withMoment(body: Expression, change: (moment: Moment) => Partial<Moment>): Expression {
  if (body.kind === "selector" || body.kind === "subquery") return { ...body, ...change(body) };
  if (body.kind === "range") return { ...body, selector: { ...body.selector, ...change(body.selector) } };
  throw new QueryRefused("offset and @ may only follow a selector or a subquery");
}
