import { FUNCTIONS } from "./functions.ts";
import { refuse } from "./refusal.ts";
import type { Node } from "./tree.ts";
import { isList, isRecord, same, typeOf, type Value } from "./value.ts";

/** The value of a condition, every part of which is looked at once at most. */
export function evaluate(node: Node, result: Value): Value {
  switch (node.is) {
    case "literal":
      return node.value;
    case "name":
      return node.name === "result" ? result : refuse(`unknown name ${node.name}`);
    case "list":
      return node.items.map((item) => evaluate(item, result));
    case "unary":
      return unary(node.sign, evaluate(node.of, result));
    case "choice":
      return evaluate(truth(evaluate(node.test, result)) ? node.then : node.otherwise, result);
    case "member":
      return member(node, result);
    case "call": {
      const call = FUNCTIONS.get(node.name);
      return call === undefined
        ? refuse(`unknown name ${node.name}`)
        : call(...node.args.map((one) => evaluate(one, result)));
    }
    case "binary":
      return binary(node, result);
  }
}

function truth(value: Value): boolean {
  return typeof value === "boolean" ? value : refuse(`expected bool, but got ${typeOf(value)}`);
}

function unary(sign: "!" | "-" | "+", value: Value): Value {
  if (sign === "!") return !truth(value);
  if (typeof value !== "number") refuse(`invalid operation: ${sign} (mismatched type ${typeOf(value)})`);
  return sign === "-" ? -value : value;
}

function member({ of, key, optional }: Extract<Node, { is: "member" }>, result: Value): Value {
  const owner = evaluate(of, result);
  const at = evaluate(key, result);
  if (owner === null && optional) return null;
  if (isList(owner) && typeof at === "number") {
    const item = owner[at < 0 ? owner.length + at : at];
    return item === undefined ? refuse(`index out of range: ${at} (array length is ${owner.length})`) : item;
  }
  if (isRecord(owner) && typeof at === "string") return Object.hasOwn(owner, at) ? (owner[at] ?? null) : null;
  return refuse(`cannot fetch ${String(at)} from ${typeOf(owner)}`);
}

function binary({ sign, left, right }: Extract<Node, { is: "binary" }>, result: Value): Value {
  const a = evaluate(left, result);
  if (sign === "??") return a ?? evaluate(right, result);
  if (sign === "&&" || sign === "and") return truth(a) && truth(evaluate(right, result));
  if (sign === "||" || sign === "or") return truth(a) || truth(evaluate(right, result));
  const b = evaluate(right, result);
  if (sign === "==") return same(a, b);
  if (sign === "!=") return !same(a, b);
  if (sign === "in" && isList(b)) return b.some((item) => same(item, a));
  if (sign === "in" && isRecord(b) && typeof a === "string") return Object.hasOwn(b, a);
  if (typeof a === "number" && typeof b === "number") return OF_NUMBERS[sign]?.(a, b) ?? mismatch(sign, [a, b]);
  if (typeof a === "string" && typeof b === "string") return OF_STRINGS[sign]?.(a, b) ?? mismatch(sign, [a, b]);
  return mismatch(sign, [a, b]);
}

function mismatch(sign: string, [a, b]: readonly [Value, Value]): never {
  return refuse(`invalid operation: ${typeOf(a)} ${sign} ${typeOf(b)}`);
}

const OF_NUMBERS: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

const OF_STRINGS: Readonly<Record<string, (a: string, b: string) => string | boolean>> = {
  "+": (a, b) => a + b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  contains: (a, b) => a.includes(b),
  startsWith: (a, b) => a.startsWith(b),
  endsWith: (a, b) => a.endsWith(b),
};
