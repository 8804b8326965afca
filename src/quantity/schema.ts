import * as v from "valibot";
import { parseBandwidth, parseBytes } from "./bytes.ts";
import { type Complaint, inWords, issueInfo, known, type Parsed, refuse } from "./complaint.ts";
import { type CountOrPercent, parseCount, parseCountOrPercent, parseNumber } from "./count.ts";
import { parseCpu } from "./cpu.ts";
import { parseDuration } from "./duration.ts";
import { type Facet, type JsonSchema, type Schema, type Text, withFacet } from "./facet.ts";
import { parseMoney } from "./money.ts";
import { leadingNumber } from "./number.ts";
import { parseRate } from "./rate.ts";
import { unknownName } from "./shape.ts";
import { parseShare } from "./share.ts";

/**
 * Schemas of single values. Scenario files, strategies and faults compose their parameters from them:
 *
 *     v.strictObject({ pause: duration({ min: "1s", default: "5m", description: { en: "…", ko: "…" } }) })
 *
 * Bounds and defaults are written as a person would write them in a file, with unit. A field with a default may be
 * left out of the file and is never missing from the output.
 */
export interface Options<Written = string> {
  readonly description: Text;
  /** Smallest value allowed. */
  readonly min?: string;
  /** Largest value allowed. */
  readonly max?: string;
  readonly default?: Written;
}

/** The same for numbers without unit. */
export interface NumberOptions {
  readonly description: Text;
  readonly min?: number;
  readonly max?: number;
  readonly default?: number;
}

/** `250us`, `500ms`, `30s`, `1m30s`, `2h`, `1d` → µs. */
export function duration(options: Options): Schema<number> {
  const pattern = "^([0-9.]+(d|h|ms|m|s|us|µs|μs))+$|^0$";
  return bounded(options, {
    quantity: "duration",
    parse: parseDuration,
    json: textOr({ pattern }, 0),
    doubt: minutesForMillis(options),
  });
}

/** Whole seconds without unit, for fields that carry `Seconds` in their Kubernetes name; `30s` is understood as well. → µs. */
export function seconds(options: NumberOptions): Schema<number> {
  const parse = (written: unknown): Parsed<number> => {
    if (typeof written === "string" && Number.isNaN(Number(written))) return parseDuration(written);
    const count = parseCount(written);
    return "value" in count ? { value: count.value * 1_000_000 } : count;
  };
  const asText = (bound: number | undefined) => (bound === undefined ? {} : `${bound}s`);
  return bounded(
    {
      description: options.description,
      ...(options.min === undefined ? {} : { min: asText(options.min) as string }),
      ...(options.max === undefined ? {} : { max: asText(options.max) as string }),
      ...(options.default === undefined ? {} : { default: options.default }),
    },
    { quantity: "seconds", parse, json: { type: ["integer", "string"] } },
  );
}

/** `64Mi`, `128M`, `1Gi` → bytes. */
export function bytes(options: Options): Schema<number> {
  return bounded(options, {
    quantity: "bytes",
    parse: parseBytes,
    json: { type: "string", pattern: "^[0-9.]+(Ki|Mi|Gi|Ti|k|M|G|T|B)$" },
  });
}

/** `80M/s`, `64Mi/s` → bytes per second. */
export function bandwidth(options: Options): Schema<number> {
  const json: JsonSchema = { type: "string", pattern: "^[0-9.]+(Ki|Mi|Gi|Ti|k|M|G|T|B)/s$" };
  return bounded(options, { quantity: "bandwidth", parse: parseBandwidth, json });
}

/** `250m`, `0.5`, `2` → thousandths of a CPU. */
export function cpu(options: Options<string | number>): Schema<number> {
  return bounded(options, { quantity: "cpu", parse: parseCpu, json: textOr({ pattern: "^[0-9.]+m?$" }) });
}

