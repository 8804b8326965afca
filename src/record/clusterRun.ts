import type { ClusterRecord } from "./clusterRecord.ts";
import type { Run } from "./run.ts";

const views = new WeakMap<ClusterRecord, Run>();

/**
 * One cluster of a run as a run of its own: its pods, its proxies, its rollout and the requests that came there, so that
 * whatever can be said of a run can be said of a cluster. Pods are numbered anew; the events are those of all. It has no
 * digest of its own.
 */
export function clusterRun(run: Run, cluster: ClusterRecord): Run {
  const known = views.get(cluster);
  if (known !== undefined) return known;
  const view = viewOf(run, cluster);
  views.set(cluster, view);
  return view;
}

function viewOf(run: Run, cluster: ClusterRecord): Run {
  const { name, pods, proxies, desired, rollout, traffic } = cluster;
  const { clusters: _, ...rest } = run;
  const { monitoring } = run;
  return {
    ...rest,
    desiredReplicas: desired[0]?.replicas ?? 0,
    desired,
    pods: run.pods.slice(pods.first, pods.first + pods.count).map((pod, id) => ({ ...pod, id })),
    proxies: run.proxies.slice(proxies.first, proxies.first + proxies.count).map((proxy) => ({
      ...proxy,
      programmed: proxy.programmed.map((span) => ({ ...span, pod: span.pod - pods.first })),
    })),
    rollout,
    traffic,
    monitoring: {
      ...monitoring,
      alerts: monitoring.alerts.filter(({ cluster: named = name }) => named === name),
    },
  };
}
