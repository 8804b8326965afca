import type { Micros } from "../kernel/time.ts";
import type { KubeProxy } from "./kubeProxy.ts";
import type { HealthCheckSpec } from "./network.ts";
import type { Surroundings } from "./surroundings.ts";
import { everyInterval, TargetHealth } from "./targetHealth.ts";

export interface NodeTargetsParts {
  readonly world: Surroundings;
  readonly spec: HealthCheckSpec;
  /** Of the first check, µs. */
  readonly phase: Micros;
  readonly proxies: readonly KubeProxy[];
  /** New connections come in through these proxies from now on. */
  opened(proxies: readonly KubeProxy[]): void;
  /** Whether the proxy's health check answers well now. */
  passes(proxy: KubeProxy): boolean;
}

/**
 * An external load balancer in front of nodes: each connection goes to one that passes its health checks, or to any when
 * none does. With `externalTrafficPolicy: Local` the check is the Service's `healthCheckNodePort`, which fails as soon as
 * the node's proxy knows of no ready pod on it, even while terminating ones there still take connections; with Cluster it
 * is whether the node's proxy lives. Kubernetes v1.36 `pkg/proxy/healthcheck`.
 */
export class NodeTargets {
  private readonly parts: NodeTargetsParts;
  private health: readonly TargetHealth[];

  constructor(parts: NodeTargetsParts) {
    const { spec, phase, world } = parts;
    this.parts = parts;
    this.health = parts.proxies.map(() => new TargetHealth(spec));
    everyInterval(world.kernel, { phase, interval: spec.interval }, () => this.check());
  }

  /** Takes what is found as found long ago. */
  settle(): void {
    const { proxies, passes, spec } = this.parts;
    this.health = proxies.map((proxy) => new TargetHealth(spec, passes(proxy) ? "healthy" : "unhealthy"));
    this.open();
  }

  private check(): void {
    const { proxies, passes, world } = this.parts;
    const results = proxies.map((proxy, i) => this.health[i]?.checked(passes(proxy) ? "passed" : "failed"));
    if (results.every((hasChanged) => hasChanged !== true)) return;
    const healthy = this.open();
    world.kernel.record("loadBalancerChanged", "load-balancer", { targets: healthy, of: proxies.length });
  }

  /** Connections go to the healthy ones from now on. Answers how many they are. */
  private open(): number {
    const { proxies, world, opened } = this.parts;
    const healthy = proxies.filter((_, i) => this.health[i]?.isHealthy === true);
    const open = healthy.length > 0 ? healthy : proxies;
    world.hooks.setEntrances(open.map(({ place }) => place.number));
    opened(open);
    return healthy.length;
  }
}
