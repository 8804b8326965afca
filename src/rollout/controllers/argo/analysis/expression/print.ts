import { refuse } from "./refusal.ts";
import { isList, isMap, type Value } from "./value.ts";

/** A value as Go prints it (`%v`). */
export function print(value: Value): string {
  if (value === null) return "<nil>";
  if (typeof value === "number") return printFloat(value);
  if (isList(value)) return `[${value.map(print).join(" ")}]`;
  if (isMap(value)) return `map[${[...value].map(([key, item]) => `${print(key)}:${print(item)}`).join(" ")}]`;
  return String(value);
}

/** The shortest digits that mean this float, with an exponent below 1e-4 and from 1e+21 on (`strconv`, verb g). */
function printFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Math.abs(value) === Number.POSITIVE_INFINITY) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (value === 0 || (power >= -4 && power < 21)) return plainDigits(value);
  const digits = String(Math.abs(power)).padStart(2, "0");
  return `${mantissa}e${power < 0 ? "-" : "+"}${digits}`;
}

/** JavaScript writes without an exponent from 1e-6 up to below 1e21. */
function plainDigits(value: number): string {
  return String(value);
}

const ESCAPED: Readonly<Record<string, string>> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };

/** A value as Go's `json.MarshalIndent` writes it with two spaces. */
export function printJson(value: Value, indent = ""): string {
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item) => inner + printJson(item, inner)).join(",\n")}\n${indent}]`;
  }
  if (isMap(value)) {
    if (value.size === 0) return "{}";
    const fields = [...value].map(([key, item]) => `${inner}${printJson(String(key))}: ${printJson(item, inner)}`);
    return `{\n${fields.join(",\n")}\n${indent}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) refuse(`json: unsupported value: ${print(value)}`);
  if (typeof value === "string") return JSON.stringify(value).replace(/[<>&]/g, (one) => ESCAPED[one] ?? one);
  return String(value);
}
