import type { Budget } from "./budget.ts";
import { ANY, BOOL, INT, LIST, type Nature, STRING, STRINGS } from "./nature.ts";
import { text, toInt } from "./operators.ts";
import { print, printJson } from "./print.ts";
import { refuse } from "./refusal.ts";
import { type Builtin, ofStrings, one, type Signature } from "./signature.ts";
import { fromMeasured, isList, isMap, type Measured, typeOf, type Value } from "./value.ts";

type Checked = readonly Signature[];

const ONE_OR_TWO: Checked = [ofStrings(1, STRING), ofStrings(2, STRING)];
const TWO = (gives: Nature): Checked => [ofStrings(2, gives)];

function ofText(checks: Checked, compute: (first: string, second: string) => Value): Builtin {
  return {
    checks,
    run: ([first = null, second], budget) =>
      counted(compute(text(first), second === undefined ? "" : text(second)), budget),
  };
}

function counted(value: Value, budget: Budget): Value {
  if (typeof value === "string" || isList(value)) budget.make(value.length);
  return value;
}

/** Cuts these characters off both ends; without any, white space. */
function trim(value: string, cut: string): string {
  if (cut === "") return value.trim();
  let start = 0;
  let end = value.length;
  while (start < end && cut.includes(value.charAt(start))) start++;
  while (end > start && cut.includes(value.charAt(end - 1))) end--;
  return value.slice(start, end);
}

/** Pieces between (or, with `keep`, up to and with) the separators; at most `most` of them, when not negative. */
function pieces(args: readonly Value[], { keep }: { readonly keep: boolean }): Value {
  const [whole = null, by = null, limit] = args;
  const most = limit === undefined ? -1 : toInt(limit);
  const separator = text(by);
  const all = text(whole).split(separator);
  if (most === 0) return null;
  const parts = most < 0 || all.length <= most ? all : [...all.slice(0, most - 1), all.slice(most - 1).join(separator)];
  return keep ? parts.map((part, at) => (at < parts.length - 1 ? part + separator : part)) : parts;
}

function replaced(args: readonly Value[]): string {
  const [whole = null, from = null, to = null, limit] = args;
  const most = limit === undefined ? -1 : toInt(limit);
  const parts = text(whole).split(text(from));
  if (most < 0 || parts.length - 1 <= most) return parts.join(text(to));
  return [parts.slice(0, most + 1).join(text(to)), ...parts.slice(most + 1)].join(text(from));
}

function join([list = null, glue = ""]: readonly Value[]): string {
  if (!isList(list)) return refuse(`invalid argument for join (type ${typeOf(list)})`);
  return list.map(text).join(text(glue));
}

function repeat([value = null, times = null]: readonly Value[], budget: Budget): string {
  const count = toInt(times);
  if (count < 0) refuse(`invalid argument for repeat (expected positive integer, got ${count})`);
  budget.make(text(value).length * count);
  return text(value).repeat(count);
}

function fromJson(written: string): Value {
  try {
    return fromMeasured(JSON.parse(written) as Measured);
  } catch {
    return refuse("fromJSON: invalid JSON");
  }
}

function typeName(value: Value): string {
  if (value === null) return "nil";
  if (typeof value === "bigint") return "int";
  if (typeof value === "number") return "float";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  return isMap(value) ? "map" : "array";
}

const SPLITS: Checked = [ofStrings(2, STRINGS), { takes: [STRING, STRING, INT], gives: STRINGS }];
const JOINS: Checked = [LIST, STRINGS].flatMap((list) => [
  { takes: [list, STRING], gives: STRING },
  { takes: [list], gives: STRING },
]);
const REPLACES: Checked = [ofStrings(3, STRING), { takes: [STRING, STRING, STRING, INT], gives: STRING }];

export const TEXTS: Readonly<Record<string, Builtin>> = {
  type: { checks: [one(ANY, STRING)], run: ([value = null]) => typeName(value) },
  string: { checks: [one(ANY, STRING)], run: ([value = null], budget) => counted(print(value), budget) },
  trim: ofText(ONE_OR_TWO, trim),
  trimPrefix: ofText(ONE_OR_TWO, (value, prefix) => {
    const cut = prefix === "" ? " " : prefix;
    return value.startsWith(cut) ? value.slice(cut.length) : value;
  }),
  trimSuffix: ofText(ONE_OR_TWO, (value, suffix) => {
    const cut = suffix === "" ? " " : suffix;
    return value.endsWith(cut) ? value.slice(0, -cut.length) : value;
  }),
  upper: ofText([ofStrings(1, STRING)], (value) => value.toUpperCase()),
  lower: ofText([ofStrings(1, STRING)], (value) => value.toLowerCase()),
  split: { checks: SPLITS, run: (args, budget) => counted(pieces(args, { keep: false }), budget) },
  splitAfter: { checks: SPLITS, run: (args, budget) => counted(pieces(args, { keep: true }), budget) },
  replace: { checks: REPLACES, run: (args, budget) => counted(replaced(args), budget) },
  repeat: { checks: [{ takes: [STRING, INT], gives: STRING }], run: repeat },
  join: { checks: JOINS, run: (args, budget) => counted(join(args), budget) },
  indexOf: ofText(TWO(INT), (value, part) => BigInt(value.indexOf(part))),
  lastIndexOf: ofText(TWO(INT), (value, part) => BigInt(value.lastIndexOf(part))),
  hasPrefix: ofText(TWO(BOOL), (value, part) => value.startsWith(part)),
  hasSuffix: ofText(TWO(BOOL), (value, part) => value.endsWith(part)),
  toJSON: { checks: [one(ANY, STRING)], run: ([value = null], budget) => counted(printJson(value), budget) },
  fromJSON: ofText([ofStrings(1, ANY)], fromJson),
};
