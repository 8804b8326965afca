import type { LogId } from "../kernel/log.ts";
import { BoundedFrequency, type FrequencyBounds } from "./boundedFrequency.ts";
import { type EndpointProxy, type EndpointProxyParts, tellRules } from "./endpointProxy.ts";
import type { Pod } from "./pod.ts";
import { type EndpointNews, ServiceProxy } from "./serviceProxy.ts";
import type { ClusterSpec, Service } from "./types.ts";

export interface KubeProxyParts extends EndpointProxyParts {
  readonly bounds: FrequencyBounds;
  /** Local: it sends connections only to pods of its own node. */
  readonly policy: "Cluster" | "Local";
}

/** What arrived for one Service since the rules were last read. */
interface Arrived {
  readonly news: EndpointNews[];
  /** Of the latest. */
  cause: LogId;
}

/**
 * The proxy of one node: it hears of changed endpoints and writes its rules anew, for all Services together and not too
 * often. What it hears while it writes or rests takes effect with the next writing. Kubernetes v1.36 `pkg/proxy`.
 */
export class KubeProxy implements EndpointProxy {
  readonly place: EndpointProxy["place"];
  readonly hearing: ClusterSpec["propagation"];
  private readonly views = new Map<Service, ServiceProxy>();
  private readonly parts: KubeProxyParts;
  private readonly runner: BoundedFrequency;
  private arrived = new Map<Service, Arrived>();
  private isDown = false;

  constructor(parts: KubeProxyParts) {
    this.place = parts.place;
    this.hearing = parts.world.spec.propagation;
    this.parts = parts;
    this.runner = new BoundedFrequency(parts.world.kernel, parts.bounds, () => {
      const { arrived } = this;
      this.arrived = new Map();
      return () => this.write(arrived);
    });
  }

  reaches(service: Service, pod: Pod): boolean {
    return !this.isDown && this.views.get(service)?.reaches(pod) === true;
  }

  /** Ready endpoints that it may use, as far as its rules know: what its `healthCheckNodePort` answers by. */
  readyCount(service: Service): number {
    return this.views.get(service)?.readyCount ?? 0;
  }

  hear(service: Service, news: readonly EndpointNews[]): void {
    const { cause } = this.parts.world.kernel;
    const arrived = this.arrived.get(service) ?? { news: [], cause };
    arrived.news.push(...news);
    arrived.cause = cause;
    this.arrived.set(service, arrived);
    this.runner.ask();
  }

  settle(service: Service, news: readonly EndpointNews[]): void {
    this.program(service, news);
  }

  /** Its node is dead, and takes no connection, or is back with the rules it had. */
  nodeIs(state: "down" | "up"): void {
    const { world } = this.parts;
    this.isDown = state === "down";
    if (this.isDown) world.hooks.closeConnections({ proxy: this.place.number });
    for (const [service, view] of this.views) {
      const pods = [...view.pods].sort((a, b) => a.id - b.id);
      const change = this.isDown ? { added: [], removed: pods } : { added: pods, removed: [] };
      tellRules(this.parts, service, { change, endpoints: this.isDown ? 0 : view.size });
    }
  }

  private write(arrived: ReadonlyMap<Service, Arrived>): void {
    const { kernel } = this.parts.world;
    for (const [service, { news, cause }] of arrived) kernel.because(cause, () => this.program(service, news));
  }

  private program(service: Service, news: readonly EndpointNews[]): void {
    const view = this.viewOf(service);
    const change = view.learn(news);
    if (!this.isDown) tellRules(this.parts, service, { change, endpoints: view.size });
  }

  private viewOf(service: Service): ServiceProxy {
    let view = this.views.get(service);
    if (view === undefined) {
      const { policy, place } = this.parts;
      view = new ServiceProxy((pod) => policy === "Cluster" || pod.nodeName === place.node);
      this.views.set(service, view);
    }
    return view;
  }
}
