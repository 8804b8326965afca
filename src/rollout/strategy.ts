import type { GenericSchema, InferOutput } from "valibot";
import type { Process } from "../kernel/process.ts";
import type { Clusters } from "./clusters.ts";
import type { Rollout } from "./rollout.ts";

/** What a strategy asks of a service and its surroundings, which a rehearsal does not show. */
export type Need =
  /** Old and new pods may run at the same time. */
  | "bothVersions"
  /** Something that splits traffic by weight. */
  | "router"
  /** Room for as many pods again. */
  | "secondStack"
  /** The new code is behind a flag. */
  | "flag"
  /** Pods with names and storage of their own. */
  | "identity";

/** One way of deploying, as a person picks it. Schema, defaults, help, lane and documentation all come from this object. */
export interface StrategyDefinition<Schema extends GenericSchema = GenericSchema> {
  /** As written in scenario files and on the command line. */
  readonly name: string;
  /** One sentence for people. */
  readonly summary: { readonly en: string; readonly ko: string };
  /** By whose rules it is carried out. */
  readonly carriedOutBy: string;
  /** Rehearsed only where a scenario names it; absent: also where a scenario names none, in the usual comparison. */
  readonly onRequest?: true;
  readonly parameters: Schema;
  /** What it takes beside pods; left out: only that old and new ones may run at the same time. */
  needs?(parameters: InferOutput<Schema>): readonly Need[];
  /** Names of the Services it keeps beside the one users come through: they have been there since long before. */
  services?(parameters: InferOutput<Schema>): readonly string[];
  /** The recipe in one cluster. Starts when the release is submitted there; may go on to the end of the run. */
  run(rollout: Rollout, parameters: InferOutput<Schema>): Process;
  /** With several clusters, when the recipe starts in which of them. Left out: everywhere at once, each for itself. */
  across?(clusters: Clusters, parameters: InferOutput<Schema>): Process;
}

/** Defines a strategy; `rollout/strategies/index.ts` lists them. */
export function strategy<Schema extends GenericSchema>(
  definition: StrategyDefinition<Schema>,
): StrategyDefinition<Schema> {
  return definition;
}
