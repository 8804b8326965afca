import type { Frame } from "./frame.ts";
import { sorted } from "./listFunctions.ts";
import { plus, truth } from "./operators.ts";
import { refuse } from "./refusal.ts";
import type { Node, NodeOf } from "./tree.ts";
import { isList, typeOf, type Value } from "./value.ts";

/** Asks the predicate of one element. */
type Ask = (item: Value, index: number) => Value;

/** Evaluates a part. */
type Evaluate = (node: Node, frame: Frame) => Value;

interface Asked {
  readonly list: readonly Value[];
  readonly ask: Ask;
  readonly frame: Frame;
  readonly valueIn: Evaluate;
}

type Run = (asked: Asked, node: NodeOf<"builtin">) => Value;

const isTrue =
  ({ ask }: Asked) =>
  (item: Value, index: number) =>
    truth(ask(item, index));

const RUNS: Readonly<Record<string, Run>> = {
  all: (asked) => asked.list.every(isTrue(asked)),
  none: (asked) => !asked.list.some(isTrue(asked)),
  any: (asked) => asked.list.some(isTrue(asked)),
  one: (asked) => asked.list.filter(isTrue(asked)).length === 1,
  filter: (asked) => asked.list.filter(isTrue(asked)),
  map: ({ list, ask }) => list.map(ask),
  count: (asked) => BigInt(asked.list.filter(isTrue(asked)).length),
  sum: ({ list, ask, frame }) =>
    list.reduce<Value>((total, item, index) => plus(total, ask(item, index), frame.budget), 0n),
  find: (asked) => asked.list.find(isTrue(asked)) ?? null,
  findLast: (asked) => asked.list.findLast(isTrue(asked)) ?? null,
  findIndex: (asked) => indexOrNil(asked.list.findIndex(isTrue(asked))),
  findLastIndex: (asked) => indexOrNil(asked.list.findLastIndex(isTrue(asked))),
  groupBy,
  sortBy: ({ list, ask, frame, valueIn }, { args: [, , order] }) =>
    sorted(list, (item) => ask(item, 0), order === undefined ? "asc" : valueIn(order, frame)),
  reduce,
};

/** Runs a builtin that asks a predicate of each element. */
export function runPredicate(node: NodeOf<"builtin">, frame: Frame, valueIn: Evaluate): Value {
  const [collection, predicate] = node.args;
  const run = RUNS[node.name];
  if (run === undefined || collection === undefined) return refuse(`unknown builtin ${node.name}`);
  const list = valueIn(collection, frame);
  if (!isList(list)) return refuse(`builtin ${node.name} takes only array (got ${typeOf(list)})`);
  frame.budget.make(list.length);
  const ask: Ask = (item, index) => {
    if (predicate === undefined) return item;
    return valueIn(
      predicate,
      withPointers(frame, [
        ["", item],
        ["index", BigInt(index)],
      ]),
    );
  };
  return run({ list, ask, frame, valueIn }, node);
}

function withPointers(frame: Frame, pointers: readonly (readonly [string, Value])[]): Frame {
  return { ...frame, pointers: new Map(pointers) };
}

function indexOrNil(index: number): Value {
  return index < 0 ? null : BigInt(index);
}

function groupBy({ list, ask }: Asked): Value {
  const groups = new Map<Value, Value[]>();
  for (const [index, item] of list.entries()) {
    const key = ask(item, index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Without a start the first element is one; then there must be one. */
function reduce({ list, frame, valueIn }: Asked, { args: [, predicate, start] }: NodeOf<"builtin">): Value {
  if (predicate === undefined) return null;
  const from = start === undefined ? 1 : 0;
  let total =
    start === undefined ? (list[0] ?? refuse("reduce of an empty array with no initial value")) : valueIn(start, frame);
  for (const [index, item] of list.entries()) {
    if (index < from) continue;
    total = valueIn(
      predicate,
      withPointers(frame, [
        ["", item],
        ["index", BigInt(index)],
        ["acc", total],
      ]),
    );
  }
  return total;
}
