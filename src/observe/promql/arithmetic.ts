import { pow } from "../../kernel/math.ts";
import type { Operator } from "./syntax.ts";

/** The result of a calculation, or whether a comparison holds. */
export type Calculation = (left: number, right: number) => number | boolean;

/** Set operators excepted: they look at labels alone. */
export const CALCULATIONS: Readonly<Record<Exclude<Operator, "and" | "or" | "unless">, Calculation>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "^": power,
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  ">": (left, right) => left > right,
  "<": (left, right) => left < right,
  ">=": (left, right) => left >= right,
  "<=": (left, right) => left <= right,
};

/** Whole exponents up to this are multiplied out. */
const WHOLE_EXPONENT_MAX = 1024;

/** As Go's `math.Pow` in its special cases; exact to a few units in the last place elsewhere. */
function power(base: number, exponent: number): number {
  if (exponent === 0 || base === 1) return 1;
  if (Number.isNaN(base) || Number.isNaN(exponent)) return Number.NaN;
  if (exponent === 0.5 && base >= 0) return Math.sqrt(base);
  if (Number.isInteger(exponent) && Math.abs(exponent) <= WHOLE_EXPONENT_MAX) {
    const whole = wholePower(base, Math.abs(exponent));
    return exponent < 0 ? 1 / whole : whole;
  }
  if (base >= 0) return pow(base, exponent);
  if (!Number.isFinite(exponent)) return base === -1 ? 1 : pow(-base, exponent);
  if (!Number.isInteger(exponent)) return Number.isFinite(base) ? Number.NaN : pow(-base, exponent);
  return (exponent % 2 === 0 ? 1 : -1) * pow(-base, exponent);
}

function wholePower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
