import { CAMPAIGN_MEASURES } from "../measures/campaign.ts";
import { MEASURES } from "../measures/ids.ts";
import { type Complaint, type Parsed, quoted, refuse } from "../quantity/complaint.ts";
import { parseDuration } from "../quantity/duration.ts";
import { nearest } from "../quantity/nearest.ts";
import { wholeNumber } from "../quantity/number.ts";
import { hundredth, parseShare } from "../quantity/share.ts";
import type { Expectation, Operand } from "./scenario.ts";

/** How a rollout may have ended: what `strategy.result` is compared with. */
const RESULTS = ["completed", "rolledBack", "stalled", "unfinished"];

/** What a claim may speak of: one release, or the scenario's campaign of them. */
const UNITS = { ...MEASURES, ...CAMPAIGN_MEASURES };

/** The name under which the end of a rollout stands among the measures. */
const RESULT = "result";

/** The word for a measure that does not apply. */
const NONE = "none";

const COMPARISONS = ["<=", ">=", "==", "!=", "<", ">"] as const;
type Comparison = (typeof COMPARISONS)[number];

/** A claim without its place and its seeds. */
export type Claim = Pick<Expectation, "text" | "left" | "comparison" | "right">;

/**
 * Reads a claim such as `canary.hurt_users < 0.5 * rolling.hurt_users`, `recreate.zero_ready_s > 5s`,
 * `rolling.bad_request_share <= 2%`, `rolling.result == completed`, `canary.time_to_detect_s == none`. Literals are
 * converted to the unit of the measure on the other side.
 * @param strategies the names that the scenario rehearses
 */
export function parseClaim(text: string, strategies: readonly string[]): Parsed<Claim> {
  const split = splitAtComparison(text);
  if ("complaint" in split) return split;
  const { comparison } = split.value;
  const left = readSide(split.value.left, strategies);
  if ("complaint" in left) return left;
  const right = readSide(split.value.right, strategies);
  if ("complaint" in right) return right;
  const pair = matched(left.value, right.value);
  if ("complaint" in pair) return pair;
  const objection = orderObjection(comparison, pair.value);
  return objection ?? { value: { text, comparison, ...pair.value } };
}

/** Reads `strategy.measure`, for whatever else in a file speaks of a measure; `strategy.result` is one as well. */
export function parseReference(written: string, strategies: readonly string[]): Parsed<Reference> {
  if (!looksLikeReference(written)) {
    const fix = `write a strategy and a measure, such as ${strategies[0] ?? "rolling"}.hurt_users`;
    return refuse("bad-reference", `${quoted(written)} is no measure of a strategy`, fix);
  }
  const side = readReference(written, { strategies, factor: 1 });
  if ("complaint" in side) return side;
  return { value: { strategy: side.value.measure.strategy, measure: side.value.measure.measure } };
}

export interface Reference {
  readonly strategy: string;
  /** A measure's id, or `result`. */
  readonly measure: string;
}

interface Split {
  readonly left: string;
  readonly comparison: Comparison;
  readonly right: string;
}

function splitAtComparison(text: string): Parsed<Split> {
  const at = [...text].findIndex((char) => "<>=!".includes(char));
  const comparison = COMPARISONS.find((candidate) => text.startsWith(candidate, at));
  if (at < 0)
    return refuse(
      "bad-claim",
      `${quoted(text)} compares nothing`,
      "write it like canary.hurt_users < rolling.hurt_users",
    );
  if (comparison === undefined)
    return refuse("bad-claim", `${quoted(text)} has no comparison`, "use one of < <= == != >= >");
  const right = text.slice(at + comparison.length);
  if ([...right].some((char) => "<>=!".includes(char))) {
    return refuse("bad-claim", `${quoted(text)} compares more than once`, "write one line for each comparison");
  }
  return { value: { left: text.slice(0, at).trim(), comparison, right: right.trim() } };
}

/** One side as written: a measure of a strategy, or a literal whose unit the other side decides. */
type Side = MeasureSide | { readonly literal: string };

interface MeasureSide {
  readonly measure: Extract<Operand, { strategy: string }>;
}

function readSide(written: string, strategies: readonly string[]): Parsed<Side> {
  if (written === "")
    return refuse(
      "bad-claim",
      "one side of the comparison is empty",
      "write it like canary.hurt_users < rolling.hurt_users",
    );
  const parts = written.split("*").map((part) => part.trim());
  const reference = parts.find((part) => looksLikeReference(part));
  if (reference === undefined) return { value: { literal: written } };
  const others = parts.filter((part) => part !== reference);
  const factor = others[0] === undefined ? 1 : wholeNumber(others[0]);
  if (others.length > 1 || parts.length > 2 || factor === null) {
    return refuse(
      "bad-claim",
      `${quoted(written)} is not a number times a measure`,
      "write it like 0.5 * rolling.hurt_users",
    );
  }
  return readReference(reference, { strategies, factor });
}

