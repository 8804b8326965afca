import { inWords, type Parsed, quoted, refuse } from "./complaint.ts";
import { decimal, leadingNumber, QUANTITY_LENGTH_MAX } from "./number.ts";

/** Thousandths of a CPU from `250m`, `0.5`, `2`, as Kubernetes writes them. */
export function parseCpu(written: unknown): Parsed<number> {
  const text = typeof written === "number" ? String(written) : written;
  if (typeof text !== "string") return refuse("not-cpu", `expected CPUs, got ${inWords(written)}`, EXAMPLES);
  const number = text.length > QUANTITY_LENGTH_MAX ? null : leadingNumber(text);
  if (number === null) return refuse("not-cpu", `${quoted(text)} is not an amount of CPU`, EXAMPLES);
  const suffix = text.slice(number.end);
  if (suffix !== "" && suffix !== "m") return unknownSuffix(text, suffix);
  if (number.value < 0) return refuse("out-of-range", `${quoted(text)} is negative`, "give 0 or more CPUs");
  const milli = suffix === "m" ? number.value : number.value * 1000;
  const value = Math.floor(milli + 0.5);
  if (milli - value > 1e-6 || value - milli > 1e-6) {
    return refuse("out-of-range", `${quoted(text)} is finer than a thousandth of a CPU`, `write ${Math.ceil(milli)}m`);
  }
  return { value };
}

const EXAMPLES = "write it like 250m, 0.5 or 2";

function unknownSuffix(text: string, suffix: string): Parsed<number> {
  const number = text.slice(0, text.length - suffix.length);
  if (suffix === "M") {
    return refuse(
      "unit-wrong",
      `${text} would be ${number} million CPUs`,
      `did you mean ${number}m (${number} thousandths of a CPU)?`,
    );
  }
  return refuse("unit-unknown", `unknown suffix ${quoted(suffix)}`, EXAMPLES);
}

/** `250m`, `1.5`: below one CPU in thousandths, else in CPUs. */
export function printCpu(milli: number): string {
  return milli < 1000 && milli > 0 ? `${milli}m` : decimal(milli, 1000);
}
