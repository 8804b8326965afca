import { inWords, type Parsed, quoted, refuse } from "./complaint.ts";
import { leadingNumber, QUANTITY_LENGTH_MAX } from "./number.ts";

/** An amount ≥ 0 in the scenario's own currency, which is said once beside it. */
export function parseMoney(written: unknown): Parsed<number> {
  if (typeof written === "number" && Number.isFinite(written)) {
    if (written < 0) return refuse("out-of-range", `${written} is negative`, "give 0 or more");
    return { value: written + 0 };
  }
  if (typeof written !== "string")
    return refuse("not-money", `expected an amount, got ${inWords(written)}`, "write it like 0.04");
  const number =
    written.length > QUANTITY_LENGTH_MAX ? null : leadingNumber(written.startsWith("$") ? written.slice(1) : written);
  const fix =
    number === null ? "write it like 0.04" : `write ${number.value}; the currency is given once as prices.currency`;
  return refuse("not-money", `${quoted(written)} is not an amount`, fix);
}
