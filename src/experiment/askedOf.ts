import type { Scenario } from "../scenario/scenario.ts";

/** What the queries of a scenario look at: series that nobody looks at cost time and change nothing. */
export interface Asked {
  /** kube-state-metrics. */
  readonly kube: boolean;
  /** The pods' own metrics, and whether they are up. */
  readonly containers: boolean;
  /** Requests pod by pod. */
  readonly pods: boolean;
  /** How long answers took. */
  readonly durations: boolean;
}

export function askedOf({ monitoring: { rules }, strategies }: Scenario): Asked {
  const queries = JSON.stringify([rules, strategies]);
  return {
    kube: queries.includes("kube_"),
    containers: /container_|up[{ )=]/.test(queries),
    pods: /http_requests_total/.test(queries) && /\bpod\b/.test(queries),
    durations: queries.includes("http_request_duration_seconds"),
  };
}
