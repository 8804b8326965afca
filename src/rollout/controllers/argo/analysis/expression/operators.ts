import { RE2JS } from "re2js";
import { pow } from "../../../../../kernel/math.ts";
import type { Budget } from "./budget.ts";
import { refuse } from "./refusal.ts";
import { int, isList, isMap, isNumber, truncated, typeOf, type Value } from "./value.ts";

/** Equal as `==` has it (`vm/runtime`): numbers by value, lists element by element, the rest also by type. */
export function equal(a: Value, b: Value): boolean {
  if (isNumber(a) && isNumber(b)) return typeof a === typeof b ? a === b : Number(a) === Number(b);
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, at) => equal(item, b[at] ?? null));
  if (!isMap(a) || !isMap(b)) return a === b;
  return a.size === b.size && [...a].every(([key, value]) => b.has(key) && identical(value, b.get(key) ?? null));
}

/** `reflect.DeepEqual`: 1 and 1.0 are not the same inside a map. */
function identical(a: Value, b: Value): boolean {
  return typeof a === typeof b && equal(a, b);
}

export function less(a: Value, b: Value): boolean {
  if (isNumber(a) && isNumber(b)) return a < b;
  if (typeof a === "string" && typeof b === "string") return a < b;
  return mismatch("<", a, b);
}

/** Adds up; what `sum` and `+` have in common. */
export function plus(a: Value, b: Value, budget: Budget): Value {
  if (typeof a === "bigint" && typeof b === "bigint") return int(a + b);
  if (isNumber(a) && isNumber(b)) return Number(a) + Number(b);
  if (typeof a !== "string" || typeof b !== "string") return mismatch("+", a, b);
  budget.make(a.length + b.length);
  return a + b;
}

export function negated(value: Value): Value {
  if (typeof value === "bigint") return int(-value);
  return typeof value === "number" ? -value : refuse(`invalid operation: - ${typeOf(value)}`);
}

/** `cond.(bool)`: where Go takes it for granted that there is a bool. */
export function truth(value: Value): boolean {
  if (typeof value === "boolean") return value;
  return refuse(`interface conversion: interface {} is ${typeOf(value)}, not bool`);
}

/** Where Go takes it for granted that there is a string. */
export function text(value: Value): string {
  if (typeof value === "string") return value;
  return refuse(`interface conversion: interface {} is ${typeOf(value)}, not string`);
}

/** An index or a size: floats are cut off (`runtime.ToInt`). */
export function toInt(value: Value): number {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" ? Number(truncated(value)) : refuse(`invalid operation: int(${typeOf(value)})`);
}

function mismatch(sign: string, a: Value, b: Value): never {
  return refuse(`invalid operation: ${typeOf(a)} ${sign} ${typeOf(b)}`);
}

function arithmetic(
  sign: string,
  { ints, floats }: { ints(a: bigint, b: bigint): bigint; floats(a: number, b: number): number },
): (a: Value, b: Value) => Value {
  return (a, b) => {
    if (typeof a === "bigint" && typeof b === "bigint") return int(ints(a, b));
    return isNumber(a) && isNumber(b) ? floats(Number(a), Number(b)) : mismatch(sign, a, b);
  };
}

function ofNumbers(sign: string, compute: (a: number, b: number) => number): (a: Value, b: Value) => Value {
  return (a, b) => (isNumber(a) && isNumber(b) ? compute(Number(a), Number(b)) : mismatch(sign, a, b));
}

function remainder(a: Value, b: Value): Value {
  if (typeof a !== "bigint" || typeof b !== "bigint") return mismatch("%", a, b);
  return b === 0n ? refuse("integer divide by zero") : a % b;
}

/** Answers false where either side is nil, and wants two strings otherwise. */
function ofTexts(holds: (a: string, b: string) => boolean): (a: Value, b: Value) => Value {
  return (a, b) => a !== null && b !== null && holds(text(a), text(b));
}

function range(from: Value, to: Value, budget: Budget): Value {
  const first = toInt(from);
  const size = Math.max(0, toInt(to) - first + 1);
  budget.make(size);
  return Array.from({ length: size }, (_, at) => BigInt(first + at));
}

/** `in`: an element of a list, a key of a map; nothing lies in nil. */
function contained(needle: Value, hay: Value): boolean {
  if (hay === null) return false;
  if (isList(hay)) return hay.some((item) => equal(item, needle));
  return isMap(hay) ? hay.has(needle) : refuse(`operator "in" not defined on ${typeOf(hay)}`);
}

/** Regular expressions are RE2's, which takes linear time whatever the pattern. */
export function pattern(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

type Operator = (a: Value, b: Value, budget: Budget) => Value;

export const OPERATORS: Readonly<Record<string, Operator>> = {
  "==": equal,
  "!=": (a, b) => !equal(a, b),
  "<": less,
  ">": (a, b) => ((isNumber(a) && isNumber(b)) || typeof a === typeof b ? less(b, a) : mismatch(">", a, b)),
  "<=": (a, b) => (isNumber(a) && isNumber(b) ? a <= b : less(a, b) || equal(a, b)),
  ">=": (a, b) => (isNumber(a) && isNumber(b) ? a >= b : less(b, a) || equal(a, b)),
  "+": plus,
  "-": arithmetic("-", { ints: (a, b) => a - b, floats: (a, b) => a - b }),
  "*": arithmetic("*", { ints: (a, b) => a * b, floats: (a, b) => a * b }),
  "/": ofNumbers("/", (a, b) => a / b),
  "%": remainder,
  "**": ofNumbers("**", pow),
  "^": ofNumbers("^", pow),
  "..": range,
  in: contained,
  contains: ofTexts((a, b) => a.includes(b)),
  startsWith: ofTexts((a, b) => a.startsWith(b)),
  endsWith: ofTexts((a, b) => a.endsWith(b)),
  matches: ofTexts((a, b) => pattern(b).matcher(a).find()),
};
