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

/** The endpoints of one Service as the API server stores them (all EndpointSlices of it taken as one). */
export class EndpointSlice {
  private entries = new Map<Pod, EndpointConditions>();

  lists(pod: Pod): boolean {
    return this.entries.get(pod)?.ready === true;
  }

  counts(): EndpointCounts {
    const counts = { ready: 0, serving: 0, terminating: 0 };
    for (const { ready, serving, terminating } of this.entries.values()) {
      if (ready) counts.ready++;
      if (serving) counts.serving++;
      if (terminating) counts.terminating++;
    }
    return counts;
  }

  /** Makes the slice say what the pods are like now, and tells what changed, in the order of the pods. */
  update(pods: readonly Pod[], selector: readonly string[] | null): EndpointChange[] {
    const next = new Map<Pod, EndpointConditions>();
    for (const pod of pods) if (isEndpoint(pod, selector)) next.set(pod, endpointConditions(pod));
    const changes: EndpointChange[] = [];
    const compare = (pod: Pod) => {
      const [before, after] = [this.entries.get(pod), next.get(pod)];
      if (!sameConditions(before, after)) changes.push({ pod, before, after });
    };
    for (const pod of this.entries.keys()) if (!next.has(pod)) compare(pod);
    for (const pod of next.keys()) compare(pod);
    this.entries = next;
    return changes.sort((a, b) => a.pod.id - b.pod.id);
  }
}

function isEndpoint(pod: Pod, selector: readonly string[] | null): boolean {
  if (selector !== null && !selector.includes(pod.template.hash)) return false;
  // A pod has an address once its sandbox stands, which is before its first container starts.
  const hasAddress = pod.phase !== "Pending";
  return shouldPodBeInEndpoints({ phase: pod.phase, deleting: pod.deleting, hasAddress }, "withTerminating");
}
