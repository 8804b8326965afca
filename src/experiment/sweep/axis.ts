import { type Parsed, refuse } from "../../quantity/complaint.ts";
import type { FieldValue } from "../../scenario/lesson.ts";

/** One field of a scenario and the values it takes in turn. */
export interface Axis {
  /** `traffic.rate`, `strategies.rolling.maxSurge`. */
  readonly field: string;
  /** As they would be written in the file. */
  readonly values: readonly FieldValue[];
}

/** Values of one axis at most. */
const VALUES_MOST = 1000;

const RANGE = /^(-?\d+(?:\.\d+)?)([^\d.]*)\.\.(-?\d+(?:\.\d+)?)([^\d.]*):(\d+)$/;

/**
 * Reads `traffic.rate=100/s..500/s:5` (five values from the one to the other, equally far apart) or
 * `service.replicas=2,4,8` (these).
 */
export function parseAxis(text: string): Parsed<Axis> {
  const at = text.indexOf("=");
  const field = text.slice(0, at).trim();
  const written = text.slice(at + 1).trim();
  if (at < 1 || written === "") {
    return refuse("bad-axis", `${text} names no field with values`, "write traffic.rate=100/s..500/s:5");
  }
  const range = RANGE.exec(written);
  if (range === null) {
    const values = written.split(",").map((value) => scalar(value.trim()));
    if (values.length > VALUES_MOST) return tooMany(field, values.length);
    return { value: { field, values } };
  }
  const [, from = "", unit = "", to = "", otherUnit = "", count = ""] = range;
  if (unit !== otherUnit) {
    return refuse(
      "bad-axis",
      `${written} begins in ${unit || "no unit"} and ends in ${otherUnit || "none"}`,
      "use one unit",
    );
  }
  const steps = Number(count);
  if (steps < 2) return refuse("bad-axis", `${written} has ${steps} values`, "give 2 or more, or a single value");
  if (steps > VALUES_MOST) return tooMany(field, steps);
  const [low, high] = [Number(from), Number(to)];
  const values = Array.from({ length: steps }, (_, index) => {
    const number = Number((low + ((high - low) * index) / (steps - 1)).toPrecision(12));
    return unit === "" ? number : `${number}${unit}`;
  });
  return { value: { field, values } };
}

function tooMany(field: string, count: number) {
  return refuse("limit-exceeded", `--vary ${field}: ${count} values`, `stay within ${VALUES_MOST}`);
}

/** A number where it is one, as YAML would have it. */
function scalar(text: string): FieldValue {
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
