import type { EndpointConditions } from "./endpoint.ts";

/** An endpoint as one node's proxy sees it. */
export interface ProxyEndpoint extends EndpointConditions {
  readonly isLocal: boolean;
  readonly zoneHints: readonly string[];
  readonly nodeHints: readonly string[];
}

/** What of a Service decides which endpoints a proxy uses. */
export interface ServicePolicy {
  readonly internalTrafficPolicy: "Cluster" | "Local";
  readonly externalTrafficPolicy: "Cluster" | "Local";
  /** Has a node port, an external address or a load balancer. */
  readonly isExternallyAccessible: boolean;
}

/** Where the proxy runs. */
export interface ProxyPlace {
  readonly node: string;
  readonly zone: string;
  /** Feature `PreferSameTrafficDistribution` (always on from v1.36): node hints count. */
  readonly nodeHints: "used" | "ignored";
}

export interface CategorizedEndpoints<E> {
  /** For traffic that may go anywhere; null: this Service has no such traffic. */
  readonly cluster: readonly E[] | null;
  /** For traffic that must stay on the node; null: this Service has no such traffic. */
  readonly local: readonly E[] | null;
  /** Everything that is reachable from this node. */
  readonly reachable: readonly E[];
  /** Some endpoint somewhere in the cluster can be used. */
  readonly hasAny: boolean;
}

/**
 * The endpoints a proxy sends connections to: the ready ones, near ones first where hints say so; when there is no ready
 * one, those that still serve while terminating. Kubernetes v1.36 `pkg/proxy/topology.go:CategorizeEndpoints`.
 */
export function categorizeEndpoints<E extends ProxyEndpoint>(
  endpoints: readonly E[],
  service: ServicePolicy,
  place: ProxyPlace,
): CategorizedEndpoints<E> {
  const usesCluster = service.internalTrafficPolicy === "Cluster" || service.isExternallyAccessible;
  const usesLocal =
    service.internalTrafficPolicy === "Local" ||
    (service.externalTrafficPolicy === "Local" && service.isExternallyAccessible);
  const cluster = usesCluster ? clusterEndpoints(endpoints, place) : null;
  const local = usesLocal ? readyOrServing(endpoints.filter(({ isLocal }) => isLocal)) : null;
  const merged = endpoints.filter((endpoint) => cluster?.includes(endpoint) || local?.includes(endpoint));
  const hasAny = usesLocal
    ? endpoints.some((e) => e.ready || (e.serving && e.terminating))
    : (cluster ?? []).length > 0;
  return { cluster, local, reachable: merged, hasAny };
}

/** The ready ones; without any, those that serve while terminating. */
function readyOrServing<E extends EndpointConditions>(endpoints: readonly E[]): E[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  return ready.length > 0 ? ready : endpoints.filter(({ serving, terminating }) => serving && terminating);
}

function clusterEndpoints<E extends ProxyEndpoint>(endpoints: readonly E[], place: ProxyPlace): E[] {
  const near = nearness(endpoints, place);
  return readyOrServing(endpoints).filter((endpoint) => !endpoint.ready || near(endpoint));
}

/** Hints count only when every ready endpoint has them and at least one is for this place (`topologyModeFromHints`). */
function nearness(
  endpoints: readonly ProxyEndpoint[],
  { node, zone, nodeHints }: ProxyPlace,
): (endpoint: ProxyEndpoint) => boolean {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  const forNode = (endpoint: ProxyEndpoint) => endpoint.nodeHints.includes(node);
  const forZone = (endpoint: ProxyEndpoint) => endpoint.zoneHints.includes(zone);
  if (nodeHints === "used" && ready.every((e) => e.nodeHints.length > 0) && ready.some(forNode)) return forNode;
  if (ready.every((e) => e.zoneHints.length > 0) && ready.some(forZone)) return forZone;
  return () => true;
}
