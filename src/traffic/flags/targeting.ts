import { fractional, legacyFractional, type WeightedVariant } from "./fractional.ts";

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A flag as flagd keeps it. */
export interface FlagDefinition {
  readonly key: string;
  readonly defaultVariant: string;
  /** JsonLogic with flagd's own operators; null: always the default. */
  readonly targeting: Json;
  /** Which way of bucketing `fractional` takes. */
  readonly bucketing: "current" | "legacy";
}

export interface Evaluation {
  readonly variant: string;
  readonly reason: "STATIC" | "TARGETING_MATCH" | "DEFAULT";
}

/** Rules deeper than this are refused. */
const DEPTH_MAX = 64;

type Context = { readonly [name: string]: Json };

/**
 * Which variant of a flag a context gets (`core/pkg/evaluator/json.go:evaluateVariant`): what the targeting rule says, the
 * default where it says nothing.
 */
export function evaluateFlag(flag: FlagDefinition, context: Context): Evaluation {
  if (flag.targeting === null) return { variant: flag.defaultVariant, reason: "STATIC" };
  const data: Context = { ...context, $flagd: { flagKey: flag.key } };
  const result = new Rule(flag, data).value(flag.targeting, 0);
  if (result === null || result === "") return { variant: flag.defaultVariant, reason: "DEFAULT" };
  return { variant: String(result), reason: "TARGETING_MATCH" };
}

/** One evaluation of a JsonLogic rule: constants are themselves, an object of one key is an operator with arguments. */
class Rule {
  private readonly flag: FlagDefinition;
  private readonly data: Context;

  constructor(flag: FlagDefinition, data: Context) {
    this.flag = flag;
    this.data = data;
  }

  value(rule: Json, depth: number): Json {
    if (depth > DEPTH_MAX) return null;
    if (isList(rule)) return rule.map((item) => this.value(item, depth + 1));
    if (rule === null || typeof rule !== "object") return rule;
    const [operator, written] = Object.entries(rule)[0] ?? [];
    if (operator === undefined || written === undefined) return rule;
    const args = isList(written) ? written : [written];
    if (operator === "if") return this.choose(args, depth);
    if (operator === "and" || operator === "or") return this.combine(operator, args, depth);
    return this.apply(
      operator,
      args.map((arg) => this.value(arg, depth + 1)),
    );
  }

  private apply(operator: string, args: readonly Json[]): Json {
    const [first = null, second = null] = args;
    if (operator === "var") return this.look(first, second);
    if (operator === "fractional") return this.distribute(args);
    return OPERATORS.get(operator)?.(first, second, args) ?? null;
  }

  /** Condition, value, condition, value, …, else: only what is chosen is evaluated. */
  private choose(args: readonly Json[], depth: number): Json {
    for (let i = 0; i + 1 < args.length; i += 2) {
      if (isTrue(this.value(args[i] as Json, depth + 1))) return this.value(args[i + 1] as Json, depth + 1);
    }
    return args.length % 2 === 1 ? this.value(args[args.length - 1] as Json, depth + 1) : null;
  }

  private combine(operator: "and" | "or", args: readonly Json[], depth: number): Json {
    let last: Json = null;
    for (const arg of args) {
      last = this.value(arg, depth + 1);
      if (isTrue(last) === (operator === "or")) return last;
    }
    return last;
  }

  private look(path: Json, otherwise: Json): Json {
    if (path === null || path === "") return this.data;
    let found: Json | undefined = this.data;
    for (const name of String(path).split(".")) {
      const inside: Json | undefined = found;
      found = isMap(inside) && Object.hasOwn(inside, name) ? inside[name] : undefined;
    }
    return found ?? otherwise;
  }

  /** Key to bucket by (a text; else flag key + targeting key), then `[variant, weight]` pairs; null: the rule is wrong. */
  private distribute(args: readonly Json[]): Json {
    const [first] = args;
    const isKeyed = typeof first === "string";
    const key = isKeyed ? first : this.defaultKey();
    if (key === null) return null;
    const variants = (isKeyed || first === null ? args.slice(1) : args).map(variantOf);
    if (variants.length === 0 || !variants.every((variant) => variant !== null)) return null;
    return (this.flag.bucketing === "legacy" ? legacyFractional : fractional)(key, variants) ?? null;
  }

  private defaultKey(): string | null {
    const { targetingKey } = this.data;
    return typeof targetingKey === "string" && targetingKey !== "" ? this.flag.key + targetingKey : null;
  }
}

function variantOf(pair: Json): WeightedVariant<Json> | null {
  if (!isList(pair) || pair.length === 0) return null;
  const [variant = null, written] = pair;
  if (isList(variant) || isMap(variant)) return null;
  const weight = written ?? 1;
  return typeof weight === "number" && Number.isInteger(weight) ? { variant, weight } : null;
}

type Operator = (first: Json, second: Json, all: readonly Json[]) => Json;

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["cat", (_, __, all) => all.map(asText).join("")],
  ["in", (needle, hay) => isWithin(needle, hay)],
  ["==", (a, b) => isSame(a, b)],
  ["===", (a, b) => a === b],
  ["!=", (a, b) => !isSame(a, b)],
  ["!==", (a, b) => a !== b],
  ["!", (a) => !isTrue(a)],
  ["!!", (a) => isTrue(a)],
  [">", (a, b) => Number(a) > Number(b)],
  [">=", (a, b) => Number(a) >= Number(b)],
  ["<", (a, b) => Number(a) < Number(b)],
  ["<=", (a, b) => Number(a) <= Number(b)],
  ["starts_with", (text, start) => asText(text).startsWith(asText(start))],
  ["ends_with", (text, end) => asText(text).endsWith(asText(end))],
]);

function isWithin(needle: Json, hay: Json): boolean {
  if (typeof hay === "string") return hay.includes(asText(needle));
  return isList(hay) && hay.some((item) => item === needle);
}

/** JsonLogic compares loosely: "1" is 1. */
function isSame(a: Json, b: Json): boolean {
  return a === b || (a !== null && b !== null && typeof a !== typeof b && Number(a) === Number(b));
}

function isTrue(value: Json): boolean {
  return isList(value) ? value.length > 0 : Boolean(value);
}

function asText(value: Json): string {
  return value === null ? "" : String(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isMap(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !isList(value);
}
