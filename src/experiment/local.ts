import type { ClusterSpec } from "../cluster/types.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** A cluster of a scenario: the only one, which has no name, or one of several. */
export interface Local {
  /** Its place among them. */
  readonly index: number;
  readonly name: string | null;
  /** Share of the users who live there, 0–1. */
  readonly share: number;
  readonly replicas: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: ClusterSpec;
}

/** The clusters of a scenario, at least one. */
export function localsOf({ cluster, clusters, service }: Scenario): readonly Local[] {
  if (clusters.length === 0)
    return [{ index: 0, name: null, share: 1, replicas: service.replicas, labels: {}, spec: cluster }];
  return clusters.map(({ cluster: spec, ...place }, index) => ({ index, spec, ...place }));
}