/** `500/s`, `30/min` → per second. */
export function rate(options: Options): Schema<number> {
  return bounded(options, {
    quantity: "rate",
    parse: parseRate,
    json: { type: "string", pattern: "^[0-9.]+/(s|min|m|h|d)$" },
  });
}

/** `25%` or `0.25` → 0–1. */
export function share(options: Options<string | number>): Schema<number> {
  return bounded(options, { quantity: "share", parse: parseShare, json: textOr({ pattern: "^[0-9.]+%$" }) });
}

/** An amount in the scenario's currency, ≥ 0. */
export function money(options: NumberOptions): Schema<number> {
  return numeric(options, { quantity: "money", parse: parseMoney, type: "number" });
}

/** A whole number ≥ 0. */
export function count(options: NumberOptions): Schema<number> {
  return numeric(options, { quantity: "count", parse: parseCount, type: "integer" });
}

/** Any number, e.g. a factor. */
export function number(options: NumberOptions): Schema<number> {
  return numeric(options, { quantity: "number", parse: parseNumber, type: "number" });
}

/** Letters, digits and a few signs, so that a name is read as what it is wherever it is printed. */
const NAME = "^[A-Za-z0-9][A-Za-z0-9._/-]{0,62}$";

/** A short name of something that only the scenario knows: a header, a segment. */
export function name(options: Options): Schema<string> {
  const parse = (written: unknown): Parsed<string> => {
    if (typeof written === "string" && new RegExp(NAME).test(written)) return { value: written };
    return refuse("bad-name", `${inWords(written)} is no name`, "use at most 63 letters, digits, and . _ / -");
  };
  return finish(options, { quantity: "name", parse, json: { type: "string", pattern: NAME } });
}

export interface CountOrPercentOptions {
  readonly description: Text;
  /** Largest percentage allowed; without it more than 100% is allowed. */
  readonly maxPercent?: number;
  readonly default?: CountOrPercent;
}

/** `2` or `"25%"`, as Kubernetes writes pods or a share of them → the same, resolved by whoever knows how to round. */
export function countOrPercent(options: CountOrPercentOptions): Schema<CountOrPercent> {
  const parse = (written: unknown): Parsed<CountOrPercent> => {
    const parsed = parseCountOrPercent(written);
    if ("complaint" in parsed || typeof parsed.value === "number") return parsed;
    const max = options.maxPercent ?? Number.POSITIVE_INFINITY;
    if (Number.parseInt(parsed.value, 10) <= max) return parsed;
    return refuse("out-of-range", `${parsed.value} is more than ${max}%`, `give 0% to ${max}%, or a number of pods`);
  };
  const json: JsonSchema = {
    anyOf: [
      { type: "integer", minimum: 0 },
      { type: "string", pattern: "^[0-9]+%$" },
    ],
  };
  return finish(options, { quantity: "countOrPercent", parse, json });
}

/** One word of several, e.g. the name of a balancer. */
export function word<const W extends string>(
  words: readonly W[],
  options: { readonly description: Text; readonly default?: NoInfer<W>; readonly noun?: string },
): Schema<W> {
  const parse = (written: unknown): Parsed<W> => {
    const found = words.find((candidate) => candidate === written);
    if (found !== undefined) return { value: found };
    if (typeof written === "string")
      return { complaint: unknownName(written, { names: words, noun: options.noun ?? "word" }) };
    return refuse("wrong-type", `expected one of ${words.join(", ")}, got ${inWords(written)}`, `write ${words[0]}`);
  };
  return finish(options, { quantity: "word", parse, json: { enum: words } });
}

/** true or false. */
export function yesNo(options: { readonly description: Text; readonly default?: boolean }): Schema<boolean> {
  const parse = (written: unknown): Parsed<boolean> => {
    if (typeof written === "boolean") return { value: written };
    const meant = new Map([
      ["yes", true],
      ["on", true],
      ["True", true],
      ["no", false],
      ["off", false],
      ["False", false],
    ]).get(String(written));
    return refuse(
      "wrong-type",
      `expected true or false, got ${inWords(written)}`,
      meant === undefined ? "write true or false" : `write ${meant}`,
    );
  };
  return finish(options, { quantity: "yesNo", parse, json: { type: "boolean" } });
}

