import { Budget } from "./budget.ts";
import { BUILTINS } from "./builtins.ts";
import { OWN_FUNCTIONS } from "./environment.ts";
import { runPredicate } from "./evaluatePredicates.ts";
import { fetch, slice } from "./fetch.ts";
import type { Frame } from "./frame.ts";
import { negated, OPERATORS, truth } from "./operators.ts";
import { refuse } from "./refusal.ts";
import type { Node, NodeOf } from "./tree.ts";
import { isNumber, typeOf, type Value } from "./value.ts";

/** Evaluates a checked condition about `result`. Throws a `Refusal` where the real thing ends with an error. */
export function evaluate(node: Node, result: Value): Value {
  return valueIn(node, { result, budget: new Budget(), variables: new Map(), pointers: new Map() });
}

/** Thrown by `?.` on nil: the whole chain is nil. */
class Broken extends Error {}

type Evaluations = { readonly [Is in Node["is"]]: (node: NodeOf<Is>, frame: Frame) => Value };

const EVALUATIONS: Evaluations = {
  literal: ({ value }) => value,
  name: ({ name }, { variables, result }) => (name === "result" ? result : (variables.get(name) ?? null)),
  pointer: ({ name }, { pointers }) => pointers.get(name) ?? null,
  unary: ({ sign, of }, frame) => {
    const value = valueIn(of, frame);
    if (sign === "!" || sign === "not") return !truth(value);
    if (sign === "-") return negated(value);
    return isNumber(value) ? value : refuse(`invalid operation: + ${typeOf(value)}`);
  },
  binary: evaluateBinary,
  choice: ({ test, whenTrue, whenFalse }, frame) => valueIn(truth(valueIn(test, frame)) ? whenTrue : whenFalse, frame),
  chain: evaluateChain,
  member: ({ of, key, optional }, frame) => {
    if (of.is === "name" && of.name === "$env") return valueIn(nameOf(key, frame), { ...frame, variables: new Map() });
    const owner = valueIn(of, frame);
    if (optional && owner === null) throw new Broken();
    return fetch(owner, valueIn(key, frame));
  },
  slice: ({ of, from, to }, frame) => {
    const whole = valueIn(of, frame);
    const bound = (one: Node | null) => (one === null ? null : valueIn(one, frame));
    return slice(whole, { from: bound(from), to: bound(to) }, frame.budget);
  },
  call: ({ callee, args }, frame) => {
    const own = callee.is === "name" ? OWN_FUNCTIONS.get(callee.name) : undefined;
    const values = args.map((arg) => valueIn(arg, frame));
    return own === undefined ? refuse("what is called is no function") : own.run(values, frame.result);
  },
  builtin: (node, frame) => {
    const builtin = BUILTINS.get(node.name);
    if (builtin === undefined) return runPredicate(node, frame, valueIn);
    return builtin.run(
      node.args.map((arg) => valueIn(arg, frame)),
      frame.budget,
    );
  },
  predicate: ({ of }, frame) => valueIn(of, frame),
  let: ({ name, value, body }, frame) =>
    valueIn(body, { ...frame, variables: new Map([...frame.variables, [name, valueIn(value, frame)]]) }),
  sequence: ({ items }, frame) => items.map((item) => valueIn(item, frame)).at(-1) ?? null,
  list: ({ items }, frame) => {
    frame.budget.make(items.length);
    return items.map((item) => valueIn(item, frame));
  },
  map: ({ pairs }, frame) => {
    frame.budget.make(pairs.length);
    return new Map(pairs.map(([key, value]) => [String(valueIn(key, frame)), valueIn(value, frame)]));
  },
};

function valueIn(node: Node, frame: Frame): Value {
  frame.budget.step();
  const one = EVALUATIONS[node.is] as (node: Node, frame: Frame) => Value;
  return one(node, frame);
}

function nameOf(key: Node, frame: Frame): Node {
  return { is: "name", name: String(valueIn(key, frame)) };
}

/** `&&`, `||` and `??` leave out what they need not know; the value of their right side is passed on as it is. */
function evaluateBinary({ sign, left, right }: NodeOf<"binary">, frame: Frame): Value {
  const first = valueIn(left, frame);
  if (sign === "&&" || sign === "and") return truth(first) ? valueIn(right, frame) : false;
  if (sign === "||" || sign === "or") return truth(first) ? true : valueIn(right, frame);
  if (sign === "??") return first ?? valueIn(right, frame);
  const operator = OPERATORS[sign];
  return operator === undefined
    ? refuse(`unknown operator (${sign})`)
    : operator(first, valueIn(right, frame), frame.budget);
}

function evaluateChain({ of }: NodeOf<"chain">, frame: Frame): Value {
  try {
    return valueIn(of, frame);
  } catch (error) {
    if (error instanceof Broken) return null;
    throw error;
  }
}
