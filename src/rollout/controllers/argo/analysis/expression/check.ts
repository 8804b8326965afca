import { BUILTINS } from "./builtins.ts";
import { binaryNature, unaryNature } from "./checkOperators.ts";
import { checkPredicateCall } from "./checkPredicates.ts";
import { ENVIRONMENT_NATURE, OWN_FUNCTIONS } from "./environment.ts";
import {
  BOOL,
  FLOAT,
  INT,
  isAssignable,
  isUnknown,
  LIST,
  listOf,
  MAP,
  type Nature,
  NIL,
  printNature,
  STRING,
  UNKNOWN,
} from "./nature.ts";
import { pattern } from "./operators.ts";
import { refuse } from "./refusal.ts";
import type { Scope } from "./scope.ts";
import { callNature } from "./signature.ts";
import type { Node, NodeOf } from "./tree.ts";

/**
 * Checks a condition against the nature of the result, as Argo has it compiled (`expr-lang/expr checker/checker.go`):
 * parts that are never reached count, too. `result != nil && result > 1` of nothing is refused for its second half.
 */
export function check(node: Node, result: Nature): Nature {
  return natureIn(node, { result, variables: new Map(), predicate: null });
}

type Checks = { readonly [Is in Node["is"]]: (node: NodeOf<Is>, scope: Scope) => Nature };

const CHECKS: Checks = {
  literal: ({ value }) => {
    if (value === null) return NIL;
    if (typeof value === "bigint") return INT;
    if (typeof value === "number") return FLOAT;
    return typeof value === "string" ? STRING : BOOL;
  },
  name: ({ name }, { variables, result }) => {
    const nature = variables.get(name) ?? ENVIRONMENT_NATURE(name, result);
    if (nature !== null) return nature;
    return name === "$env" ? UNKNOWN : refuse(`unknown name ${name}`);
  },
  pointer: checkPointer,
  unary: ({ sign, of }, scope) => unaryNature(sign, natureIn(of, scope)),
  binary: checkBinary,
  choice: checkChoice,
  chain: ({ of }, scope) => natureIn(of, scope),
  member: checkMember,
  slice: checkSlice,
  call: checkCall,
  builtin: checkBuiltin,
  predicate: ({ of }, scope) => natureIn(of, scope),
  let: checkLet,
  sequence: ({ items }, scope) =>
    items.map((item) => natureIn(item, scope)).at(-1) ?? refuse("empty sequence expression"),
  list: ({ items }, scope) => {
    const natures = items.map((item) => natureIn(item, scope));
    const last = natures.at(-1);
    return last !== undefined && natures.every(({ kind }) => kind === last.kind) ? listOf(last) : LIST;
  },
  map: ({ pairs }, scope) => {
    for (const [key, value] of pairs) {
      natureIn(key, scope);
      natureIn(value, scope);
    }
    return MAP;
  },
};

function natureIn(node: Node, scope: Scope): Nature {
  const one = CHECKS[node.is] as (node: Node, scope: Scope) => Nature;
  return one(node, scope);
}

function checkPointer({ name }: NodeOf<"pointer">, { predicate }: Scope): Nature {
  if (predicate === null) return refuse("cannot use pointer accessor outside predicate");
  if (name !== "") return predicate.named.get(name) ?? refuse(`unknown pointer #${name}`);
  return predicate.of.kind === "list" ? predicate.of.of : UNKNOWN;
}

function checkBinary({ sign, left, right }: NodeOf<"binary">, scope: Scope): Nature {
  const natures = [natureIn(left, scope), natureIn(right, scope)] as const;
  // A pattern that is written out is read beforehand.
  if (sign === "matches" && right.is === "literal" && typeof right.value === "string") pattern(right.value);
  return binaryNature(sign, ...natures);
}

function checkChoice({ test, whenTrue, whenFalse }: NodeOf<"choice">, scope: Scope): Nature {
  const condition = natureIn(test, scope);
  if (condition.kind !== "bool" && !isUnknown(condition)) {
    refuse(`non-bool expression (type ${printNature(condition)}) used as condition`);
  }
  const first = natureIn(whenTrue, scope);
  const second = natureIn(whenFalse, scope);
  if (first.kind === "nil") return second;
  if (second.kind === "nil") return first;
  if (!isAssignable(first, second)) return UNKNOWN;
  const sameElements = first.kind !== "list" || second.kind !== "list" || first.of.kind === second.of.kind;
  return sameElements ? first : LIST;
}

function checkMember({ of, key }: NodeOf<"member">, scope: Scope): Nature {
  const isName = key.is === "literal" && typeof key.value === "string";
  if (of.is === "name" && of.name === "$env") {
    return isName ? CHECKS.name({ is: "name", name: String(key.value) }, { ...scope, variables: new Map() }) : UNKNOWN;
  }
  const base = natureIn(of, scope);
  const property = natureIn(key, scope);
  if (isUnknown(base)) return UNKNOWN;
  if (base.kind === "map") {
    if (isUnknown(property) || isAssignable(property, base.key)) return base.of;
    return refuse(`cannot use ${printNature(property)} to get an element from ${printNature(base)}`);
  }
  if (base.kind === "list") {
    if (isUnknown(property) || property.kind === "int") return base.of;
    return refuse(`array elements can only be selected using an integer (got ${printNature(property)})`);
  }
  const type = base.kind === "nil" ? "nil" : printNature(base);
  return refuse(
    isName ? `type ${type} has no field ${key.value}` : `type ${type}[${printNature(property)}] is undefined`,
  );
}

function checkSlice({ of, from, to }: NodeOf<"slice">, scope: Scope): Nature {
  const nature = natureIn(of, scope);
  if (isUnknown(nature)) return UNKNOWN;
  if (nature.kind !== "list" && nature.kind !== "string") refuse(`cannot slice ${printNature(nature)}`);
  for (const bound of [from, to]) {
    const index = bound === null ? INT : natureIn(bound, scope);
    if (index.kind !== "int" && !isUnknown(index)) refuse(`non-integer slice index ${printNature(index)}`);
  }
  return nature;
}

function checkCall({ callee, args }: NodeOf<"call">, scope: Scope): Nature {
  const nature = natureIn(callee, scope);
  if (isUnknown(nature)) return UNKNOWN;
  const own = nature.kind === "function" ? OWN_FUNCTIONS.get(nature.name) : undefined;
  if (own === undefined || nature.kind !== "function") return refuse(`${printNature(nature)} is not callable`);
  return callNature(nature.name, own.checks, argumentsOf(args, scope));
}

function argumentsOf(args: readonly Node[], scope: Scope) {
  return args.map((node) => ({ node, nature: natureIn(node, scope) }));
}

function checkBuiltin(node: NodeOf<"builtin">, scope: Scope): Nature {
  const builtin = BUILTINS.get(node.name);
  if (builtin === undefined) return checkPredicateCall(node, scope, natureIn);
  const { checks } = builtin;
  const args = argumentsOf(node.args, scope);
  if (typeof checks !== "function") return callNature(node.name, checks, args);
  return checks(
    node.name,
    args.map(({ nature }) => nature),
  );
}

function checkLet({ name, value, body }: NodeOf<"let">, scope: Scope): Nature {
  if (ENVIRONMENT_NATURE(name, scope.result) !== null) refuse(`cannot redeclare ${name}`);
  if (BUILTINS.has(name)) refuse(`cannot redeclare builtin ${name}`);
  if (scope.variables.has(name)) refuse(`cannot redeclare variable ${name}`);
  const variables = new Map([...scope.variables, [name, natureIn(value, scope)]]);
  return natureIn(body, { ...scope, variables });
}
