import type { GenericSchema, InferOutput } from "valibot";
import type { ClusterApi, PodTemplate } from "../cluster/types.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Process } from "../kernel/process.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { Route } from "../traffic/plane.ts";

/** What a world offers to whoever rolls out: built once per run by `experiment/world.ts`. */
export interface RolloutSite {
  readonly kernel: Kernel<EventKind>;
  readonly cluster: ClusterApi;
  readonly replicas: number;
  readonly minReady: Micros;
  readonly progressDeadline: Micros;
  readonly templates: { readonly old: PodTemplate; readonly new: PodTemplate };
  /** Tells the proxy where user traffic goes. */
  setRoute(route: Route): void;
}

/** One way of deploying, as a person picks it. Schema, defaults, help, lane and documentation all come from this object. */
export interface StrategyDefinition<Schema extends GenericSchema = GenericSchema> {
  readonly name: string;
  readonly summary: { readonly en: string; readonly ko: string };
  /** By whose rules it is carried out. */
  readonly carriedOutBy: string;
  readonly parameters: Schema;
  run(rollout: never, parameters: InferOutput<Schema>): Process;
}