interface Kind<T> {
  readonly quantity: string;
  readonly parse: (written: unknown) => Parsed<T>;
  readonly json: JsonSchema;
  readonly doubt?: ((written: unknown) => Complaint | null) | undefined;
}

/** A quantity whose bounds are written with unit, in its own language. */
function bounded(options: Options<string | number>, kind: Kind<number>): Schema<number> {
  const low = boundOf(options.min, kind);
  const high = boundOf(options.max, kind);
  const parse = (written: unknown): Parsed<number> =>
    within(kind.parse(written), { written, low, high, min: options.min, max: options.max });
  return finish(options, { ...kind, parse });
}

function boundOf(written: string | undefined, kind: Kind<number>): number | undefined {
  return written === undefined ? undefined : known(kind.parse(written));
}

function numeric(
  options: NumberOptions,
  kind: { quantity: string; parse: (written: unknown) => Parsed<number>; type: string },
): Schema<number> {
  const { min, max } = options;
  const parse = (written: unknown): Parsed<number> =>
    within(kind.parse(written), { written, low: min, high: max, min, max });
  const json = {
    type: kind.type,
    minimum: min ?? (kind.quantity === "number" ? undefined : 0),
    maximum: max,
  };
  return finish(options, { quantity: kind.quantity, parse, json: withoutUndefined(json) });
}

interface Range {
  readonly written: unknown;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly min: string | number | undefined;
  readonly max: string | number | undefined;
}

function within(parsed: Parsed<number>, { written, low, high, min, max }: Range): Parsed<number> {
  if ("complaint" in parsed) return parsed;
  if (low !== undefined && parsed.value < low) {
    const range = max === undefined ? `${min} or more` : `${min} to ${max}`;
    return refuse("out-of-range", `${String(written)} is below ${min}`, `give ${range}`);
  }
  if (high !== undefined && parsed.value > high) {
    const range = min === undefined ? `at most ${max}` : `${min} to ${max}`;
    return refuse("out-of-range", `${String(written)} is above ${max}`, `give ${range}`);
  }
  return parsed;
}

function finish<T>(options: { readonly description: Text; readonly default?: unknown }, kind: Kind<T>): Schema<T> {
  const facet: Facet = {
    is: "quantity",
    quantity: kind.quantity,
    json: kind.json,
    description: options.description,
    ...(kind.doubt === undefined ? {} : { doubt: kind.doubt }),
  };
  const schema: Schema<T> = v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): T => {
      const parsed = kind.parse(dataset.value);
      if ("value" in parsed) return parsed.value;
      addIssue(issueInfo(parsed.complaint));
      return NEVER;
    }),
    withFacet<T>(facet),
  );
  return options.default === undefined ? schema : (v.optional(schema, options.default) as unknown as Schema<T>);
}

function textOr(text: JsonSchema, constant?: number): JsonSchema {
  return {
    anyOf: [{ type: "string", ...text }, constant === undefined ? { type: "number", minimum: 0 } : { const: constant }],
  };
}

function withoutUndefined(json: Readonly<Record<string, unknown>>): JsonSchema {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

/** `500m` is eight hours; whoever writes three digits before a lone `m` most likely meant milliseconds. */
function minutesForMillis(_options: Options): (written: unknown) => Complaint | null {
  return (written) => {
    if (typeof written !== "string") return null;
    const number = leadingNumber(written);
    if (number === null || written.slice(number.end) !== "m" || number.value < 100) return null;
    const span = written.slice(0, number.end);
    return { code: "unit-doubtful", message: `${written} is ${span} minutes`, fix: `did you mean ${span}ms?` };
  };
}
