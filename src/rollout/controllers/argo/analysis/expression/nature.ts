import { isMeasuredList, type Measured } from "./value.ts";

/**
 * What is known of a value before it is computed (`expr-lang/expr checker/nature`). `any` is Go's `interface {}`, the
 * type of what lies inside JSON; `unknown` is the type of what the checker cannot tell. Both fit everywhere.
 */
export type Nature =
  | { readonly kind: "unknown" | "any" | "nil" | "bool" | "int" | "float" | "string" }
  /** `of`: what the checker knows of the elements; `type`: the type as Go has it. */
  | { readonly kind: "list"; readonly of: Nature; readonly type: string }
  | { readonly kind: "map"; readonly of: Nature; readonly key: Nature }
  | { readonly kind: "function"; readonly name: string };

export const UNKNOWN: Nature = { kind: "unknown" };
export const ANY: Nature = { kind: "any" };
export const NIL: Nature = { kind: "nil" };
export const BOOL: Nature = { kind: "bool" };
export const INT: Nature = { kind: "int" };
export const FLOAT: Nature = { kind: "float" };
export const STRING: Nature = { kind: "string" };
export const LIST: Nature = { kind: "list", of: ANY, type: "[]interface {}" };
export const FLOATS: Nature = { kind: "list", of: FLOAT, type: "[]float64" };
export const INTS: Nature = { kind: "list", of: INT, type: "[]int" };
export const STRINGS: Nature = { kind: "list", of: STRING, type: "[]string" };
export const MAP: Nature = { kind: "map", of: ANY, key: STRING };

/** A list that Go only knows to hold anything, and the checker more of. */
export function listOf(of: Nature): Nature {
  return { kind: "list", of, type: "[]interface {}" };
}

const PRINTED: Readonly<Record<string, string>> = {
  any: "interface {}",
  bool: "bool",
  int: "int",
  float: "float64",
  string: "string",
};

export function printNature(nature: Nature): string {
  if (nature.kind === "list") return nature.type;
  if (nature.kind === "map") return `map[${printNature(nature.key)}]interface {}`;
  return PRINTED[nature.kind] ?? "unknown";
}

export function isUnknown({ kind }: Nature): boolean {
  return kind === "unknown" || kind === "any";
}

export function isNumeric({ kind }: Nature): boolean {
  return kind === "int" || kind === "float";
}

export function isAssignable(from: Nature, to: Nature): boolean {
  if (from.kind === "nil") return to.kind === "any";
  if (from.kind === "unknown" || to.kind === "unknown") return false;
  if (to.kind === "any") return true;
  return from.kind === to.kind && printNature(from) === printNature(to);
}

/** May stand on both sides of `==`. */
export function isComparable(a: Nature, b: Nature): boolean {
  if (isUnknown(a) || isUnknown(b) || a.kind === "nil" || b.kind === "nil") return true;
  if (isNumeric(a) && isNumeric(b)) return true;
  return (a.kind === "list" && b.kind === "list") || isAssignable(a, b);
}

/** One side is unknown, and the other unknown or one of `kinds`. */
export function mayFit(a: Nature, b: Nature, kinds: readonly Nature["kind"][]): boolean {
  if (isUnknown(a)) return isUnknown(b) || kinds.includes(b.kind);
  return isUnknown(b) && kinds.includes(a.kind);
}

/** What Go sees of a measured value: only its outermost type. */
export function natureOf(measured: Measured): Nature {
  if (measured === null) return NIL;
  if (typeof measured === "number") return FLOAT;
  if (typeof measured === "string") return STRING;
  if (typeof measured === "boolean") return BOOL;
  if (measured instanceof Float64Array) return FLOATS;
  return isMeasuredList(measured) ? LIST : MAP;
}
