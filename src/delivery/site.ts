import type { ClusterApi, PodTemplate } from "../cluster/types.ts";
import { sampler } from "../kernel/distributions.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Law } from "../kernel/law.ts";
import { stream } from "../kernel/streams.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { Workload } from "../rollout/workload.ts";

/** What a world offers to whoever delivers. */
export interface DeliverySite {
  readonly kernel: Kernel<EventKind>;
  readonly cluster: Pick<ClusterApi, "watch">;
  readonly templates: { readonly old: PodTemplate; readonly new: PodTemplate };
  /** The object the release is written to; null before it was submitted, and of a strategy that has none. */
  readonly workload: () => Workload | null;
  /** The number of pods; `inGit` is null where an autoscaler owns it and the manifests leave it out. */
  readonly replicas: { readonly inGit: number | null; live(): number; scale(replicas: number): void };
  /** Whoever delivers has written the live object, whatever it was before. */
  written(): void;
  /** Hands the release over to the strategy; called once. */
  submit(): void;
  /** Start of the measured window, µs. */
  readonly windowStart: Micros;
}

/**
 * A duration of something that is named: the same under every strategy, whatever else was drawn before.
 * @param name e.g. `run 1/build/takes`
 */
export function drawn(kernel: Kernel<EventKind>, name: string, law: Law): Micros {
  return Math.max(0, Math.round(sampler(law).sample(stream(kernel.seed, `delivery/${name}`))));
}
