import { FLOAT, INT } from "./nature.ts";
import { less } from "./operators.ts";
import { refuse } from "./refusal.ts";
import { aggregate, type Builtin, OF_TWO_INTS, one, oneOf } from "./signature.ts";
import { int, isList, isNumber, truncated, typeOf, type Value } from "./value.ts";

const NUMERIC = ["int", "float"] as const;

/** As `strconv.ParseFloat` reads it; null: it does not. */
export function parseFloatText(written: string): number | null {
  if (/^[+-]?(inf|infinity)$/i.test(written)) return written.startsWith("-") ? -1 / 0 : 1 / 0;
  if (/^nan$/i.test(written)) return Number.NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written) ? Number(written) : null;
}

/** As `strconv.ParseInt` reads it, base 10; null: it does not, or it does not fit. */
export function parseIntText(written: string): bigint | null {
  if (!/^[+-]?\d{1,19}$/.test(written)) return null;
  const value = BigInt(written.startsWith("+") ? written.slice(1) : written);
  return int(value) === value ? value : null;
}

function toIntValue(value: Value): Value {
  if (typeof value === "number") return truncated(value);
  if (typeof value === "bigint") return value;
  if (typeof value !== "string") return refuse(`invalid operation: int(${typeOf(value)})`);
  return parseIntText(value) ?? refuse(`invalid operation: int(${value})`);
}

function toFloatValue(value: Value): Value {
  if (isNumber(value)) return Number(value);
  if (typeof value !== "string") return refuse(`invalid operation: float(${typeOf(value)})`);
  return parseFloatText(value) ?? refuse(`invalid operation: float(${value})`);
}

/** Half away from zero, as Go rounds. */
function round(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
}

function rounding(name: string, compute: (value: number) => number): Builtin {
  return {
    checks: oneOf(NUMERIC, { gives: FLOAT, cannot: `invalid argument for ${name}` }),
    run: ([value = null]) =>
      isNumber(value) ? compute(Number(value)) : refuse(`invalid argument for ${name} (type ${typeOf(value)})`),
  };
}

/** All numbers among the arguments and in the lists among them. */
function numbersIn(name: string, args: readonly Value[]): readonly (number | bigint)[] {
  return args.flatMap((value): readonly (number | bigint)[] => {
    if (isNumber(value)) return [value];
    return isList(value) ? numbersIn(name, value) : refuse(`invalid argument for ${name} (type ${typeOf(value)})`);
  });
}

function extreme(name: string, isBetter: (value: Value, best: Value) => boolean): Builtin {
  return {
    checks: aggregate,
    run(args) {
      const [only] = args;
      // A single argument that is no number comes back as it is.
      if (args.length === 1 && only !== undefined && !isList(only) && !isNumber(only)) return only;
      let best: Value = null;
      for (const value of numbersIn(name, args)) if (best === null || isBetter(value, best)) best = value;
      return best;
    },
  };
}

function mean(args: readonly Value[]): Value {
  const values = numbersIn("mean", args).map(Number);
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(args: readonly Value[]): Value {
  const values = numbersIn("median", args).map(Number);
  values.sort((a, b) => a - b);
  const half = Math.floor(values.length / 2);
  const upper = values[half];
  if (upper === undefined) return 0;
  return values.length % 2 === 1 ? upper : ((values[half - 1] ?? upper) + upper) / 2;
}

function bits(compute: (a: bigint, b: bigint) => bigint): Builtin {
  return {
    checks: OF_TWO_INTS,
    run: ([a = null, b = null]) =>
      typeof a === "bigint" && typeof b === "bigint"
        ? int(compute(a, b))
        : refuse(`cannot use ${typeOf(typeof a === "bigint" ? b : a)} as type int`),
  };
}

/** Shifting by 64 and more leaves nothing; a negative shift is an error. */
function shift(compute: (a: bigint, by: bigint) => bigint): Builtin {
  return bits((a, by) =>
    by < 0n ? refuse(`invalid operation: negative shift count ${by} (type int)`) : compute(a, by > 64n ? 64n : by),
  );
}

export const NUMBERS: Readonly<Record<string, Builtin>> = {
  int: {
    checks: oneOf(["int", "float", "string"], { gives: INT, cannot: "invalid argument for int" }),
    run: ([value = null]) => toIntValue(value),
  },
  float: {
    checks: oneOf(["int", "float", "string"], { gives: FLOAT, cannot: "invalid argument for float" }),
    run: ([value = null]) => toFloatValue(value),
  },
  abs: {
    checks: oneOf(NUMERIC, { gives: "same", cannot: "invalid argument for abs" }),
    run([value = null]) {
      if (typeof value === "bigint") return value < 0n ? int(-value) : value;
      return typeof value === "number" ? Math.abs(value) : refuse(`invalid argument for abs (type ${typeOf(value)})`);
    },
  },
  ceil: rounding("ceil", Math.ceil),
  floor: rounding("floor", Math.floor),
  round: rounding("round", round),
  max: extreme("max", (value, best) => less(best, value)),
  min: extreme("min", (value, best) => less(value, best)),
  mean: { checks: aggregate, run: mean },
  median: { checks: aggregate, run: median },
  bitand: bits((a, b) => a & b),
  bitor: bits((a, b) => a | b),
  bitxor: bits((a, b) => a ^ b),
  bitnand: bits((a, b) => a & ~b),
  bitshl: shift((a, by) => a << by),
  bitshr: shift((a, by) => a >> by),
  bitushr: shift((a, by) => BigInt.asUintN(64, a) >> by),
  bitnot: {
    checks: [one(INT, INT)],
    run: ([value = null]) =>
      typeof value === "bigint" ? ~value : refuse(`cannot use ${typeOf(value)} to call bitnot`),
  },
};
