import { assert } from "../kernel/assert.ts";
import type { EndpointCounts } from "./endpointSlice.ts";
import type { Pod } from "./pod.ts";
import { type EndpointParts, ServiceEndpoints } from "./serviceEndpoints.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Service } from "./types.ts";

/** The Services of a cluster, and which of them users come through. */
export class Services {
  private readonly all: ServiceEndpoints[] = [];
  private carrying: readonly number[] = [];
  private readonly listeners: (() => void)[] = [];
  private readonly world: Surroundings;
  private readonly parts: EndpointParts;

  constructor(world: Surroundings, parts: Pick<EndpointParts, "seed" | "pods">) {
    this.world = world;
    this.parts = { ...parts, world, viewChanged: (pods) => this.viewChanged(pods), sliceWritten: () => this.notify() };
  }

  /** What is created before the run starts is known to everyone at once. */
  create(name: string, selector: readonly string[] | null): Service {
    const service: Service = { name, backend: this.all.length, selector };
    const endpoints = new ServiceEndpoints(service, this.parts);
    this.all.push(endpoints);
    if (this.world.kernel.now === 0) endpoints.settle();
    else endpoints.podChanged();
    this.notify();
    return service;
  }

  /** Every Service with what its EndpointSlice says, in order of creation. */
  counts(): readonly { readonly service: Service; readonly endpoints: EndpointCounts }[] {
    return this.all.map(({ service, counts }) => ({ service, endpoints: counts }));
  }

  /** Calls back after every write of a Service or its EndpointSlice. */
  watch(listener: () => void): void {
    this.listeners.push(listener);
  }

  select(service: Service, selector: readonly string[] | null): void {
    const endpoints = this.all.find((other) => other.service === service);
    assert(endpoints !== undefined, `Service ${service.name} is not of this cluster`);
    service.selector = selector;
    if (this.world.kernel.now === 0) endpoints.settle();
    else endpoints.selectorChanged();
  }

  settle(): void {
    for (const endpoints of this.all) endpoints.settle();
  }

  podChanged(): void {
    for (const endpoints of this.all) endpoints.podChanged();
  }

  setCarrying(backends: readonly number[], pods: readonly Pod[]): void {
    this.carrying = backends;
    this.viewChanged(pods);
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }

  private viewChanged(pods: readonly Pod[]): void {
    const { now } = this.world.kernel;
    const carrying = this.all.filter(({ service }) => this.carrying.includes(service.backend));
    for (const pod of pods) {
      // A slice or a proxy may know a pod a hop longer than it lives; its own record ends with it.
      if (pod.gone) continue;
      pod.endpointReady.set(carrying.some((endpoints) => endpoints.lists(pod)) ? "on" : "off", now);
      pod.routed.set(carrying.some((endpoints) => endpoints.routes(pod)) ? "on" : "off", now);
    }
  }
}
