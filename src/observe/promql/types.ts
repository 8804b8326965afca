import { functions } from "./functions/index.ts";
import { QueryRefused } from "./refusal.ts";
import type { Aggregation, Binary, Call, Expression, ValueType } from "./syntax.ts";

/** What the expression gives. @throws QueryRefused when its parts do not fit together. */
export function checkTypes(expression: Expression): ValueType {
  switch (expression.kind) {
    case "number":
      return "scalar";
    case "string":
      return "string";
    case "selector":
      return "vector";
    case "range":
      return "matrix";
    case "parentheses":
      return checkTypes(expression.body);
    case "negative":
      return oneOf(checkTypes(expression.body), ["scalar", "vector"], "unary expression only allowed on");
    case "subquery":
      oneOf(checkTypes(expression.body), ["vector", "scalar"], "subquery is only allowed on");
      return "matrix";
    case "aggregation":
      return checkAggregation(expression);
    case "binary":
      return checkBinary(expression);
    case "call":
      return checkCall(expression);
  }
}

function oneOf(type: ValueType, allowed: readonly ValueType[], what: string): ValueType {
  if (!allowed.includes(type)) throw new QueryRefused(`${what} ${allowed.join(" or ")}, got ${type}`);
  return type;
}

function checkAggregation({ name, parameter, body }: Aggregation): ValueType {
  oneOf(checkTypes(body), ["vector"], `${name} expects`);
  if (parameter !== null) {
    oneOf(checkTypes(parameter), [name === "count_values" ? "string" : "scalar"], `the parameter of ${name} must be`);
  }
  return "vector";
}

function checkBinary({ operator, left, right, answersBool, matching }: Binary): ValueType {
  const types = [checkTypes(left), checkTypes(right)];
  for (const type of types) oneOf(type, ["scalar", "vector"], "binary expression must contain only");
  const scalars = types.filter((type) => type === "scalar").length;
  if (scalars > 0 && ["and", "or", "unless"].includes(operator)) {
    throw new QueryRefused(`set operator "${operator}" not allowed in binary scalar expression`);
  }
  if (scalars > 0 && (matching.labels.length > 0 || matching.keeps === "named")) {
    throw new QueryRefused("vector matching only allowed between instant vectors");
  }
  if (scalars === 2 && ["==", "!=", ">", "<", ">=", "<="].includes(operator) && !answersBool) {
    throw new QueryRefused("comparisons between scalars must use BOOL modifier");
  }
  return scalars === 2 ? "scalar" : "vector";
}

function checkCall({ name, arguments: given, at }: Call): ValueType {
  const definition = functions.get(name);
  if (definition === undefined) throw new QueryRefused(`unknown function with name "${name}"`, at);
  const { takes, optional = 0, repeats = false, gives } = definition;
  const least = takes.length - optional;
  if (given.length < least || (given.length > takes.length && !repeats)) {
    const limits = optional === 0 ? `${least}` : `${least} to ${takes.length}`;
    throw new QueryRefused(`expected ${limits} argument(s) in call to "${name}", got ${given.length}`, at);
  }
  given.forEach((argument, i) => {
    const wanted = takes[Math.min(i, takes.length - 1)] as ValueType;
    const type = checkTypes(argument);
    if (type !== wanted) throw new QueryRefused(`call to function "${name}" expects ${wanted}, got ${type}`, at);
  });
  return gives;
}
