import type { EndpointConditions } from "./endpoint.ts";
import type { Pod } from "./pod.ts";

/** News of one endpoint on its way to the proxy. A smaller number is older news. */
export interface EndpointNews {
  readonly pod: Pod;
  readonly conditions: EndpointConditions | undefined;
  readonly number: number;
}

/** The pods that traffic begins and ceases to reach, each in order of creation. */
export interface ReachChange {
  readonly added: readonly Pod[];
  readonly removed: readonly Pod[];
}

/**
 * What one proxy knows of one Service, and where it therefore sends connections: to the ready endpoints, and when there is
 * none to those that still serve while terminating. The rule is that of `categorizeEndpoints`, kept up change by change:
 * news costs what it changes, not what there is. Hints play no part.
 */
export class ServiceProxy {
  private readonly listed = new Map<Pod, EndpointConditions>();
  /** How new the news of each pod is. Kept for pods that are gone too: their last news need not come last. */
  private readonly newest = new Map<Pod, number>();
  private readonly reached = new Set<Pod>();
  private ready = 0;
  private readonly accepts: (pod: Pod) => boolean;

  /** @param accepts which endpoints this proxy may use at all, by the Service's traffic policy */
  constructor(accepts: (pod: Pod) => boolean = () => true) {
    this.accepts = accepts;
  }

  /** How many pods traffic goes to now. */
  get size(): number {
    return this.reached.size;
  }

  /** Endpoints that are ready, among those the proxy may use: what its health check of the Service answers by. */
  get readyCount(): number {
    return this.ready;
  }

  reaches(pod: Pod): boolean {
    return this.reached.has(pod);
  }

  /** Takes news in, unless newer ones came before. */
  learn(news: readonly EndpointNews[]): ReachChange {
    const hadReady = this.ready > 0;
    const touched: Pod[] = [];
    for (const { pod, conditions, number } of news) {
      if ((this.newest.get(pod) ?? -1) > number || !this.accepts(pod)) continue;
      this.newest.set(pod, number);
      this.ready += Number(conditions?.ready === true) - Number(this.listed.get(pod)?.ready === true);
      if (conditions === undefined) this.listed.delete(pod);
      else this.listed.set(pod, conditions);
      touched.push(pod);
    }
    // Between the ready ones and the fallback everything changes sides; otherwise only what the news is about.
    const sidesChange = this.ready > 0 !== hadReady;
    return this.revise(sidesChange ? new Set([...this.reached, ...this.listed.keys(), ...touched]) : new Set(touched));
  }

  private revise(pods: ReadonlySet<Pod>): ReachChange {
    const added: Pod[] = [];
    const removed: Pod[] = [];
    for (const pod of pods) {
      const isUsed = this.uses(this.listed.get(pod));
      if (isUsed === this.reached.has(pod)) continue;
      if (isUsed) this.reached.add(pod);
      else this.reached.delete(pod);
      (isUsed ? added : removed).push(pod);
    }
    const byCreation = (a: Pod, b: Pod) => a.id - b.id;
    return { added: added.sort(byCreation), removed: removed.sort(byCreation) };
  }

  private uses(conditions: EndpointConditions | undefined): boolean {
    if (conditions === undefined) return false;
    return this.ready > 0 ? conditions.ready : conditions.serving && conditions.terminating;
  }
}
