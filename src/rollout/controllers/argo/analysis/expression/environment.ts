import { ANY, BOOL, FLOAT, INT, type Nature } from "./nature.ts";
import { parseFloatText, parseIntText } from "./numberFunctions.ts";
import { print } from "./print.ts";
import { refuse } from "./refusal.ts";
import { one, type Signature } from "./signature.ts";
import { isNumber, truncated, typeOf, type Value } from "./value.ts";

/** A function of Argo's own (`utils/evaluate/evaluate.go`). */
export interface OwnFunction {
  readonly checks: readonly Signature[];
  run(args: readonly Value[], result: Value): Value;
}

/** What a condition finds besides `result`. */
export const OWN_FUNCTIONS: ReadonlyMap<string, OwnFunction> = new Map<string, OwnFunction>([
  ["asInt", { checks: [one(ANY, INT)], run: ([value = null]) => asInt(value) }],
  ["asFloat", { checks: [one(ANY, FLOAT)], run: ([value = null]) => asFloat(value) }],
  ["isNaN", { checks: [one(FLOAT, BOOL)], run: ([value = null]) => Number.isNaN(float(value)) }],
  ["isInf", { checks: [one(FLOAT, BOOL)], run: ([value = null]) => Math.abs(float(value)) === 1 / 0 }],
  // These two look at the result, whatever they are given: `default(result[0], 0)` guards no NaN.
  ["isNil", { checks: [one(ANY, BOOL)], run: (_args, result) => result === null }],
  ["default", { checks: [{ takes: [ANY, ANY], gives: ANY }], run: ([, value = null], result) => result ?? value }],
]);

export const ENVIRONMENT_NATURE = (name: string, result: Nature): Nature | null => {
  if (name === "result") return result;
  return OWN_FUNCTIONS.has(name) ? { kind: "function", name } : null;
};

function asInt(value: Value): Value {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return truncated(value);
  if (typeof value !== "string") return refuse(`asInt() not supported on ${typeOf(value)} ${print(value)}`);
  return parseIntText(value) ?? refuse(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
}

function asFloat(value: Value): Value {
  if (isNumber(value)) return Number(value);
  if (typeof value !== "string") return refuse(`asFloat() not supported on ${typeOf(value)} ${print(value)}`);
  return parseFloatText(value) ?? refuse(`strconv.ParseFloat: parsing ${JSON.stringify(value)}: invalid syntax`);
}

function float(value: Value): number {
  if (typeof value === "number") return value;
  return refuse(`interface conversion: interface {} is ${typeOf(value)}, not float64`);
}
