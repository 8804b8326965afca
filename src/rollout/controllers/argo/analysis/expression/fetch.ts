import type { Budget } from "./budget.ts";
import { toInt } from "./operators.ts";
import { print } from "./print.ts";
import { refuse } from "./refusal.ts";
import { isList, isMap, typeOf, type Value } from "./value.ts";

/** `from[key]` (`vm/runtime/runtime.go:Fetch`): indices count from the end when negative; a key that is missing is nil. */
export function fetch(from: Value, key: Value): Value {
  if (isMap(from)) return from.get(key) ?? null;
  if (!isList(from) && typeof from !== "string") return refuse(`cannot fetch ${print(key)} from ${typeOf(from)}`);
  const index = toInt(key);
  const at = index < 0 ? from.length + index : index;
  const item = from[at];
  return item === undefined ? refuse(`index out of range: ${index} (array length is ${from.length})`) : item;
}

export interface Bounds {
  /** Null: from the start. */
  readonly from: Value;
  /** Null: to the end. */
  readonly to: Value;
}

/** `of[from:to]`, cut to what there is. */
export function slice(of: Value, { from, to }: Bounds, budget: Budget): Value {
  if (!isList(of) && typeof of !== "string") return refuse(`cannot slice ${typeOf(of)}`);
  const clamp = (index: number) => Math.min(of.length, Math.max(0, index < 0 ? of.length + index : index));
  const end = to === null ? of.length : clamp(toInt(to));
  const start = Math.min(end, from === null ? 0 : clamp(toInt(from)));
  budget.make(end - start);
  return of.slice(start, end);
}
