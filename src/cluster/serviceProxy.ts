import { readyOrServing } from "./categorizeEndpoints.ts";
import type { EndpointConditions } from "./endpoint.ts";
import type { Pod } from "./pod.ts";

/** News of one endpoint on its way to the proxy. A smaller number is older news. */
export interface EndpointNews {
  readonly pod: Pod;
  readonly conditions: EndpointConditions | undefined;
  readonly number: number;
}

/**
 * What the proxy in front of users knows of one Service, and where it therefore sends them. There is one proxy in the
 * model, outside the pods' nodes: every Service is used by Cluster policy and hints play no part, so that of
 * `categorizeEndpoints` only the choice between ready and terminating endpoints remains.
 */
export class ServiceProxy {
  /** Where traffic goes now, in order of the pods' creation. */
  endpoints: readonly Pod[] = [];
  private reached: ReadonlySet<Pod> = new Set();
  private readonly listed = new Map<Pod, EndpointConditions>();
  /** How new the news of each pod is. Kept for pods that are gone too: their last news need not come last. */
  private readonly newest = new Map<Pod, number>();

  /** Takes news in, unless newer ones came before. Answers the pods that traffic began or ceased to reach. */
  learn(news: readonly EndpointNews[]): Pod[] {
    for (const { pod, conditions, number } of news) {
      if ((this.newest.get(pod) ?? -1) > number) continue;
      this.newest.set(pod, number);
      if (conditions === undefined) this.listed.delete(pod);
      else this.listed.set(pod, conditions);
    }
    const [before, reachedBefore] = [this.endpoints, this.reached];
    this.endpoints = this.usable();
    this.reached = new Set(this.endpoints);
    return [
      ...before.filter((pod) => !this.reached.has(pod)),
      ...this.endpoints.filter((pod) => !reachedBefore.has(pod)),
    ];
  }

  reaches(pod: Pod): boolean {
    return this.reached.has(pod);
  }

  private usable(): Pod[] {
    const listed = [...this.listed].map(([pod, conditions]) => ({ pod, ...conditions }));
    listed.sort((a, b) => a.pod.id - b.pod.id);
    return readyOrServing(listed).map(({ pod }) => pod);
  }
}
