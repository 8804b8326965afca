import { assert } from "../kernel/assert.ts";
import type { EndpointCounts } from "./endpointSlice.ts";
import { KubeProxy, type ProxyPlace } from "./kubeProxy.ts";
import type { Pod } from "./pod.ts";
import { PodLuck } from "./podLuck.ts";
import { type EndpointParts, ServiceEndpoints } from "./serviceEndpoints.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ProxySpec, Service } from "./types.ts";

/** The one proxy in front of the users of a cluster that says nothing of its proxies: it writes what it hears at once. */
const PLAIN_PROXY: ProxySpec = { nodes: null, minSyncPeriod: 0, sync: { law: "deterministic", value: 0 } };

/** The Services of a cluster, which of them users come through, and by which proxies. */
export class Services {
  readonly proxies: readonly KubeProxy[];
  private readonly all: ServiceEndpoints[] = [];
  private carrying: readonly ServiceEndpoints[] = [];
  private readonly listeners: (() => void)[] = [];
  private readonly world: Surroundings;
  private readonly parts: EndpointParts;

  constructor(world: Surroundings, parts: Pick<EndpointParts, "seed" | "pods">) {
    this.world = world;
    const spec = world.spec.proxies ?? PLAIN_PROXY;
    const places = placesOf(spec);
    this.proxies = places.map((place) => this.proxyAt(place, spec, { seed: parts.seed, isOnly: places.length === 1 }));
    this.parts = {
      ...parts,
      world,
      proxies: this.proxies,
      listingChanged: (pods) => this.listingChanged(pods),
      sliceWritten: () => this.notify(),
    };
  }

  /** What is created before the run starts is known to everyone at once. */
  create(name: string, selector: readonly string[] | null): Service {
    const service: Service = { name, backend: this.all.length, selector };
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
  }

  podChanged(pod: Pod): void {
    for (const endpoints of this.all) endpoints.podChanged(pod);
  }

  setCarrying(backends: readonly number[], pods: readonly Pod[]): void {
    this.carrying = this.all.filter(({ service }) => backends.includes(service.backend));
    this.listingChanged(pods);
    for (const proxy of this.proxies) for (const pod of pods) this.noteReach(proxy, pod);
  }

  private proxyAt(
    place: ProxyPlace,
    spec: ProxySpec,
    { seed, isOnly }: { readonly seed: string; readonly isOnly: boolean },
  ): KubeProxy {
    const luck = new PodLuck(seed, -2, place.number);
    const proxy: KubeProxy = new KubeProxy({
      world: this.world,
      place,
      bounds: { minInterval: spec.minSyncPeriod, span: () => luck.span("sync", spec.sync) },
      subjectOf: (service) => (isOnly ? service.name : `${place.name}/${service.name}`),
      programmed: (_, { added, removed }) => {
        for (const pod of removed) this.noteReach(proxy, pod);
        for (const pod of added) this.noteReach(proxy, pod);
      },
    });
    return proxy;
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

  private noteReach(proxy: KubeProxy, pod: Pod): void {
    const isReached = this.carrying.some(({ service }) => proxy.reaches(service, pod));
    pod.reach.set(proxy.place.number, isReached ? "on" : "off", this.world.kernel.now);
  }
}

function placesOf({ nodes }: ProxySpec): readonly ProxyPlace[] {
  if (nodes === null) return [{ number: 0, name: "proxy", node: "" }];
  return nodes.map((node, number) => ({ number, name: node, node }));
}
