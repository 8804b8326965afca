import { inWords, type Parsed, quoted, refuse } from "./complaint.ts";
import { leadingNumber, QUANTITY_LENGTH_MAX, wholeNumber } from "./number.ts";

/** A whole number ≥ 0. A text is refused even if it looks like one, as Kubernetes does. */
export function parseCount(written: unknown): Parsed<number> {
  if (typeof written === "string") return textForNumber(written);
  if (typeof written !== "number")
    return refuse("not-a-number", `expected a whole number, got ${inWords(written)}`, "give a whole number");
  if (!Number.isInteger(written)) {
    return refuse(
      "not-whole",
      `${written} must be a whole number`,
      `write ${Math.floor(written)} or ${Math.ceil(written)}`,
    );
  }
  if (written < 0) return refuse("out-of-range", `${written} is negative`, "give 0 or more");
  return { value: written + 0 };
}

/** Any finite number, e.g. a factor or an exponent. */
export function parseNumber(written: unknown): Parsed<number> {
  if (typeof written === "string") return textForNumber(written);
  if (typeof written !== "number" || !Number.isFinite(written)) {
    return refuse("not-a-number", `expected a number, got ${inWords(written)}`, "give a number");
  }
  return { value: written + 0 };
}

function textForNumber(text: string): Parsed<number> {
  const message = `expected a number, got the text ${quoted(text)}`;
  if (text.length <= QUANTITY_LENGTH_MAX) {
    if (wholeNumber(text) !== null) return refuse("not-a-number", message, "remove the quotes");
    const bare = wholeNumber(text.replaceAll("_", "").replaceAll(",", ""));
    if (bare !== null) return refuse("not-a-number", message, `write ${bare}`);
  }
  return refuse("not-a-number", message, "give a number without unit");
}

/** A number of pods, or a share of them in whole percent: Kubernetes' `intstr.IntOrString`. */
export type CountOrPercent = number | `${number}%`;

/** `3` or `"25%"` (`apimachinery/pkg/util/intstr`). The rounding of a percentage is up to whoever resolves it. */
export function parseCountOrPercent(written: unknown): Parsed<CountOrPercent> {
  if (typeof written === "number") {
    if (written > 0 && written < 1) {
      return refuse(
        "not-whole",
        `${written} is no whole number of pods`,
        `did you mean ${Math.round(written * 100)}%?`,
      );
    }
    return parseCount(written);
  }
  if (typeof written !== "string") {
    return refuse("not-a-number", `expected pods or percent, got ${inWords(written)}`, EXAMPLES);
  }
  const number = written.length > QUANTITY_LENGTH_MAX ? null : leadingNumber(written);
  const suffix = number === null ? "" : written.slice(number.end);
  if (number === null || (suffix !== "%" && suffix !== "")) {
    return refuse("not-a-number", `${quoted(written)} is neither pods nor percent`, EXAMPLES);
  }
  if (suffix === "") {
    return refuse(
      "not-a-number",
      `the text ${quoted(written)} is neither pods nor percent`,
      `write ${number.value} without quotes, or ${number.value}%`,
    );
  }
  if (!Number.isInteger(number.value)) {
    return refuse(
      "not-whole",
      `${written} must be whole percent`,
      `write ${Math.floor(number.value)}% or ${Math.ceil(number.value)}%`,
    );
  }
  if (number.value < 0) return refuse("out-of-range", `${written} is negative`, "give 0% or more");
  return { value: `${number.value}%` };
}

const EXAMPLES = "write it like 2 (pods) or 25%";