function looksLikeReference(part: string): boolean {
  const first = part.charAt(0).toLowerCase();
  return part.includes(".") && first >= "a" && first <= "z";
}

function readReference(
  written: string,
  about: { readonly strategies: readonly string[]; readonly factor: number },
): Parsed<MeasureSide> {
  const dot = written.indexOf(".");
  const strategy = written.slice(0, dot);
  const measure = written.slice(dot + 1);
  if (!about.strategies.includes(strategy)) {
    const near = nearest(strategy, about.strategies);
    const fix = near === null ? `strategies here: ${about.strategies.join(", ")}` : `did you mean ${quoted(near)}?`;
    return refuse("unknown-strategy", `this scenario rehearses no strategy ${quoted(strategy)}`, fix);
  }
  if (measure === RESULT && about.factor !== 1)
    return refuse("bad-claim", "a result cannot be multiplied", "remove the factor");
  if (measure !== RESULT && !Object.hasOwn(UNITS, measure)) {
    const near = nearest(measure, [...Object.keys(UNITS), RESULT]);
    const fix = near === null ? `measures: ${Object.keys(UNITS).join(", ")}` : `did you mean ${quoted(near)}?`;
    return refuse("unknown-measure", `unknown measure ${quoted(measure)}`, fix);
  }
  return { value: { measure: { strategy, measure, factor: about.factor } } };
}

interface Pair {
  readonly left: Operand;
  readonly right: Operand;
}

function matched(left: Side, right: Side): Parsed<Pair> {
  if ("measure" in left && "measure" in right) {
    const units = [unitOf(left.measure.measure), unitOf(right.measure.measure)];
    if (units[0] !== units[1]) {
      return refuse("unit-wrong", `compares ${units[0]} with ${units[1]}`, "compare measures of the same unit");
    }
    return { value: { left: left.measure, right: right.measure } };
  }
  if ("measure" in left && "literal" in right) {
    const literal = readLiteral(right.literal, left.measure.measure);
    return "complaint" in literal ? literal : { value: { left: left.measure, right: literal.value } };
  }
  if ("literal" in left && "measure" in right) {
    const literal = readLiteral(left.literal, right.measure.measure);
    return "complaint" in literal ? literal : { value: { left: literal.value, right: right.measure } };
  }
  return refuse(
    "bad-claim",
    "neither side is a measure of a strategy",
    "write a measure as strategy.measure, such as canary.hurt_users",
  );
}

/** `s`, `share`, …; a result has the unit `word`. */
function unitOf(measure: string): string {
  return measure === RESULT ? "word" : UNITS[measure as keyof typeof UNITS].unit;
}

/** A literal in the unit of a measure: `5s` for `zero_ready_s` is 5. */
export function readLiteral(written: string, measure: string): Parsed<Operand> {
  const unit = unitOf(measure);
  if (written === NONE && unit !== "word") return { value: { word: NONE } };
  if (unit === "word") return readResult(written);
  if (unit === "s" || unit === "ms") {
    const micros = parseDuration(written);
    return "complaint" in micros ? micros : { value: { number: micros.value / (unit === "s" ? 1_000_000 : 1_000) } };
  }
  if (unit === "share" || written.endsWith("%")) {
    if (unit !== "share" && unit !== "ratio")
      return refuse("unit-wrong", `${measure} is not a share`, "give a number without %");
    return shareLiteral(written, measure);
  }
  const number = wholeNumber(written);
  if (number === null)
    return refuse(
      "not-a-number",
      `${quoted(written)} is not a number (${measure} is in ${unit})`,
      "give a number without unit",
    );
  return { value: { number } };
}

/** Some shares may be above 1 or below 0 (`release_budget_share`, `surge_overhead_share`), so a plain number or any percentage will do. */
function shareLiteral(written: string, measure: string): Parsed<Operand> {
  const percent = written.endsWith("%") ? written.slice(0, -1) : "";
  if (wholeNumber(percent) !== null) return { value: { number: hundredth(percent) } };
  const number = wholeNumber(written);
  if (number !== null && OPEN_SHARES.has(measure)) return { value: { number } };
  const parsed = parseShare(written);
  return "complaint" in parsed ? parsed : { value: { number: parsed.value } };
}

const OPEN_SHARES = new Set<string>(["release_budget_share", "surge_overhead_share"]);

function readResult(written: string): Parsed<Operand> {
  if (RESULTS.includes(written)) return { value: { word: written } };
  const near = nearest(written, RESULTS);
  const fix = near === null ? `give one of ${RESULTS.join(", ")}` : `did you mean ${near}?`;
  return refuse("unknown-result", `${quoted(written)} is not how a rollout ends`, fix);
}

function orderObjection(comparison: Comparison, { left, right }: Pair): { readonly complaint: Complaint } | null {
  const words = "word" in left || "word" in right || ("measure" in left && left.measure === RESULT);
  if (!words || comparison === "==" || comparison === "!=") return null;
  return refuse("bad-claim", "words have no order", "compare them with == or !=");
}
