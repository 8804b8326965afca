import { Labels } from "./promql/labels.ts";

/** What a scrape adds to every series of a target, and the cluster it stands in; null: there is one without a name. */
export function instanceLabels(job: string, instance: string, cluster: string | null): Labels {
  return Labels.of([
    ["job", job],
    ["instance", cluster === null || instance.startsWith(`${cluster}/`) ? instance : `${cluster}/${instance}`],
    ...(cluster === null ? [] : [["cluster", cluster] as const]),
  ]);
}
