/** What a provider may answer with: JSON, numbers that are none, and a Prometheus vector (`Float64Array`). */
export type Measured =
  | null
  | boolean
  | number
  | string
  | Float64Array
  | readonly Measured[]
  | { readonly [key: string]: Measured };

/**
 * A value while a condition is evaluated. Go tells integers from floats and so must this: an int is a `bigint`, wrapped
 * to 64 bits, a float64 a `number`. Maps hold their keys in ascending order, where Go has none.
 */
export type Value = null | boolean | number | bigint | string | readonly Value[] | ReadonlyMap<Value, Value>;

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ReadonlyMap<Value, Value> {
  return value instanceof Map;
}

export function isNumber(value: Value): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** A Go int: 64 bits that wrap around. */
export function int(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** 2^63 */
const FIRST_TOO_LARGE = 2147483648 * 4294967296;

/** `int(x)` of a float in Go on amd64: cut off; what does not fit is the least int there is. */
export function truncated(value: number): bigint {
  const fits = Math.abs(value) < FIRST_TOO_LARGE;
  return fits ? BigInt(Math.trunc(value)) : -9223372036854775808n;
}

/** Brings a measured value into the form conditions work on. Recursion ends: providers answer with finite trees. */
export function fromMeasured(measured: Measured): Value {
  if (measured === null || typeof measured !== "object") return measured;
  if (measured instanceof Float64Array) return [...measured];
  if (isMeasuredList(measured)) return measured.map(fromMeasured);
  const keys = Object.keys(measured).sort();
  return new Map(keys.map((key) => [key, fromMeasured(measured[key] ?? null)]));
}

export function isMeasuredList(measured: Measured): measured is readonly Measured[] {
  return Array.isArray(measured);
}

/** As Go prints the type of a value (`%T`). */
export function typeOf(value: Value): string {
  if (value === null) return "<nil>";
  if (typeof value === "bigint") return "int";
  if (typeof value === "number") return "float64";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  return isList(value) ? "[]interface {}" : "map[string]interface {}";
}
