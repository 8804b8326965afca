import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { FieldValue } from "./lesson.ts";

/** One value of a file that is set to another. */
export interface FieldChange {
  /** `service.preStop`, `strategies.rolling.maxSurge`: an element of a list is named, or counted from 0. */
  readonly field: string;
  /** As it would be written in the file. */
  readonly value: FieldValue;
}

/** Where a value goes: the path of something that is there (or of a new key), and the keys that are missing below it. */
interface Target {
  readonly at: readonly (string | number)[];
  readonly missing: readonly string[];
}

/** Longest path, fields. */
const DEPTH_MAX = 12;

/**
 * The text of a file with one value set; comments and layout stay. A text in which the path leads nowhere comes back as
 * it is.
 */
export function withField(text: string, { field, value }: FieldChange): string {
  const document = parseDocument(text);
  const target = locate(document.toJS(), field);
  if (target === null) return text;
  const node = document.createNode(nested(value, target.missing));
  if (isMap(node) || isSeq(node)) node.flow = true;
  const before = document.getIn(target.at, true);
  // What was said about the value before is said about this one.
  if (isScalar(before) && isScalar(node) && before.comment != null) node.comment = before.comment;
  document.setIn(target.at, node);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** What plain data of a file has there; undefined: nothing is written there. */
export function fieldValue(data: unknown, field: string): unknown {
  const target = locate(data, field);
  if (target === null || target.missing.length > 0) return undefined;
  return target.at.reduce<unknown>((here, step) => (here as Readonly<Record<string | number, unknown>>)?.[step], data);
}

/** Plain data of a file with one value set; null: the path leads nowhere. */
export function dataWithField(data: unknown, { field, value }: FieldChange): unknown {
  const target = locate(data, field);
  return target === null ? null : replaced(data, { path: target.at, value: nested(value, target.missing) });
}

function locate(data: unknown, field: string): Target | null {
  const steps = field.split(".");
  if (steps.length > DEPTH_MAX || steps.some((step) => step === "")) return null;
  const at: (string | number)[] = [];
  let here = data;
  for (const [index, step] of steps.entries()) {
    if (Array.isArray(here)) {
      const position = elementNamed(here, step);
      if (position < 0) return null;
      at.push(position);
      here = here[position];
      // `- rolling` is `- rolling: {}` in short.
      if (here === step) return { at, missing: steps.slice(index) };
      if (isObject(here) && Object.hasOwn(here, step)) {
        at.push(step);
        here = here[step];
      }
    } else if (isObject(here)) {
      at.push(step);
      if (!Object.hasOwn(here, step)) return { at, missing: steps.slice(index + 1) };
      here = here[step];
    } else return { at, missing: steps.slice(index) };
  }
  return { at, missing: [] };
}

/** `rolling` finds `rolling` and `{rolling: …}`, `0` the first element. */
function elementNamed(list: readonly unknown[], step: string): number {
  const named = list.findIndex((item) => item === step || (isObject(item) && Object.keys(item)[0] === step));
  if (named >= 0 || !/^\d{1,3}$/.test(step)) return named;
  return Number(step) < list.length ? Number(step) : -1;
}

function nested(value: unknown, keys: readonly string[]): unknown {
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

function replaced(
  data: unknown,
  { path, value }: { readonly path: readonly (string | number)[]; readonly value: unknown },
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(data)) {
    return data.map((item, index) => (index === step ? replaced(item, { path: rest, value }) : item));
  }
  const object = isObject(data) ? data : {};
  return { ...object, [step]: replaced(object[step], { path: rest, value }) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
