import type { Kernel } from "../kernel/kernel.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { Backoff } from "./backoff.ts";
import type { Pod } from "./pod.ts";
import type { ClusterSpec, TrafficHooks } from "./types.ts";

/** What the parts of a cluster that deal with one pod need of the whole. */
export interface Surroundings {
  readonly kernel: Kernel<EventKind>;
  readonly spec: ClusterSpec;
  readonly hooks: TrafficHooks;
  /** The waits of crashing containers, by pod. */
  readonly crashLoop: Backoff;
  /** The pod's status changed: whoever watches pods has a look, one hop later. */
  podChanged(pod: Pod): void;
  /** The pod's object was removed. */
  podGone(pod: Pod): void;
}

/** Runs `body` without moving the present cause: what it records are branches of the same event, not a chain. */
export function branch(kernel: Kernel<EventKind>, body: () => void): void {
  kernel.because(kernel.cause, body);
}

/** One hop of an API watch from now. */
export function oneHopLater({ kernel, spec }: Surroundings): Micros {
  return kernel.now + spec.watchLatency;
}
