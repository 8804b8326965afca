/** Where a proxy or an endpoint is. */
export interface Locality {
  readonly region: string;
  readonly zone: string;
  readonly subzone: string;
}

/** "When the proxy's region fails, go there." */
export interface RegionFailover {
  readonly from: string;
  readonly to: string;
}

/** An endpoint in a region that no failover leads to. */
const NOT_WANTED = 4;

/**
 * Envoy's priority of each endpoint, 0 first, without gaps (Istio `loadbalancer.go:applyLocalityFailover`): same subzone,
 * same zone, same region, elsewhere, and last what a failover setting for the proxy's region leaves out. Only where
 * outlier detection is configured; without it Envoy would never notice that a priority has failed.
 */
export function localityPriorities(
  proxy: Locality,
  endpoints: readonly Locality[],
  failover: readonly RegionFailover[],
): number[] {
  const target = failover.find(({ from }) => from === proxy.region)?.to;
  const raw = endpoints.map((endpoint) => {
    const distance = distanceOf(proxy, endpoint);
    return distance === 3 && target !== undefined && endpoint.region !== target ? NOT_WANTED : distance;
  });
  const present = [...new Set(raw)].sort((a, b) => a - b);
  return raw.map((priority) => present.indexOf(priority));
}

/** Istio `util.go:LbPriority`. */
function distanceOf(proxy: Locality, endpoint: Locality): number {
  if (proxy.region !== endpoint.region) return 3;
  if (proxy.zone !== endpoint.zone) return 2;
  return proxy.subzone === endpoint.subzone ? 0 : 1;
}
