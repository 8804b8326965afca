import { refuse } from "./refusal.ts";
import { isList, isRecord, typeOf, type Value } from "./value.ts";

function number(value: Value | undefined): number {
  if (typeof value === "number") return value;
  return refuse(`cannot use ${typeOf(value ?? null)} as a number`);
}

function numbers(value: Value | undefined): readonly number[] {
  return value !== undefined && isList(value) ? value.map(number) : refuse("it wants a list of numbers");
}

/** Arguments, or the one list among them. */
function series(args: readonly Value[]): readonly number[] {
  return args.length === 1 && args[0] !== undefined && isList(args[0]) ? numbers(args[0]) : args.map(number);
}

function asFloat(value: Value | undefined): number {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return refuse(`asFloat() not supported on ${typeOf(value ?? null)}`);
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(value)
    ? Number(value)
    : refuse(`parsing ${JSON.stringify(value)}: invalid syntax`);
}

function asInt(value: Value | undefined): number {
  if (typeof value === "number") return Math.trunc(value);
  if (typeof value === "string" && /^[+-]?\d+$/.test(value)) return Number(value);
  return refuse(`asInt() not supported on ${typeOf(value ?? null)}`);
}

function length(value: Value | undefined): number {
  if (typeof value === "string" || (value !== undefined && isList(value))) return value.length;
  if (value !== undefined && isRecord(value)) return Object.keys(value).length;
  return refuse(`invalid argument for len (type ${typeOf(value ?? null)})`);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Argo's own functions (`utils/evaluate/evaluate.go`) and those of expr that conditions on a metric use. */
export const FUNCTIONS: ReadonlyMap<string, (...args: readonly Value[]) => Value> = new Map([
  ["asInt", (value) => asInt(value)],
  ["int", (value) => asInt(value)],
  ["asFloat", (value) => asFloat(value)],
  ["float", (value) => asFloat(value)],
  ["isNaN", (value) => Number.isNaN(number(value))],
  ["isInf", (value) => Math.abs(number(value)) === Number.POSITIVE_INFINITY],
  ["isNil", (value) => value === null],
  ["default", (value, otherwise) => value ?? otherwise ?? null],
  ["len", (value) => length(value)],
  ["abs", (value) => Math.abs(number(value))],
  ["ceil", (value) => Math.ceil(number(value))],
  ["floor", (value) => Math.floor(number(value))],
  ["max", (...args) => series(args).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)],
  ["min", (...args) => series(args).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)],
  ["sum", (value) => sum(numbers(value))],
  ["mean", (value) => sum(numbers(value)) / numbers(value).length],
  ["first", (value) => numbers(value)[0] ?? null],
  ["last", (value) => numbers(value).at(-1) ?? null],
] satisfies [string, (...args: readonly Value[]) => Value][]);
