import type { Budget } from "./budget.ts";
import { fetch, slice } from "./fetch.ts";
import { ANY, FLOATS, INT, INTS, isUnknown, LIST, MAP, type Nature, printNature, STRING, STRINGS } from "./nature.ts";
import { equal, less, text, toInt } from "./operators.ts";
import { Refusal, refuse } from "./refusal.ts";
import { type Builtin, oneOf, type Signature, type Validate } from "./signature.ts";
import { isList, isMap, typeOf, type Value } from "./value.ts";

function listIn(value: Value | undefined, cannot: string): readonly Value[] {
  return value !== undefined && isList(value) ? value : refuse(`${cannot} ${typeOf(value ?? null)}`);
}

function mapIn(value: Value | undefined, cannot: string): ReadonlyMap<Value, Value> {
  return value !== undefined && isMap(value) ? value : refuse(`${cannot} ${typeOf(value ?? null)}`);
}

function ofList(cannot: string, compute: (list: readonly Value[]) => Value): Builtin {
  return {
    checks: oneOf(["list"], { gives: LIST, cannot }),
    run: ([list], budget) => made(compute(listIn(list, cannot)), budget),
  };
}

function ofMap(cannot: string, compute: (map: ReadonlyMap<Value, Value>) => Value): Builtin {
  return {
    checks: oneOf(["map"], { gives: LIST, cannot }),
    run: ([map], budget) => made(compute(mapIn(map, cannot)), budget),
  };
}

function made(value: Value, budget: Budget): Value {
  if (isList(value)) budget.make(value.length);
  return value;
}

/** Nil where there is nothing to get. */
function orNil(get: () => Value): Value {
  try {
    return get();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

const elementOf =
  (which: string): Validate =>
  (_name, args) => {
    const [only] = args;
    if (only === undefined || args.length !== 1) {
      return refuse(`invalid number of arguments (expected 1, got ${args.length})`);
    }
    if (isUnknown(only)) return ANY;
    return only.kind === "list" ? only.of : refuse(`cannot get ${which} element from ${printNature(only)}`);
  };

const takes: Validate = (_name, args) => {
  const [list, count] = args;
  if (list === undefined || count === undefined || args.length !== 2) {
    return refuse(`invalid number of arguments (expected 2, got ${args.length})`);
  }
  if (!isUnknown(list) && list.kind !== "list") refuse(`cannot take from ${printNature(list)}`);
  if (!isUnknown(count) && count.kind !== "int") refuse(`cannot take ${printNature(count)} elements`);
  return isUnknown(list) ? ANY : list;
};

const concatenates: Validate = (_name, args) => {
  if (args.length === 0) refuse("invalid number of arguments (expected at least 1, got 0)");
  const wrong = args.find((arg) => !isUnknown(arg) && arg.kind !== "list");
  return wrong === undefined ? LIST : refuse(`cannot concat ${printNature(wrong)}`);
};

/** `checker.go:checkBuiltinGet` */
const gets: Validate = (_name, args) => {
  const [from, key] = args;
  if (from === undefined || key === undefined || args.length !== 2) {
    return refuse(`invalid number of arguments (expected 2, got ${args.length})`);
  }
  if (isUnknown(from)) return ANY;
  const fits = (kind: Nature["kind"]) => isUnknown(key) || key.kind === kind;
  if (from.kind === "list") return fits("int") ? from.of : refuse(`non-integer slice index ${printNature(key)}`);
  if (from.kind !== "map") return refuse(`type ${printNature(from)} does not support indexing`);
  const isKey = isUnknown(from.key) || fits(from.key.kind);
  return isKey ? from.of : refuse(`cannot use ${printNature(key)} to get an element from ${printNature(from)}`);
};

function flat(list: readonly Value[]): readonly Value[] {
  return list.flatMap((item) => (isList(item) ? flat(item) : [item]));
}

function unique(list: readonly Value[], budget: Budget): Value {
  const found: Value[] = [];
  for (const item of list) {
    budget.make(found.length);
    if (!found.some((one) => equal(one, item))) found.push(item);
  }
  return found;
}

function fromPairs(list: readonly Value[]): Value {
  return new Map(
    list.map((pair) => {
      const [key = null, value = null] = listIn(pair, "invalid pair");
      return [text(key), value];
    }),
  );
}

/** Ascending or descending; elements that cannot be compared are an error. Equal ones keep their order. */
export function sorted(list: readonly Value[], by: (value: Value) => Value, order: Value): readonly Value[] {
  const direction = text(order);
  if (direction !== "asc" && direction !== "desc") refuse(`invalid order ${direction}, expected asc or desc`);
  const sign = direction === "asc" ? 1 : -1;
  const keyed = list.map((value) => ({ value, key: by(value) }));
  const compare = (a: Value, b: Value) => (less(a, b) ? -sign : less(b, a) ? sign : 0);
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ value }) => value);
}

const SORTS: readonly Signature[] = [
  ...[LIST, INTS, FLOATS, STRINGS].map((list) => ({ takes: [list, STRING], gives: LIST })),
  ...[LIST, FLOATS, STRINGS, INTS].map((list) => ({ takes: [list], gives: LIST })),
];

function lengthOf(value: Value): bigint {
  if (isMap(value)) return BigInt(value.size);
  if (isList(value)) return BigInt(value.length);
  if (typeof value === "string") return BigInt([...value].length);
  return refuse(`invalid argument for len (type ${typeOf(value)})`);
}

export const LISTS: Readonly<Record<string, Builtin>> = {
  len: {
    checks: oneOf(["list", "map", "string"], { gives: INT, cannot: "invalid argument for len" }),
    run: ([value = null]) => lengthOf(value),
  },
  first: { checks: elementOf("first"), run: ([list = null]) => orNil(() => fetch(list, 0)) },
  last: { checks: elementOf("last"), run: ([list = null]) => orNil(() => fetch(list, -1)) },
  get: { checks: gets, run: ([from = null, key = null]) => orNil(() => fetch(from, key)) },
  take: {
    checks: takes,
    run: ([list, count = null], budget) =>
      slice(listIn(list, "cannot take from"), { from: null, to: Math.max(0, toInt(count)) }, budget),
  },
  keys: ofMap("cannot get keys from", (map) => [...map.keys()]),
  values: ofMap("cannot get values from", (map) => [...map.values()]),
  toPairs: ofMap("cannot transform", (map) => [...map]),
  fromPairs: {
    checks: oneOf(["list"], { gives: MAP, cannot: "cannot transform" }),
    run: ([list]) => fromPairs(listIn(list, "cannot transform")),
  },
  reverse: ofList("cannot reverse", (list) => [...list].reverse()),
  uniq: {
    checks: oneOf(["list"], { gives: LIST, cannot: "cannot uniq" }),
    run: ([list], budget) => unique(listIn(list, "cannot uniq"), budget),
  },
  flatten: ofList("cannot flatten", flat),
  concat: {
    checks: concatenates,
    run: (args, budget) =>
      made(
        args.flatMap((arg) => listIn(arg, "cannot concat")),
        budget,
      ),
  },
  sort: {
    checks: SORTS,
    run([list, order = "asc"], budget) {
      return made(
        sorted(listIn(list, "cannot sort"), (value) => value, order),
        budget,
      );
    },
  },
};
