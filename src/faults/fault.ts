import type { GenericSchema, InferOutput } from "valibot";
import type { FaultWorld } from "./world.ts";

/** One kind of fault, as a person picks it. Schema, defaults, help and documentation all come from this object. */
export interface FaultDefinition<Schema extends GenericSchema = GenericSchema> {
  /** As written in scenario files. */
  readonly name: string;
  /** One sentence for people. */
  readonly summary: { readonly en: string; readonly ko: string };
  /** Is it in the new version, so that going back cures it, or does it come over the world whatever is deployed? */
  readonly target: "newVersion" | "world";
  /**
   * What it does beyond the pods it is in, so that a request can be told why it failed: `answers` of any version become 5xx,
   * or `names` are not resolved. Left out: neither.
   */
  readonly spoils?: "answers" | "names";
  readonly parameters: Schema;
  /** Called once, while the world is built: arranges what will happen and when. */
  inject(world: FaultWorld, parameters: InferOutput<Schema>): void;
}

/** Defines a kind of fault; `faults/index.ts` lists them. */
export function fault<Schema extends GenericSchema>(definition: FaultDefinition<Schema>): FaultDefinition<Schema> {
  return definition;
}
