import type { Budget } from "./budget.ts";
import { ANY, INT, isAssignable, isUnknown, type Nature, printNature, STRING } from "./nature.ts";
import { Refusal, refuse } from "./refusal.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";

/** What a function takes and gives: one of several ways of calling it. */
export interface Signature {
  readonly takes: readonly Nature[];
  readonly gives: Nature;
}

/** Judges the arguments of a function that no list of signatures describes. */
export type Validate = (name: string, args: readonly Nature[]) => Nature;

/** A function of expr that asks no predicate. */
export interface Builtin {
  readonly checks: readonly Signature[] | Validate;
  run(args: readonly Value[], budget: Budget): Value;
}

export interface Argument {
  readonly node: Node;
  readonly nature: Nature;
}

/** Checks the arguments against the ways of calling a function; the complaint is about the last way that failed. */
export function callNature(name: string, signatures: readonly Signature[], args: readonly Argument[]): Nature {
  let last: Refusal | null = null;
  for (const signature of signatures) {
    try {
      return signatureNature(name, signature, args);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      last = error;
    }
  }
  throw last ?? new Refusal(`no matching overload for ${name}`);
}

/** `checker.go:checkArguments` */
function signatureNature(name: string, { takes, gives }: Signature, args: readonly Argument[]): Nature {
  if (args.length > takes.length) refuse(`too many arguments to call ${name}`);
  if (args.length < takes.length) refuse(`not enough arguments to call ${name}`);
  for (const [index, { node, nature }] of args.entries()) {
    const wanted = takes[index] ?? ANY;
    if (wanted.kind === "float" && nature.kind === "int") makeFloat(node);
    else if (nature.kind === "nil" && wanted.kind !== "any") {
      refuse(`cannot use nil as argument (type ${printNature(wanted)}) to call ${name}`);
    } else if (!isAssignable(nature, wanted) && !isUnknown(nature)) {
      refuse(`cannot use ${printNature(nature)} as argument (type ${printNature(wanted)}) to call ${name}`);
    }
  }
  return gives;
}

/** Integers written where a float is wanted are floats (`traverseAndReplaceIntegerNodesWithFloatNodes`). */
function makeFloat(node: Node): void {
  if (node.is === "literal" && typeof node.value === "bigint") node.value = Number(node.value);
  if (node.is === "unary") makeFloat(node.of);
  if (node.is !== "binary" || !["+", "-", "*"].includes(node.sign)) return;
  makeFloat(node.left);
  makeFloat(node.right);
}

/** One argument of one of these kinds, or unknown. */
export function oneOf(
  kinds: readonly Nature["kind"][],
  { gives, cannot }: { gives: Nature | "same"; cannot: string },
): Validate {
  return (_name, args) => {
    const [only] = args;
    if (args.length !== 1 || only === undefined) {
      return refuse(`invalid number of arguments (expected 1, got ${args.length})`);
    }
    if (isUnknown(only)) return gives === "same" ? ANY : gives;
    if (!kinds.includes(only.kind)) return refuse(`${cannot} ${typeInBrackets(cannot, only)}`);
    return gives === "same" ? only : gives;
  };
}

function typeInBrackets(cannot: string, nature: Nature): string {
  const type = nature.kind === "nil" ? "%!s(<nil>)" : printNature(nature);
  return cannot.startsWith("invalid") ? `(type ${type})` : type;
}

/** Numbers and lists of them (`builtin.go:validateAggregateFunc`). */
export const aggregate: Validate = (name, args) => {
  const [first] = args;
  if (first === undefined) return refuse(`not enough arguments to call ${name}`);
  for (const arg of args) {
    if (isUnknown(arg) || arg.kind === "list") return ANY;
    if (arg.kind !== "int" && arg.kind !== "float") refuse(`invalid argument for ${name} (type ${printNature(arg)})`);
  }
  return first;
};

export const one = (takes: Nature, gives: Nature): Signature => ({ takes: [takes], gives });
export const ofStrings = (count: number, gives: Nature): Signature => ({ takes: Array(count).fill(STRING), gives });
export const OF_TWO_INTS: readonly Signature[] = [{ takes: [INT, INT], gives: INT }];
