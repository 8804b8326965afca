import type * as v from "valibot";
import { AssertionFailed } from "../kernel/assert.ts";

/** What is wrong with one value, before it is known where in a file it stands. */
export interface Complaint {
  /** Stable, e.g. `unit-missing`. */
  readonly code: string;
  /** One clause without a full stop: what is wrong. */
  readonly message: string;
  /** One clause without a full stop: what to write instead. */
  readonly fix: string;
}

/** A value, or why there is none. */
export type Parsed<T> = { readonly value: T } | { readonly complaint: Complaint };

/** The value of something that we wrote ourselves: a mistake in it is one of the program. */
export function known<T>(parsed: Parsed<T>): T {
  if ("value" in parsed) return parsed.value;
  throw new AssertionFailed(parsed.complaint.message);
}

export function refuse(code: string, message: string, fix: string): { readonly complaint: Complaint } {
  return { complaint: { code, message, fix } };
}

/** How a complaint travels in a valibot issue: the message stays readable for whoever uses the schema directly. */
export function issueInfo(complaint: Complaint): { message: string; expected: string; received: string } {
  return { message: complaint.message, expected: complaint.fix, received: complaint.code };
}

/**
 * Refuses a value by a rule of one's own, e.g. across the fields of a strategy's parameters:
 * `v.pipe(v.strictObject({…}), v.rawCheck(judge((parameters) => …)))`. The complaint is reported at the whole object.
 */
export function judge<T>(rule: (value: T) => Complaint | null): (context: v.RawCheckContext<T>) => void {
  return ({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const complaint = rule(dataset.value);
    if (complaint !== null) addIssue(issueInfo(complaint));
  };
}

/** The complaint in a valibot issue, whoever raised it: one of ours as it was, one of valibot's own in our words. */
export function complaintOf(issue: v.BaseIssue<unknown>): Complaint {
  const { expected, received, message, type } = issue;
  if ((type === "raw_transform" || type === "raw_check") && expected !== null) {
    return { code: received, message, fix: expected };
  }
  if (type === "strict_object" && expected !== null && issue.path !== undefined) {
    return expected === "never"
      ? { code: "unknown-field", message: `unknown field ${received}`, fix: "remove it" }
      : { code: "missing-field", message: `the field ${expected} is missing`, fix: `add ${expected}` };
  }
  const wanted = expected === null ? "something else" : (SHAPE_WORDS[expected] ?? expected);
  return { code: "wrong-type", message: `expected ${wanted}, got ${inWords(issue.input)}`, fix: `give ${wanted} here` };
}

const SHAPE_WORDS: Readonly<Record<string, string>> = {
  Object: "a mapping (name: value)",
  Array: "a list",
  boolean: "true or false",
  string: "a text",
  number: "a number",
};

/** A value as a message names it: its kind, and the value itself where it is short. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return `the text ${quoted(value)}`;
  return `${typeof value === "number" ? "the number " : ""}${String(value)}`;
}

/** A text from a file as messages show it: cut to a readable length, in double quotes, control characters spelled out. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
