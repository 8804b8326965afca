import { type EndpointConditions, endpointConditions, sameConditions, shouldPodBeInEndpoints } from "./endpoint.ts";
import type { Pod } from "./pod.ts";

/** A change of one endpoint; `after` undefined: it is not in the slice any more. */
export interface EndpointChange {
  readonly pod: Pod;
  readonly before: EndpointConditions | undefined;
  readonly after: EndpointConditions | undefined;
}

/** How many endpoints of a Service have each of the conditions; a terminating one may be serving as well. */
export interface EndpointCounts {
  readonly ready: number;
  readonly serving: number;
  readonly terminating: number;
}

/** What of a Service decides which pods are its endpoints, and how. */
export interface EndpointRule {
  /** Hashes of the pod templates; null: all pods of the workload. */
  readonly selector: readonly string[] | null;
  /** `spec.publishNotReadyAddresses`; absent: hidden. */
  readonly notReadyAddresses?: "published" | "hidden";
}

/** The endpoints of one Service as the API server stores them (all EndpointSlices of it taken as one). */
export class EndpointSlice {
  private readonly entries = new Map<Pod, EndpointConditions>();
  private readonly sums = { ready: 0, serving: 0, terminating: 0 };

  /** The pods it lists, in no particular order. */
  get pods(): Iterable<Pod> {
    return this.entries.keys();
  }

  lists(pod: Pod): boolean {
    return this.entries.get(pod)?.ready === true;
  }

  counts(): EndpointCounts {
    return { ...this.sums };
  }

  /**
   * Makes the slice say what these pods are like now, and tells what changed, in the order of the pods' creation. The
   * cost is that of the pods given: those that may have changed are enough.
   */
  update(pods: Iterable<Pod>, rule: EndpointRule): EndpointChange[] {
    const changes: EndpointChange[] = [];
    for (const pod of pods) {
      const before = this.entries.get(pod);
      const after = isEndpoint(pod, rule) ? endpointConditions(pod, rule.notReadyAddresses) : undefined;
      if (sameConditions(before, after)) continue;
      this.enter(pod, before, after);
      changes.push({ pod, before, after });
    }
    return changes.sort((a, b) => a.pod.id - b.pod.id);
  }

  private enter(pod: Pod, before: EndpointConditions | undefined, after: EndpointConditions | undefined): void {
    if (after === undefined) this.entries.delete(pod);
    else this.entries.set(pod, after);
    for (const condition of ["ready", "serving", "terminating"] as const)
      this.sums[condition] += Number(after?.[condition] === true) - Number(before?.[condition] === true);
  }
}

function isEndpoint(pod: Pod, { selector }: EndpointRule): boolean {
  if (pod.gone || (selector !== null && !selector.includes(pod.template.hash))) return false;
  // A pod has an address once its sandbox stands, which is before its first container starts.
  const hasAddress = pod.phase !== "Pending";
  return shouldPodBeInEndpoints({ phase: pod.phase, deleting: pod.deleting, hasAddress }, "withTerminating");
}
