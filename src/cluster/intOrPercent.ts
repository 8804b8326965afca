import { assert } from "../kernel/assert.ts";

/** A count or a share of another count, as Kubernetes writes it: `3` or `"25%"` (`intstr.IntOrString`). */
export type IntOrPercent = number | string;

export interface ParsedIntOrPercent {
  readonly value: number;
  readonly isPercent: boolean;
}

/**
 * Reads `3` as 3 and `"25%"` as 25 percent. Undefined for any other string.
 * Kubernetes v1.36 `intstr.go:getIntOrPercentValueSafely`.
 */
export function parseIntOrPercent(written: IntOrPercent): ParsedIntOrPercent | undefined {
  if (typeof written === "number") return { value: written, isPercent: false };
  if (!/^[+-]?\d+%$/.test(written)) return undefined;
  return { value: Number(written.slice(0, -1)), isPercent: true };
}

/**
 * The count that is meant out of `total`: numbers pass through, percentages are rounded as told.
 * `scaledValue("25%", 10, "up")` is 3, `"down"` is 2. Undefined when it cannot be read.
 * Kubernetes v1.36 `intstr.go:GetScaledValueFromIntOrPercent`.
 */
export function scaledValue(written: IntOrPercent, total: number, round: "up" | "down"): number | undefined {
  const parsed = parseIntOrPercent(written);
  if (parsed === undefined) return undefined;
  if (!parsed.isPercent) return parsed.value;
  const exact = (parsed.value * total) / 100;
  return round === "up" ? Math.ceil(exact) : Math.floor(exact);
}

/** As `scaledValue`, for a quantity that was checked when it was read. */
export function resolved(written: IntOrPercent, total: number, round: "up" | "down"): number {
  const value = scaledValue(written, total, round);
  assert(value !== undefined, `neither a count nor a percentage: ${written}`);
  return value;
}
