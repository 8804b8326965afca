import * as v from "valibot";
import { type Complaint, complaintOf, inWords, issueInfo } from "./complaint.ts";
import { type Choices, type Schema, type Shapes, type Text, withFacet } from "./facet.ts";
import { nearest } from "./nearest.ts";

type OutputOf<S> = S extends v.GenericSchema ? v.InferOutput<S> : never;

/**
 * A value that may be written in more than one shape, e.g. `8s` or `{lognormal: …}`. What was written decides which
 * schema holds, so that a mistake in one shape is never reported as "matches none of the alternatives".
 */
export function byShape<const S extends Shapes>(
  shapes: S,
  options: { readonly description: Text },
): Schema<OutputOf<S[keyof S]>> {
  return v.pipe(
    v.unknown(),
    v.rawTransform((context) => {
      const schema = shapes[shapeOf(context.dataset.value)];
      if (schema !== undefined) return delegate(schema, context) as OutputOf<S[keyof S]>;
      const wanted = Object.keys(shapes).map((shape) => SHAPE_WORDS[shape as keyof Shapes]);
      context.addIssue(
        issueInfo({
          code: "wrong-type",
          message: `expected ${wanted.join(" or ")}, got ${inWords(context.dataset.value)}`,
          fix: `give ${wanted.join(" or ")}`,
        }),
      );
      return context.NEVER;
    }),
    withFacet({ is: "byShape", shapes, description: options.description }),
  );
}

const SHAPE_WORDS = { plain: "a plain value", list: "a list", mapping: "a mapping" } as const;

/** In which of the three shapes a value was written. */
function shapeOf(value: unknown): keyof Shapes {
  if (Array.isArray(value)) return "list";
  return typeof value === "object" && value !== null ? "mapping" : "plain";
}

type ChoiceOf<C extends Choices> = {
  [K in keyof C & string]: { readonly key: K; readonly value: v.InferOutput<C[K]> };
}[keyof C & string];

/** A mapping with exactly one of the keys, e.g. `{lognormal: {…}}`. `noun` names the choice in messages: "law", "fault". */
export function oneKeyOf<const C extends Choices>(choices: C, options: { readonly noun: string }): Schema<ChoiceOf<C>> {
  const names = Object.keys(choices);
  return v.pipe(
    v.unknown(),
    v.rawTransform((context): ChoiceOf<C> => {
      const input = context.dataset.value;
      const keys = shapeOf(input) === "mapping" ? Object.keys(input as object) : [];
      const key = keys[0];
      if (key === undefined || keys.length > 1) {
        context.addIssue(issueInfo(notOneKey(keys, { names, noun: options.noun })));
        return context.NEVER;
      }
      const schema = Object.hasOwn(choices, key) ? choices[key] : undefined;
      if (schema === undefined) {
        context.addIssue({
          ...issueInfo(unknownName(key, { names, noun: options.noun })),
          path: [pathItem(input, key)],
        });
        return context.NEVER;
      }
      const value = delegate(schema, context, key);
      return { key, value } as ChoiceOf<C>;
    }),
    withFacet({ is: "oneKeyOf", choices, noun: options.noun }),
  );
}

interface Names {
  readonly names: readonly string[];
  readonly noun: string;
}

function notOneKey(keys: readonly string[], { names, noun }: Names): Complaint {
  const found = keys.length === 0 ? "nothing" : keys.join(", ");
  return {
    code: "not-one-key",
    message: `expected exactly one ${noun}, got ${found}`,
    fix: `give one of ${names.join(", ")}`,
  };
}

/** A word that is none of the known names, with the one that was probably meant. */
export function unknownName(name: string, { names, noun }: Names): Complaint {
  const near = nearest(name, names);
  const all = names.length <= 12 ? `known: ${names.join(", ")}` : `there are ${names.length}`;
  return {
    code: `unknown-${noun.split(" ")[0]}`,
    message: `unknown ${noun} ${JSON.stringify(name)}`,
    fix: near === null ? all : `did you mean ${JSON.stringify(near)}?`,
  };
}

type Context = v.RawTransformContext<unknown>;

/** Runs another schema on the present value (or on the value under `key`) and takes its issues over, in our words. */
function delegate(schema: v.GenericSchema, context: Context, key?: string): unknown {
  const input = context.dataset.value;
  const value = key === undefined ? input : (input as Readonly<Record<string, unknown>>)[key];
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  for (const issue of result.issues) {
    const path = [...(key === undefined ? [] : [pathItem(input, key)]), ...(issue.path ?? [])];
    const info = issueInfo(complaintOf(issue));
    context.addIssue(path.length === 0 ? info : { ...info, path: path as [v.IssuePathItem, ...v.IssuePathItem[]] });
  }
  return context.NEVER;
}

function pathItem(input: unknown, key: string): v.IssuePathItem {
  return { type: "unknown", origin: "value", input, key, value: (input as Readonly<Record<string, unknown>>)[key] };
}
