import * as v from "valibot";
import { complaintOf, issueInfo } from "../quantity/complaint.ts";
import type { Schema, Text } from "../quantity/facet.ts";
import { word } from "../quantity/schema.ts";
import { byShape, oneKeyOf } from "../quantity/shape.ts";

/** A strategy or a fault as far as a file needs it: a name, a sentence, and the schema of its parameters. */
export interface Definition {
  readonly name: string;
  readonly summary: Text;
  /** A `v.strictObject` in which every field has a default, unless it cannot be guessed. */
  readonly parameters: v.GenericSchema;
  /** Of a fault: whether it is in the new version or comes over the world. Left out: it may be named in either place. */
  readonly target?: "newVersion" | "world";
  /** Of a strategy: it is no part of the comparison of a file that names no strategies. */
  readonly onRequest?: true;
}

/** What a scenario file may name. */
export interface Registry {
  readonly strategies: readonly Definition[];
  readonly faults: readonly Definition[];
}

/** The strategies of a file that names none. */
export function usualStrategies({ strategies }: Registry): string[] {
  return strategies.flatMap(({ name, onRequest }) => (onRequest ? [] : [name]));
}

/** A name with checked parameters. */
export interface Use {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** One of the definitions: by name alone (`recreate`), or with parameters (`{rolling: {maxSurge: 1}}`). */
export function useOf(
  definitions: readonly Definition[],
  options: { readonly noun: string; readonly description: Text },
): Schema<Use> {
  const choices = Object.fromEntries(definitions.map(({ name, parameters }) => [name, withNothing(parameters)]));
  const names = definitions.map(({ name }) => name);
  const byName = v.pipe(
    word(names, { description: options.description, noun: options.noun }),
    v.rawTransform(({ dataset, addIssue, NEVER }): Use => {
      const name = dataset.value;
      const result = v.safeParse(choices[name] as v.GenericSchema, {});
      if (result.success) return { name, parameters: result.output as Use["parameters"] };
      for (const issue of result.issues) addIssue(issueInfo(complaintOf(issue)));
      return NEVER;
    }),
  );
  const withParameters = v.pipe(
    oneKeyOf(choices, { noun: options.noun }),
    v.transform((choice): Use => ({ name: choice.key, parameters: choice.value as Use["parameters"] })),
  );
  return byShape({ plain: byName, mapping: withParameters }, { description: options.description });
}

/** `- rolling:` with nothing after the colon means all defaults. */
function withNothing(parameters: v.GenericSchema): v.GenericSchema {
  return v.nullable(parameters, {});
}
