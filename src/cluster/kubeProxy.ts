import type { LogId } from "../kernel/log.ts";
import { BoundedFrequency, type FrequencyBounds } from "./boundedFrequency.ts";
import type { Pod } from "./pod.ts";
import { type EndpointNews, type ReachChange, ServiceProxy } from "./serviceProxy.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import type { Service } from "./types.ts";

/** Where a proxy runs and how it is told apart. */
export interface ProxyPlace {
  /** Its number in the traffic plane: 0, 1, … */
  readonly number: number;
  readonly name: string;
  /** Empty: on no node of the cluster. */
  readonly node: string;
}

export interface KubeProxyParts {
  readonly world: Surroundings;
  readonly place: ProxyPlace;
  readonly bounds: FrequencyBounds;
  /** What its log entries about a Service are about. */
  subjectOf(service: Service): string;
  /** Its new rules for this Service hold. */
  programmed(service: Service, change: ReachChange): void;
}

interface Arrived {
  readonly service: Service;
  readonly news: readonly EndpointNews[];
  readonly cause: LogId;
}

/**
 * The proxy of one node: it hears of changed endpoints and writes its rules anew, for all Services together and not too
 * often. What it hears while it writes or rests takes effect with the next writing. Kubernetes v1.36 `pkg/proxy`.
 */
export class KubeProxy {
  readonly place: ProxyPlace;
  private readonly views = new Map<Service, ServiceProxy>();
  private readonly parts: KubeProxyParts;
  private readonly runner: BoundedFrequency;
  private arrived: Arrived[] = [];

  constructor(parts: KubeProxyParts) {
    this.place = parts.place;
    this.parts = parts;
    this.runner = new BoundedFrequency(parts.world.kernel, parts.bounds, () => {
      const { arrived } = this;
      this.arrived = [];
      return () => this.write(arrived);
    });
  }

  /** The proxy sends the Service's new connections to the pod. */
  reaches(service: Service, pod: Pod): boolean {
    return this.views.get(service)?.reaches(pod) === true;
  }

  /** News comes in. */
  hear(service: Service, news: readonly EndpointNews[]): void {
    this.arrived.push({ service, news, cause: this.parts.world.kernel.cause });
    this.runner.ask();
  }

  /** What exists since before the run is in the rules already. */
  settle(service: Service, news: readonly EndpointNews[]): void {
    this.program(service, news);
  }

  private write(arrived: readonly Arrived[]): void {
    const { kernel } = this.parts.world;
    for (const { service, news, cause } of arrived) kernel.because(cause, () => this.program(service, news));
  }

  private program(service: Service, news: readonly EndpointNews[]): void {
    const { world, place, subjectOf, programmed } = this.parts;
    const view = this.viewOf(service);
    const change = view.learn(news);
    if (change.added.length + change.removed.length === 0) return;
    branch(world.kernel, () => {
      world.kernel.record("proxyProgrammed", subjectOf(service), { endpoints: view.size });
      world.hooks.changeEndpoints(
        { backend: service.backend, proxy: place.number },
        { added: change.added.map(({ id }) => id), removed: change.removed.map(({ id }) => id) },
      );
    });
    programmed(service, change);
  }

  private viewOf(service: Service): ServiceProxy {
    let view = this.views.get(service);
    if (view === undefined) {
      view = new ServiceProxy();
      this.views.set(service, view);
    }
    return view;
  }
}
