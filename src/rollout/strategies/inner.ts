import * as v from "valibot";
import { assert } from "../../kernel/assert.ts";
import type { Schema, Text } from "../../quantity/facet.ts";
import { byShape, oneKeyOf, withDefault, word } from "../../quantity/index.ts";
import type { StrategyDefinition } from "../strategy.ts";
import { blueGreen } from "./blueGreen.ts";
import { canary } from "./canary.ts";
import { canaryByReplicas } from "./canaryByReplicas.ts";
import { ramped } from "./ramped.ts";
import { recreate } from "./recreate.ts";
import { rolling } from "./rolling.ts";

/** What another strategy can be made of. */
const INNER: readonly StrategyDefinition[] = [recreate, rolling, ramped, blueGreen, canaryByReplicas, canary];

/** Their names. */
export const INNER_NAMES: readonly string[] = INNER.map(({ name }) => name);

/** One of them with its checked parameters: plain values, as all of a scenario. */
export interface InnerStrategy {
  readonly name: string;
  readonly parameters: unknown;
}

/** The strategy that an inner one names. */
export function definitionOf({ name }: InnerStrategy): StrategyDefinition {
  const definition = INNER.find((known) => known.name === name);
  assert(definition !== undefined, `nothing can be made of ${name}`);
  return definition;
}

/** `canary`, or with parameters `{canary: {steps: …}}`. */
export function innerStrategy(description: Text): Schema<InnerStrategy> {
  const choices = Object.fromEntries(INNER.map(({ name, parameters }) => [name, parameters]));
  const byName = v.pipe(
    word(INNER_NAMES, { description, noun: "strategy" }),
    v.transform((name): InnerStrategy => ({ name, parameters: v.parse(choices[name] as v.GenericSchema, {}) })),
  );
  const withParameters = v.pipe(
    oneKeyOf(choices, { noun: "strategy" }),
    v.transform(({ key, value }): InnerStrategy => ({ name: key, parameters: value })),
  );
  return withDefault(byShape({ plain: byName, mapping: withParameters }, { description }), "rolling");
}
