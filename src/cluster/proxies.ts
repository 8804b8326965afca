import type { Micros } from "../kernel/time.ts";
import type { ProxyRecord } from "../record/proxyRecord.ts";
import type { EndpointProxy, EndpointProxyParts } from "./endpointProxy.ts";
import { KubeProxy } from "./kubeProxy.ts";
import {
  type KubeProxySpec,
  type LoadBalancerSpec,
  type NetworkSpec,
  type ProxyPlace,
  proxyPlaces,
} from "./network.ts";
import { NodeTargets } from "./nodeTargets.ts";
import type { Pod } from "./pod.ts";
import { PodLuck } from "./podLuck.ts";
import { PodTargets } from "./podTargets.ts";
import { SpanLog } from "./spanLog.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Service } from "./types.ts";

export interface ProxiesParts {
  readonly world: Surroundings;
  readonly seed: string;
  /** New rules of the proxy with this number hold for these pods. */
  reachChanged(proxy: number, pods: readonly Pod[]): void;
  /** The Services that users come through. */
  carrying(): readonly Service[];
  /** The pod's process answers. */
  answers(pod: Pod): boolean;
  nodeIsAlive(name: string): boolean;
}

/** One proxy in front of everybody, which writes what it hears at once. */
const AT_ONCE: KubeProxySpec = { minSyncPeriod: 0, sync: { law: "deterministic", value: 0 } };

/** Whoever stands between the users and the pods of a cluster, by its network. */
export class Proxies {
  readonly all: readonly EndpointProxy[];
  /** Those that users come to from outside: they fail with their node. */
  private readonly outer: readonly KubeProxy[];
  private readonly nodeTargets: NodeTargets | null;
  /** By the proxy's number: while connections come in through it. */
  private readonly open: readonly SpanLog[];
  private readonly parts: ProxiesParts;
  private readonly network: NetworkSpec | undefined;

  constructor(parts: ProxiesParts) {
    this.parts = parts;
    this.network = parts.world.spec.network;
    const places = proxyPlaces(parts.world.spec);
    const about = places.map((place) => this.partsOf(place, { isOnly: places.length === 1 }));
    const kubeProxies = this.isOnPods ? [] : about.map((each) => this.kubeProxy(each));
    this.all = this.isOnPods ? about.map((each) => this.podTargets(each)) : kubeProxies;
    const { entry } = this.network ?? { entry: "proxy" };
    this.open = this.all.map(() => new SpanLog());
    this.noteOpen(this.all);
    this.outer = entry === "nodePort" || entry === "loadBalancer" ? kubeProxies : [];
    this.nodeTargets = entry === "loadBalancer" && !this.isOnPods ? this.balancerOver(kubeProxies) : null;
  }

  /** What has existed since before the run has been checked since before the run. */
  settle(): void {
    this.nodeTargets?.settle();
  }

  /** The node died or came back. Clients in the cluster go down with their node, and send nothing that could be missed. */
  nodeIs(name: string, state: "down" | "up"): void {
    for (const proxy of this.outer) if (proxy.place.node === name) proxy.nodeIs(state);
  }

  /** What each of them did with these pods, all there ever were, in a run that ends at `endOfRun`. */
  records(pods: readonly Pod[], endOfRun: Micros): ProxyRecord[] {
    return this.all.map(({ place: { name, node, number } }, i) => {
      const programmed = pods.flatMap(({ id, reach }) =>
        reach.through(number, endOfRun).map((span) => ({ pod: id, ...span })),
      );
      return { name, node, open: this.open[i]?.until(endOfRun) ?? [], programmed };
    });
  }

  private noteOpen(open: readonly EndpointProxy[]): void {
    const { now } = this.parts.world.kernel;
    this.open.forEach((log, i) => {
      log.set(open.includes(this.all[i] as EndpointProxy) ? "on" : "off", now);
    });
  }

  private get isOnPods(): boolean {
    return this.network?.entry === "loadBalancer" && this.network.loadBalancer.targets === "pods";
  }

  private partsOf(place: ProxyPlace, { isOnly }: { readonly isOnly: boolean }): EndpointProxyParts {
    const { world, reachChanged } = this.parts;
    return {
      world,
      place,
      subjectOf: (service) => (isOnly ? service.name : `${place.name}/${service.name}`),
      programmed: (_, { added, removed }) => reachChanged(place.number, [...removed, ...added]),
    };
  }

  private kubeProxy(about: EndpointProxyParts): KubeProxy {
    const { entry, kubeProxy, externalTrafficPolicy } = this.network ?? { entry: "proxy" };
    const { minSyncPeriod, sync } = entry === "proxy" || kubeProxy === undefined ? AT_ONCE : kubeProxy;
    const luck = this.luckOf(about.place.number);
    const isOuter = entry === "nodePort" || entry === "loadBalancer";
    return new KubeProxy({
      ...about,
      bounds: { minInterval: minSyncPeriod, span: () => luck.span("sync", sync) },
      policy: isOuter ? (externalTrafficPolicy ?? "Cluster") : "Cluster",
    });
  }

  private podTargets(about: EndpointProxyParts): PodTargets {
    const { loadBalancer: spec } = this.network as NetworkSpec;
    const { answers } = this.parts;
    return new PodTargets({ ...about, spec, answers, phase: this.phaseOf(spec) });
  }

  private balancerOver(proxies: readonly KubeProxy[]): NodeTargets {
    const { loadBalancer: spec, externalTrafficPolicy } = this.network as NetworkSpec;
    const { carrying, nodeIsAlive, world } = this.parts;
    return new NodeTargets({
      world,
      proxies,
      spec: spec.healthCheck,
      phase: this.phaseOf(spec),
      opened: (open) => this.noteOpen(open),
      passes: (proxy) => {
        if (!nodeIsAlive(proxy.place.node)) return false;
        return externalTrafficPolicy === "Cluster" || carrying().some((service) => proxy.readyCount(service) > 0);
      },
    });
  }

  /** When the first health check is made: anywhere within its interval. */
  private phaseOf({ healthCheck }: LoadBalancerSpec): Micros {
    return this.luckOf(-1).choice("phase", healthCheck.interval);
  }

  private luckOf(proxy: number): PodLuck {
    return new PodLuck(this.parts.seed, -2, proxy);
  }
}
