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
  private readonly known = new Map<Pod, EndpointNews>();

  /** Takes news in; news that something newer has overtaken are dropped. Answers the pods that traffic began or ceased to reach. */
  learn(news: readonly EndpointNews[]): Pod[] {
    for (const item of news) {
      const known = this.known.get(item.pod);
      if (known === undefined || known.number < item.number) this.known.set(item.pod, item);
    }
    const [before, reachedBefore] = [this.endpoints, this.reached];
    this.endpoints = this.usable();
    this.reached = new Set(this.endpoints);
    this.forgetGone();
    return [
      ...before.filter((pod) => !this.reached.has(pod)),
      ...this.endpoints.filter((pod) => !reachedBefore.has(pod)),
    ];
  }

  reaches(pod: Pod): boolean {
    return this.reached.has(pod);
  }

  private usable(): Pod[] {
    const listed: (EndpointConditions & { readonly pod: Pod })[] = [];
    for (const { pod, conditions } of this.known.values())
      if (conditions !== undefined) listed.push({ pod, ...conditions });
    listed.sort((a, b) => a.pod.id - b.pod.id);
    return readyOrServing(listed).map(({ pod }) => pod);
  }

  /** A pod that is gone for the proxy and for the API will never be news again. */
  private forgetGone(): void {
    for (const [pod, { conditions }] of this.known) if (conditions === undefined && pod.gone) this.known.delete(pod);
  }
}
