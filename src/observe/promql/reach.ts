import { type Micros, NEVER } from "../../kernel/time.ts";
import { LOOKBACK } from "./context.ts";
import type { Expression, Moment } from "./syntax.ts";

/** A step of a subquery that names none is not longer than this, µs. */
const STEP_MAX: Micros = 3600 * 1_000_000;

/** How far back an expression looks from the instant it is asked at, µs; `NEVER` when it looks at a fixed instant. */
export function reachOf(expression: Expression): Micros {
  switch (expression.kind) {
    case "number":
    case "string":
      return 0;
    case "selector":
      return back(expression, LOOKBACK);
    case "range":
      return back(expression.selector, expression.range);
    case "subquery": {
      const { body, range, step } = expression;
      return back(expression, range + (step ?? STEP_MAX) + reachOf(body));
    }
    case "negative":
    case "parentheses":
      return reachOf(expression.body);
    case "aggregation":
      return Math.max(reachOf(expression.body), expression.parameter === null ? 0 : reachOf(expression.parameter));
    case "binary":
      return Math.max(reachOf(expression.left), reachOf(expression.right));
    case "call":
      return expression.arguments.reduce((most, argument) => Math.max(most, reachOf(argument)), 0);
  }
}

function back({ offset, fixedAt }: Moment, span: Micros): Micros {
  return typeof fixedAt === "number" ? NEVER : Math.max(0, offset) + span;
}
