import { proxyPlaces } from "../cluster/network.ts";
import type { ClusterSpec } from "../cluster/types.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { rateSteps } from "../traffic/arrivals.ts";
import type { ProxyUse, RetryPolicy, SessionAffinity, TrafficConfig, VersionBehaviour } from "../traffic/plane.ts";
import type { Residents } from "../traffic/residents.ts";
import { askedOf } from "./askedOf.ts";
import type { Local } from "./local.ts";

/** Single requests kept per run, in sample and histories each: enough for a dense picture, small enough for a page (0.8 MB). */
export const SAMPLE_LIMIT = 20_000;

/** Exact simulation stops being sensible here: about half a minute of computing per lane. */
const REQUEST_LIMIT = 200_000_000;

/** What faults have made of versions and clients before the run. */
export interface TrafficUnderFaults {
  /** By index. */
  readonly versions: readonly VersionBehaviour[];
  readonly traffic: { readonly retries: RetryPolicy };
}

/** Where traffic is carried, and whose it is. */
interface Place {
  readonly local: Local;
  /** Null: there is one cluster, and all users come to it. */
  readonly homes: Residents | null;
  readonly faults: TrafficUnderFaults;
}

/** The users and the service of a scenario, in the traffic plane's terms. */
export function trafficConfig(scenario: Scenario, seed: string, { local, homes, faults }: Place): TrafficConfig {
  const { traffic, service, objectives } = scenario;
  const { client } = traffic;
  const { spec, index, share } = local;
  return {
    seed,
    start: scenario.warmup,
    end: scenario.warmup + scenario.duration,
    arrivals: { law: traffic.arrivals, rate: rateSteps(traffic.rate) },
    users: traffic.users,
    ...(homes === null ? {} : { residents: { cluster: index, of: homes } }),
    client: {
      ...client,
      retries: faults.traffic.retries,
      connections: Math.max(1, Math.round(client.connections * share)),
    },
    proxyRetries: traffic.router?.retries ?? null,
    balancer: traffic.balancer,
    proxies: proxyUse(spec),
    affinity: sessionAffinity(spec),
    capacity: service.capacity,
    dependencies: scenario.dependencies,
    versions: [...faults.versions],
    writeShare: service.writeShare,
    countsPods: askedOf(scenario).pods,
    slowAfter: objectives.latency,
    sampleLimit: SAMPLE_LIMIT,
    requestLimit: REQUEST_LIMIT,
  };
}

/** Each client in the cluster has the proxy of its own node; from outside, connections come through any of them. */
function proxyUse(cluster: ClusterSpec): ProxyUse {
  const isInside = cluster.network?.entry === "clients";
  return { count: proxyPlaces(cluster).length, through: isInside ? "client" : "attempt" };
}

/** Pods of an ingress connect for everybody: each is one client to the proxy of its node. */
function sessionAffinity({ network }: ClusterSpec): SessionAffinity | null {
  if (network === undefined || network.affinityTimeout === null) return null;
  return { timeout: network.affinityTimeout, client: network.entry === "ingress" ? "entrance" : "user" };
}
