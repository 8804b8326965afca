import {
  BOOL,
  FLOAT,
  INT,
  isAssignable,
  isComparable,
  isNumeric,
  isUnknown,
  listOf,
  mayFit,
  type Nature,
  NIL,
  printNature,
  STRING,
  UNKNOWN,
} from "./nature.ts";
import { refuse } from "./refusal.ts";

/** The nature of `sign` before a value of this nature. */
export function unaryNature(sign: string, of: Nature): Nature {
  if (sign === "!" || sign === "not") {
    if (of.kind === "bool" || isUnknown(of)) return BOOL;
  } else if (isNumeric(of)) return of;
  else if (isUnknown(of)) return UNKNOWN;
  return refuse(`invalid operation: ${sign} (mismatched type ${printNature(of)})`);
}

type Rule = (left: Nature, right: Nature) => Nature | null;

const both = (kind: Nature["kind"], left: Nature, right: Nature) => left.kind === kind && right.kind === kind;
const numeric = (left: Nature, right: Nature) => isNumeric(left) && isNumeric(right);
const widest = (left: Nature, right: Nature) => (both("int", left, right) ? INT : FLOAT);

const logical: Rule = (left, right) => (both("bool", left, right) || mayFit(left, right, ["bool"]) ? BOOL : null);
const ordered: Rule = (left, right) => {
  const fits = numeric(left, right) || both("string", left, right);
  return fits || mayFit(left, right, ["int", "float", "string"]) ? BOOL : null;
};
const arithmetic: Rule = (left, right) => {
  if (numeric(left, right)) return widest(left, right);
  return mayFit(left, right, ["int", "float"]) ? UNKNOWN : null;
};
const divided: Rule = (left, right) => (numeric(left, right) || mayFit(left, right, ["int", "float"]) ? FLOAT : null);
const whole: Rule = (left, right) => (both("int", left, right) || mayFit(left, right, ["int"]) ? INT : null);
const textual: Rule = (left, right) => (both("string", left, right) || mayFit(left, right, ["string"]) ? BOOL : null);
const equal: Rule = (left, right) => (isComparable(left, right) ? BOOL : null);

const plus: Rule = (left, right) => {
  if (numeric(left, right)) return widest(left, right);
  if (both("string", left, right)) return STRING;
  return mayFit(left, right, ["int", "float", "string"]) ? UNKNOWN : null;
};

const range: Rule = (left, right) => (whole(left, right) === null ? null : listOf(INT));

const coalesce: Rule = (left, right) => {
  if (left.kind === "nil") return right.kind === "nil" ? NIL : right;
  if (right.kind === "nil" || isAssignable(right, left)) return left;
  return UNKNOWN;
};

const contained: Rule = (left, right) => {
  if (right.kind === "map") {
    if (isUnknown(left) || isAssignable(left, right.key)) return BOOL;
    return refuse(`cannot use ${printNature(left)} as type ${printNature(right.key)} in map key`);
  }
  if (right.kind === "list") {
    if (isComparable(left, right.of)) return BOOL;
    return refuse(`cannot use ${printNature(left)} as type ${printNature(right.of)} in array`);
  }
  return isUnknown(right) || (isUnknown(left) && right.kind === "string") ? BOOL : null;
};

const RULES: Readonly<Record<string, Rule>> = {
  "==": equal,
  "!=": equal,
  or: logical,
  "||": logical,
  and: logical,
  "&&": logical,
  "<": ordered,
  ">": ordered,
  "<=": ordered,
  ">=": ordered,
  "-": arithmetic,
  "*": arithmetic,
  "/": divided,
  "**": divided,
  "^": divided,
  "%": whole,
  "+": plus,
  in: contained,
  matches: textual,
  contains: textual,
  startsWith: textual,
  endsWith: textual,
  "..": range,
  "??": coalesce,
};

/** The nature of a binary operation (`checker.go:binaryNode`); refuses operands that do not go together. */
export function binaryNature(sign: string, left: Nature, right: Nature): Nature {
  const nature = RULES[sign]?.(left, right) ?? null;
  if (nature !== null) return nature;
  return refuse(`invalid operation: ${sign} (mismatched types ${printNature(left)} and ${printNature(right)})`);
}
