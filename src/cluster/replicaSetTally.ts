import type { Micros } from "../kernel/time.ts";
import { findMinNextPodAvailabilityCheck, isPodAvailable } from "./availability.ts";
import type { Pod } from "./pod.ts";
import { calculateStatus, countTerminatingPods, isPodActive } from "./replicaSetStatus.ts";
import type { ReplicaSetStatus } from "./types.ts";

const NOTHING: ReplicaSetStatus = { replicas: 0, ready: 0, available: 0, terminating: 0 };

/**
 * The counts of a ReplicaSet, kept up pod by pod: only those that changed since the last look are counted again, so that
 * a look at ten thousand pods costs what changed in them.
 */
export class ReplicaSetTally {
  /** Not gone, in order of creation. */
  readonly pods = new Set<Pod>();
  private readonly sums: ReplicaSetStatus = { ...NOTHING };
  private readonly shares = new Map<Pod, ReplicaSetStatus>();
  private readonly changed = new Set<Pod>();
  /** Ready, but not for long enough yet. */
  private readonly ripening = new Set<Pod>();

  /** Pods that count for the ReplicaSet, in order of creation. */
  active(): Pod[] {
    return [...this.pods].filter(isPodActive);
  }

  adopt(pod: Pod): void {
    this.pods.add(pod);
    this.changed.add(pod);
  }

  disown(pod: Pod): void {
    this.pods.delete(pod);
    this.changed.add(pod);
  }

  podChanged(pod: Pod): void {
    this.changed.add(pod);
  }

  /** The counts as of now, and how long until the next ready pod becomes available; null: none is on its way. */
  count(minReady: Micros, now: Micros): { readonly status: ReplicaSetStatus; readonly nextCheck: Micros | null } {
    for (const pod of this.ripening) if (isPodAvailable(pod, minReady, now)) this.changed.add(pod);
    for (const pod of this.changed) this.recount(pod, minReady, now);
    this.changed.clear();
    const clock = { evaluatedAt: now, now };
    return {
      status: { ...this.sums },
      nextCheck: findMinNextPodAvailabilityCheck([...this.ripening], minReady, clock),
    };
  }

  private recount(pod: Pod, minReady: Micros, now: Micros): void {
    this.add(this.shares.get(pod) ?? NOTHING, -1);
    this.ripening.delete(pod);
    if (!this.pods.has(pod)) {
      this.shares.delete(pod);
      return;
    }
    const active = isPodActive(pod) ? [pod] : [];
    const { replicas, ready, available } = calculateStatus(active, { minReady }, now);
    const share = { replicas, ready, available, terminating: countTerminatingPods([pod]) };
    this.shares.set(pod, share);
    this.add(share, 1);
    if (ready > available) this.ripening.add(pod);
  }

  private add(share: ReplicaSetStatus, sign: 1 | -1): void {
    this.sums.replicas += sign * share.replicas;
    this.sums.ready += sign * share.ready;
    this.sums.available += sign * share.available;
    this.sums.terminating += sign * share.terminating;
  }
}
