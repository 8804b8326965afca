import * as v from "valibot";
import type { Complaint } from "./complaint.ts";

/** A text for people in both languages of the product. */
export interface Text {
  readonly en: string;
  readonly ko: string;
}

/** A schema for a value of type `T`; what is fed in is whatever a file holds. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/** A piece of JSON Schema (draft 2020-12). */
export type JsonSchema = { readonly [key: string]: unknown };

/** What a schema of ours tells beyond valibot: for readers that walk it, not for the check itself. */
export type Facet =
  | {
      readonly is: "quantity";
      /** `duration`, `share`, … */
      readonly quantity: string;
      readonly json: JsonSchema;
      readonly description: Text;
      /** A doubt about a value that is valid: `500m` where `500ms` was likely meant. */
      readonly doubt?: (written: unknown) => Complaint | null;
    }
  /** Which schema holds depends on whether a plain value, a list or a mapping was written. */
  | { readonly is: "byShape"; readonly shapes: Shapes; readonly description: Text }
  /** A mapping with exactly one key, which says what its value means. */
  | { readonly is: "oneKeyOf"; readonly choices: Choices; readonly noun: string };

export interface Shapes {
  readonly plain?: v.GenericSchema;
  readonly list?: v.GenericSchema;
  readonly mapping?: v.GenericSchema;
}

export type Choices = Readonly<Record<string, v.GenericSchema>>;

/** A field that may be left out: then it is as if `written` stood in the file. */
export function withDefault<S extends v.GenericSchema>(schema: S, written: unknown): Schema<v.InferOutput<S>> {
  return v.optional(schema as unknown as Schema<v.InferOutput<S>>, written) as unknown as Schema<v.InferOutput<S>>;
}

/** Attaches a facet to a pipe. */
export function withFacet<T>(facet: Facet): v.MetadataAction<T, { readonly facet: Facet }> {
  return v.metadata({ facet });
}

/** The facet of a schema of ours, null for a plain valibot one. */
export function facetOf(schema: v.GenericSchema): Facet | null {
  if (!("pipe" in schema)) return null;
  return (v.getMetadata(schema) as { facet?: Facet }).facet ?? null;
}

/** The schema inside `optional`, `nullable` and the like; the schema itself when it is not wrapped. */
export function unwrapped(schema: v.GenericSchema): v.GenericSchema {
  let inner = schema;
  for (let depth = 0; depth < 8 && "wrapped" in inner && !("pipe" in inner); depth++) {
    inner = inner.wrapped as v.GenericSchema;
  }
  return inner;
}
