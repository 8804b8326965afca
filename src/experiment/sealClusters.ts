import type { Micros } from "../kernel/time.ts";
import type { ClusterRecord } from "../record/clusterRecord.ts";
import type { ProxyRecord } from "../record/proxyRecord.ts";
import type { PodRecord, RolloutRecord, Run, TrafficRecord } from "../record/run.ts";
import { joinTraffic, ownSample } from "../traffic/joinTraffic.ts";
import type { ClusterWorld } from "./clusterWorld.ts";
import { joinRollouts } from "./joinRollouts.ts";
import { SAMPLE_LIMIT } from "./trafficConfig.ts";

/** What of a run's record the clusters make up. */
type Told = Pick<Run, "pods" | "proxies" | "rollout" | "traffic" | "desired" | "clusters">;

/** What of it is not the clusters' own. */
export interface SealedWorld {
  readonly seed: string;
  readonly end: Micros;
  readonly submittedAt: Micros;
  /** [cluster] which share of the users was sent there. */
  readonly sent: readonly ClusterRecord["sent"][];
  isStarted(cluster: ClusterWorld): boolean;
}

/** What happened in one cluster alone, its pods counted from 0. */
interface Part {
  readonly world: ClusterWorld;
  readonly pods: readonly PodRecord[];
  readonly proxies: readonly ProxyRecord[];
  readonly rollout: RolloutRecord;
  readonly traffic: TrafficRecord;
}

/** The record of all clusters together and, where there are several, of each. */
export function sealClusters(worlds: readonly ClusterWorld[], about: SealedWorld): Told {
  const parts = worlds.map((world): Part => {
    const { cluster, plane } = world;
    const pods = cluster.podRecords(about.end);
    const proxies = cluster.services.proxies.records(cluster.pods, about.end);
    return { world, pods, proxies, rollout: world.rolloutRecord(pods), traffic: plane.seal() };
  });
  const [only] = parts as [Part];
  if (only.world.local.name !== null) return together(parts, about);
  const { pods, proxies, rollout, traffic, world } = only;
  return { pods, proxies, rollout, traffic, desired: world.desired };
}

function together(parts: readonly Part[], { seed, submittedAt, sent, isStarted }: SealedWorld): Told {
  const firstPods = starts(parts.map(({ pods }) => pods.length));
  const firstProxies = starts(parts.map(({ proxies }) => proxies.length));
  return {
    pods: parts.flatMap(({ pods }, i) => pods.map((pod) => ({ ...pod, id: pod.id + (firstPods[i] as number) }))),
    proxies: parts.flatMap(({ proxies }, i) =>
      proxies.map((proxy) => ({
        ...proxy,
        programmed: proxy.programmed.map((span) => ({ ...span, pod: span.pod + (firstPods[i] as number) })),
      })),
    ),
    desired: joinDesired(parts.map(({ world }) => world.desired)),
    rollout: joinRollouts(
      parts.map(({ rollout, world }) => ({ rollout, share: world.local.share, isStarted: isStarted(world) })),
      submittedAt,
    ),
    traffic: joinTraffic(
      parts.map(({ traffic }, i) => ({ traffic, firstPod: firstPods[i] as number })),
      { seed, limit: SAMPLE_LIMIT },
    ),
    clusters: parts.map(({ world, pods, proxies, rollout, traffic }, i) => ({
      name: world.local.name ?? "",
      share: world.local.share,
      sent: sent[i] ?? [],
      pods: { first: firstPods[i] as number, count: pods.length },
      proxies: { first: firstProxies[i] as number, count: proxies.length },
      desired: world.desired,
      rollout,
      traffic: { ...traffic, sample: ownSample(traffic.sample) },
    })),
  };
}

/** Where each of the groups begins when they stand one after the other. */
function starts(counts: readonly number[]): number[] {
  let next = 0;
  return counts.map((count) => {
    next += count;
    return next - count;
  });
}

/** What is wanted in all clusters, whenever it changes in one. */
function joinDesired(parts: readonly Run["desired"][]): Run["desired"] {
  const times = [...new Set(parts.flatMap((steps) => steps.map(({ at }) => at)))].sort((a, b) => a - b);
  return times.map((at) => ({
    at,
    replicas: parts.reduce((sum, steps) => sum + (steps.findLast((step) => step.at <= at)?.replicas ?? 0), 0),
  }));
}
