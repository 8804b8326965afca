import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { LogId } from "../kernel/log.ts";
import { Reconciler } from "../kernel/reconciler.ts";
import type { Micros } from "../kernel/time.ts";
import type { EndpointProxy } from "./endpointProxy.ts";
import { type EndpointChange, type EndpointCounts, EndpointSlice } from "./endpointSlice.ts";
import type { Pod } from "./pod.ts";
import { PodLuck } from "./podLuck.ts";
import type { EndpointNews } from "./serviceProxy.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Service } from "./types.ts";

/** What the endpoints of a Service need of the cluster. */
export interface EndpointParts {
  readonly world: Surroundings;
  readonly seed: string;
  /** Whoever has to hear of the endpoints. */
  readonly proxies: readonly EndpointProxy[];
  /** Pods that are not gone. */
  pods(): readonly Pod[];
  /** The API's view of these pods changed. */
  listingChanged(pods: readonly Pod[]): void;
  /** The EndpointSlice was written. */
  sliceWritten(): void;
}

/**
 * From the pods of one Service to the news that proxies hear: the EndpointSlice controller, one watch hop behind the pods,
 * and the way from the slice to each proxy, by a delay that is drawn per pod and proxy, by different laws for endpoints
 * that come and that go. Kubernetes v1.36 `pkg/controller/endpointslice`.
 */
export class ServiceEndpoints {
  readonly service: Service;
  private readonly slice = new EndpointSlice();
  private readonly parts: EndpointParts;
  private readonly reconciler: Reconciler;
  /** Pods that changed since the last look, and what changed each last: its endpoint follows from that, not from what woke the look. */
  private readonly changed = new Map<Pod, LogId>();
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

  podChanged(pod: Pod): void {
    this.changed.set(pod, this.parts.world.kernel.cause);
    this.reconciler.wake();
  }

  /** The Service is new: all pods are to be looked at. */
  created(): void {
    this.everyPodMayDiffer();
    this.reconciler.wake();
  }

  /** The Service points at other pods: the slice changes at once, and one delay brings each proxy all of it. */
  selectorChanged(): void {
    this.isSwitching = true;
    this.everyPodMayDiffer();
    this.reconciler.wake();
  }

  /** What exists since before the run is known to everyone. */
  settle(): void {
    this.everyPodMayDiffer();
    const changes = this.slice.update(this.takeChanged().keys(), this.service);
    const news = changes.map((change) => this.toNews(change));
    for (const proxy of this.parts.proxies) proxy.settle(this.service, news);
    this.parts.listingChanged(changes.map(({ pod }) => pod));
  }

  private everyPodMayDiffer(): void {
    const { cause } = this.parts.world.kernel;
    for (const pod of this.slice.pods) this.changed.set(pod, cause);
    for (const pod of this.parts.pods()) this.changed.set(pod, cause);
  }

  private takeChanged(): ReadonlyMap<Pod, LogId> {
    const taken = new Map(this.changed);
    this.changed.clear();
    return taken;
  }

  private reconcile(): void {
    const { kernel } = this.parts.world;
    const causes = this.takeChanged();
    const changes = this.slice.update(causes.keys(), this.service);
    const isTogether = this.isSwitching;
    this.isSwitching = false;
    const told = changes.map((change) => {
      const cause = kernel.because(causes.get(change.pod) ?? kernel.cause, () => {
        this.recordChange(change);
        return kernel.cause;
      });
      return { change, news: this.toNews(change), cause };
    });
    for (const proxy of this.parts.proxies) this.send(told, isTogether, proxy);
    if (changes.length === 0) return;
    this.parts.listingChanged(changes.map(({ pod }) => pod));
    this.parts.sliceWritten();
  }

  /** On its way to one proxy: what arrives at the same time arrives as one. */
  private send(told: readonly Told[], isTogether: boolean, proxy: EndpointProxy): void {
    const { kernel } = this.parts.world;
    const together = isTogether ? this.switchLuck.span("switch", proxy.hearing.add) : null;
    const due = new Map<Micros, { news: EndpointNews[]; cause: LogId }>();
    for (const { change, news, cause } of told) {
      const at = kernel.now + (together ?? delayOf(change, proxy));
      const batch = due.get(at) ?? { news: [], cause };
      batch.cause = cause;
      batch.news.push(news);
      due.set(at, batch);
    }
    for (const [at, { news, cause }] of due) {
      kernel.because(cause, () => kernel.schedule(at, EVENT_CLASS.endpoint, () => proxy.hear(this.service, news)));
    }
  }

  private recordChange({ pod, before, after }: EndpointChange): void {
    if (before?.ready === after?.ready || (before === undefined && !after?.ready)) return;
    const { kernel } = this.parts.world;
    kernel.record(after?.ready ? "endpointAdded" : "endpointRemoved", pod.name, { service: this.service.name });
  }

  private toNews({ pod, after }: EndpointChange): EndpointNews {
    return { pod, conditions: after, number: this.newsCount++ };
  }
}

/** A change with its place in the log. */
interface Told {
  readonly change: EndpointChange;
  readonly news: EndpointNews;
  readonly cause: LogId;
}

/** The n-th proxy takes the n-th draw, so that a pod is equally lucky with the first one whatever their number. */
function delayOf({ pod, after }: EndpointChange, { hearing }: EndpointProxy): Micros {
  return after?.ready
    ? pod.luck.span("propagation/add", hearing.add)
    : pod.luck.span("propagation/remove", hearing.remove);
}
