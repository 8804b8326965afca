import type { EndpointConditions } from "./endpoint.ts";
import type { Pod } from "./pod.ts";
import { type ReachChange, ReachedPods, type Standing } from "./reachedPods.ts";

/** News of one endpoint on its way to a proxy. A smaller number is older news. */
export interface EndpointNews {
  readonly pod: Pod;
  readonly conditions: EndpointConditions | undefined;
  readonly number: number;
}

/**
 * What one proxy knows of one Service, and where it therefore sends connections: to the ready endpoints, and when there is
 * none to those that still serve while terminating. The rule is that of `categorizeEndpoints`, where hints play no part.
 */
export class ServiceProxy {
  private readonly reached = new ReachedPods();
  private readonly newest = new NewestNews();
  private readonly accepts: (pod: Pod) => boolean;

  /** @param accepts which endpoints this proxy may use at all, by the Service's traffic policy */
  constructor(accepts: (pod: Pod) => boolean) {
    this.accepts = accepts;
  }

  /** Pods that connections go to now, in no particular order. */
  get pods(): Iterable<Pod> {
    return this.reached.pods;
  }

  get size(): number {
    return this.reached.size;
  }

  /** Endpoints that are ready, among those the proxy may use: by this its health check of the Service answers. */
  get readyCount(): number {
    return this.reached.preferredCount;
  }

  reaches(pod: Pod): boolean {
    return this.reached.has(pod);
  }

  /** Takes news in, unless newer ones came before. */
  learn(news: readonly EndpointNews[]): ReachChange {
    const standings = new Map<Pod, Standing>();
    for (const { pod, conditions, number } of news) {
      if (this.newest.takes(pod, number) && this.accepts(pod)) standings.set(pod, standingOf(conditions));
    }
    return this.reached.change(standings);
  }
}

/** Tells news from what is older than what is known. Delays differ: what was said last need not come last. */
export class NewestNews {
  /** Kept for pods that are gone too. */
  private readonly numbers = new Map<Pod, number>();

  takes(pod: Pod, number: number): boolean {
    if ((this.numbers.get(pod) ?? -1) > number) return false;
    this.numbers.set(pod, number);
    return true;
  }
}

function standingOf(conditions: EndpointConditions | undefined): Standing {
  if (conditions === undefined) return "none";
  if (conditions.ready) return "preferred";
  return conditions.serving && conditions.terminating ? "fallback" : "none";
}
