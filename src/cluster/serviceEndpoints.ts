import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { LogId } from "../kernel/log.ts";
import { Reconciler } from "../kernel/reconciler.ts";
import type { Micros } from "../kernel/time.ts";
import { type EndpointChange, type EndpointCounts, EndpointSlice } from "./endpointSlice.ts";
import type { Pod } from "./pod.ts";
import { PodLuck } from "./podLuck.ts";
import { type EndpointNews, ServiceProxy } from "./serviceProxy.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import type { Service } from "./types.ts";

/** What the endpoints of a Service need of the cluster. */
export interface EndpointParts {
  readonly world: Surroundings;
  readonly seed: string;
  /** Pods that are not gone. */
  pods(): readonly Pod[];
  /** The API's or the proxy's view of these pods changed. */
  viewChanged(pods: readonly Pod[]): void;
  /** The EndpointSlice was written. */
  sliceWritten(): void;
}

/**
 * From the pods of one Service to the proxy's rules: the EndpointSlice controller, one watch hop behind the pods, and the
 * proxy, behind the slice by a delay that is drawn per pod, by different laws for endpoints that come and that go.
 * Kubernetes v1.36 `pkg/controller/endpointslice`, `pkg/proxy`.
 */
export class ServiceEndpoints {
  readonly service: Service;
  private readonly slice = new EndpointSlice();
  private readonly proxy = new ServiceProxy();
  private readonly parts: EndpointParts;
  private readonly reconciler: Reconciler;
  /** The selector changed since the last look: pods come and go as one. */
  private isSwitching = false;
  private readonly switchLuck: PodLuck;
  private newsCount = 0;

  constructor(service: Service, parts: EndpointParts) {
    const { kernel, spec } = parts.world;
    this.service = service;
    this.parts = parts;
    this.switchLuck = new PodLuck(parts.seed, -1, service.backend);
    this.reconciler = new Reconciler(kernel, () => this.reconcile(), spec.watchLatency, EVENT_CLASS.endpoint);
  }

  /** What the slice says as it was last written. */
  get counts(): EndpointCounts {
    return this.slice.counts();
  }

  /** The slice lists the pod as ready: the API's view. */
  lists(pod: Pod): boolean {
    return this.slice.lists(pod);
  }

  /** The proxy sends the Service's traffic to the pod. */
  routes(pod: Pod): boolean {
    return this.proxy.reaches(pod);
  }

  podChanged(): void {
    this.reconciler.wake();
  }

  /** The Service points at other pods: the slice changes at once, and one delay brings the proxy all of it. */
  selectorChanged(): void {
    this.isSwitching = true;
    this.reconciler.wake();
  }

  /** What exists since before the run is known to everyone. */
  settle(): void {
    this.deliver(this.changes().map((change) => this.toNews(change)));
  }

  private changes(): EndpointChange[] {
    return this.slice.update(this.parts.pods(), this.service.selector);
  }

  private reconcile(): void {
    const { kernel, spec } = this.parts.world;
    const changes = this.changes();
    const together = this.isSwitching ? this.switchLuck.span("switch", spec.propagation.add) : null;
    this.isSwitching = false;
    const due = new Map<Micros, { news: EndpointNews[]; cause: LogId }>();
    for (const change of changes) {
      const at = kernel.now + (together ?? this.delayOf(change));
      const batch = due.get(at) ?? { news: [], cause: kernel.cause };
      branch(kernel, () => {
        this.recordChange(change);
        batch.cause = kernel.cause;
      });
      batch.news.push(this.toNews(change));
      due.set(at, batch);
    }
    for (const [at, { news, cause }] of due) {
      kernel.because(cause, () => kernel.schedule(at, EVENT_CLASS.endpoint, () => this.deliver(news)));
    }
    if (changes.length === 0) return;
    this.parts.viewChanged(changes.map(({ pod }) => pod));
    this.parts.sliceWritten();
  }

  private delayOf({ pod, after }: EndpointChange): Micros {
    const { propagation } = this.parts.world.spec;
    return after?.ready
      ? pod.luck.span("propagation/add", propagation.add)
      : pod.luck.span("propagation/remove", propagation.remove);
  }

  private recordChange({ pod, before, after }: EndpointChange): void {
    if (before?.ready === after?.ready || (before === undefined && !after?.ready)) return;
    const { kernel } = this.parts.world;
    kernel.record(after?.ready ? "endpointAdded" : "endpointRemoved", pod.name, { service: this.service.name });
  }

  private toNews({ pod, after }: EndpointChange): EndpointNews {
    return { pod, conditions: after, number: this.newsCount++ };
  }

  private deliver(news: readonly EndpointNews[]): void {
    const { world, viewChanged } = this.parts;
    const changed = this.proxy.learn(news);
    if (changed.length === 0) return;
    const pods = this.proxy.endpoints.map(({ id }) => id);
    branch(world.kernel, () => {
      world.kernel.record("proxyProgrammed", this.service.name, { endpoints: pods.length });
      world.hooks.setEndpoints(this.service.backend, pods);
    });
    viewChanged(changed);
  }
}
