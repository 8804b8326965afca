import { assert } from "../kernel/assert.ts";
import type { EndpointCounts } from "./endpointSlice.ts";
import { inCluster } from "./inCluster.ts";
import type { Pod } from "./pod.ts";
import { Proxies, type ProxiesParts } from "./proxies.ts";
import { type EndpointParts, ServiceEndpoints } from "./serviceEndpoints.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Service } from "./types.ts";

/** What the Services need of the cluster around them. */
export type ServicesParts = Pick<EndpointParts, "seed" | "pods"> & Pick<ProxiesParts, "answers" | "nodeIsAlive">;

/** The Services of a cluster, which of them users come through, and by which proxies. */
export class Services {
  readonly proxies: Proxies;
  private readonly all: ServiceEndpoints[] = [];
  private carrying: readonly ServiceEndpoints[] = [];
  private readonly listeners: (() => void)[] = [];
  private readonly world: Surroundings;
  private readonly parts: EndpointParts;

  constructor(world: Surroundings, parts: ServicesParts) {
    const { seed, pods } = parts;
    this.world = world;
    this.proxies = new Proxies({
      ...parts,
      world,
      reachChanged: (proxy, pods) => this.noteReach(proxy, pods),
      carrying: () => this.carrying.map(({ service }) => service),
    });
    this.parts = {
      seed,
      pods,
      world,
      proxies: this.proxies.all,
      listingChanged: (pods) => this.listingChanged(pods),
      sliceWritten: () => this.notify(),
    };
  }

  /** What is created before the run starts is known to everyone at once. */
  create(called: string, selector: readonly string[] | null): Service {
    const name = inCluster(this.world.spec, called);
    const { notReadyAddresses = "hidden" } = this.world.spec.network ?? {};
    const service: Service = { name, backend: this.all.length, selector, notReadyAddresses };
    const endpoints = new ServiceEndpoints(service, this.parts);
    this.all.push(endpoints);
    if (this.world.kernel.now === 0) endpoints.settle();
    else endpoints.created();
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
    this.proxies.settle();
  }

  podChanged(pod: Pod): void {
    for (const endpoints of this.all) endpoints.podChanged(pod);
  }

  setCarrying(backends: readonly number[], pods: readonly Pod[]): void {
    this.carrying = this.all.filter(({ service }) => backends.includes(service.backend));
    this.listingChanged(pods);
    for (const { place } of this.proxies.all) this.noteReach(place.number, pods);
    if (this.world.kernel.now === 0) this.proxies.settle();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }

  private listingChanged(pods: readonly Pod[]): void {
    const { now } = this.world.kernel;
    for (const pod of pods) {
      // A slice may know a pod a hop longer than it lives; its own record ends with it.
      if (pod.gone) continue;
      pod.endpointReady.set(this.carrying.some((endpoints) => endpoints.lists(pod)) ? "on" : "off", now);
    }
  }

  private noteReach(number: number, pods: readonly Pod[]): void {
    const proxy = this.proxies.all[number];
    for (const pod of pods) {
      const isReached = this.carrying.some(({ service }) => proxy?.reaches(service, pod) === true);
      pod.reach.set(number, isReached ? "on" : "off", this.world.kernel.now);
    }
  }
}
