import type { Scenario } from "../scenario/scenario.ts";
import type { RetryPolicy, TrafficConfig, VersionBehaviour } from "../traffic/plane.ts";

/** Single requests kept per run, in sample and histories each: enough for a dense picture, small enough for a page (0.8 MB). */
const SAMPLE_LIMIT = 20_000;

/** Exact simulation stops being sensible here: about half a minute of computing per lane. */
const REQUEST_LIMIT = 200_000_000;

/** What faults have made of versions and clients before the run. */
export interface TrafficUnderFaults {
  /** By index. */
  readonly versions: readonly VersionBehaviour[];
  readonly traffic: { readonly retries: RetryPolicy };
}

/** The users and the service of a scenario, in the traffic plane's terms. */
export function trafficConfig(scenario: Scenario, seed: string, faults: TrafficUnderFaults): TrafficConfig {
  const { traffic, service, objectives } = scenario;
  return {
    seed,
    start: scenario.warmup,
    end: scenario.warmup + scenario.duration,
    arrivals: { law: traffic.arrivals, rate: traffic.rate },
    users: traffic.users,
    client: { ...traffic.client, retries: faults.traffic.retries },
    balancer: traffic.balancer,
    capacity: service.capacity,
    versions: [...faults.versions],
    slowAfter: objectives.latency,
    sampleLimit: SAMPLE_LIMIT,
    requestLimit: REQUEST_LIMIT,
  };
}
