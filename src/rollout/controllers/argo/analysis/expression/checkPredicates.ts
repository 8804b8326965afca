import { ANY, BOOL, INT, isUnknown, LIST, listOf, type Nature, printNature, UNKNOWN } from "./nature.ts";
import { refuse } from "./refusal.ts";
import type { Scope } from "./scope.ts";
import type { Node, NodeOf } from "./tree.ts";

/** What a call gives, from the collection and what its predicate gives; null: there is no predicate. */
type Gives = (collection: Nature, predicate: Nature | null) => Nature;

const elementOf = (collection: Nature) => (collection.kind === "list" ? collection.of : UNKNOWN);

const RULES: Readonly<Record<string, { readonly wantsBool: boolean; readonly gives: Gives }>> = {
  all: { wantsBool: true, gives: () => BOOL },
  none: { wantsBool: true, gives: () => BOOL },
  any: { wantsBool: true, gives: () => BOOL },
  one: { wantsBool: true, gives: () => BOOL },
  filter: { wantsBool: true, gives: (list) => (isUnknown(list) ? LIST : listOf(elementOf(list))) },
  map: { wantsBool: false, gives: (_list, predicate) => listOf(predicate ?? UNKNOWN) },
  count: { wantsBool: true, gives: () => INT },
  sum: { wantsBool: false, gives: (list, predicate) => predicate ?? elementOf(list) },
  find: { wantsBool: true, gives: elementOf },
  findLast: { wantsBool: true, gives: elementOf },
  findIndex: { wantsBool: true, gives: () => INT },
  findLastIndex: { wantsBool: true, gives: () => INT },
  groupBy: { wantsBool: false, gives: (list) => ({ kind: "map", key: ANY, of: listOf(elementOf(list)) }) },
  sortBy: { wantsBool: false, gives: (list) => list },
  reduce: { wantsBool: false, gives: (_list, predicate) => predicate ?? UNKNOWN },
};

/** `checker.go:builtinNode`; `natureIn` checks the parts. */
export function checkPredicateCall(
  { name, args }: NodeOf<"builtin">,
  scope: Scope,
  natureIn: (node: Node, scope: Scope) => Nature,
): Nature {
  const rule = RULES[name];
  const [first, second, third] = args;
  if (rule === undefined || first === undefined) return refuse(`unknown builtin ${name}`);
  const collection = natureIn(first, scope);
  if (collection.kind !== "list" && !isUnknown(collection)) {
    refuse(`builtin ${name} takes only array (got ${printNature(collection)})`);
  }
  const named = new Map<string, Nature>(name === "map" || name === "reduce" ? [["index", INT]] : []);
  if (name === "reduce") named.set("acc", UNKNOWN);
  const predicate = second === undefined ? null : natureIn(second, { ...scope, predicate: { of: collection, named } });
  if (predicate !== null && rule.wantsBool && predicate.kind !== "bool" && !isUnknown(predicate)) {
    refuse(`predicate should return boolean (got ${printNature(predicate)})`);
  }
  if (predicate?.kind === "nil") refuse("predicate should has one input and one output param");
  if (third !== undefined) natureIn(third, scope);
  return rule.gives(collection, predicate);
}
