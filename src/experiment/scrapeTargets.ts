import type { Cluster } from "../cluster/cluster.ts";
import type { Pod } from "../cluster/pod.ts";
import { murmur3 } from "../kernel/hash.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type Micros, toSeconds } from "../kernel/time.ts";
import { instanceLabels } from "../observe/instance.ts";
import { Labels, METRIC_NAME } from "../observe/promql/labels.ts";
import type { ShownByProxy } from "../observe/proxyTarget.ts";
import type { Expose, Target } from "../observe/scrape.ts";
import type { Watch } from "../observe/watch.ts";
import type { EventKind } from "../record/events.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { TrafficPlane } from "../traffic/plane.ts";
import { type Asked, askedOf } from "./askedOf.ts";

interface Seen {
  /** The cluster's name among several; null: there is one. */
  readonly name: string | null;
  readonly kernel: Kernel<EventKind>;
  readonly cluster: Cluster;
  readonly plane: TrafficPlane;
  readonly watch: Watch;
}

/** A thousandth of a CPU for a microsecond, in CPU-seconds. */
const CPU_SECOND = 1_000_000_000;

/**
 * Has kube-state-metrics and the pods themselves scraped where a query of the scenario asks for what they tell: series
 * that nobody looks at cost time and change nothing.
 */
export function startTargets(scenario: Scenario, seen: Seen): void {
  const { kube, containers } = askedOf(scenario);
  if (kube) seen.watch.addTarget(kubeStateMetrics(scenario, seen));
  if (containers) followPods(scenario, seen);
}

/** What the proxy shows beyond its counters by version. */
export function shownByProxy({ pods, durations }: Asked, cluster: Cluster): ShownByProxy {
  const shown = () =>
    cluster.pods.map(({ id, name, template, gone }) => ({ id, name, version: template.version, isGone: gone }));
  return { durations, ...(pods ? { pods: shown } : {}) };
}

/** Each target has a phase of its own, which follows from its name (`scrape/target.go:offset`). */
function phaseOf(instance: string, interval: Micros): Micros {
  return murmur3(instance) % interval;
}

function kubeStateMetrics({ name, monitoring: { scrapeInterval: interval } }: Scenario, seen: Seen): Target {
  const { cluster } = seen;
  const known = labelCache();
  const expose = (to: Expose, pod: Pod): void => {
    const of = (metric: string, ...more: readonly Pair[]) => known(pod, metric, more);
    to(of("kube_pod_status_ready", ["condition", "true"]), Number(pod.ready));
    to(of("kube_pod_status_ready", ["condition", "false"]), Number(!pod.ready));
    to(of("kube_pod_status_phase", ["phase", pod.phase]), 1);
    to(of("kube_pod_container_status_restarts_total", ["container", name]), pod.restarts);
  };
  return {
    interval,
    phase: phaseOf("kube-state-metrics", interval),
    labels: instanceLabels("kube-state-metrics", "kube-state-metrics", seen.name),
    scrape(to) {
      for (const pod of cluster.pods) if (!pod.gone) expose(to, pod);
      return true;
    },
  };
}

/** Every pod with a process is a target for as long as it has one. */
function followPods(scenario: Scenario, { name, kernel, cluster, plane, watch }: Seen): void {
  const { scrapeInterval: interval } = scenario.monitoring;
  const targets = new Map<Pod, Target>();
  const known = labelCache();
  const targetOf = (pod: Pod): Target => ({
    interval,
    phase: phaseOf(pod.name, interval),
    labels: instanceLabels(scenario.name, pod.name, name),
    scrape(to) {
      const { containerStartedAt } = pod;
      if (containerStartedAt === null) return false;
      const busy = plane.busySlotTime(pod.id, kernel.now);
      to(known(pod, "container_cpu_usage_seconds_total", []), (busy * scenario.service.cpuMilliPerSlot) / CPU_SECOND);
      to(known(pod, "container_start_time_seconds", []), toSeconds(containerStartedAt));
      return true;
    },
  });
  const look = (): void => {
    for (const pod of cluster.pods) {
      const target = targets.get(pod);
      const exists = !pod.gone && pod.node !== null;
      if (exists === (target !== undefined)) continue;
      if (target === undefined) {
        const fresh = targetOf(pod);
        targets.set(pod, fresh);
        watch.addTarget(fresh);
      } else {
        targets.delete(pod);
        watch.removeTarget(target);
      }
    }
  };
  cluster.watch(look);
  look();
}

type Pair = readonly [name: string, value: string];

/** The labels of a pod's metrics: the same object each time, so that they are looked up once. */
function labelCache(): (pod: Pod, metric: string, more: readonly Pair[]) => Labels {
  const known = new WeakMap<Pod, Map<string, Labels>>();
  return (pod, metric, more) => {
    const ofPod = known.get(pod) ?? new Map<string, Labels>();
    known.set(pod, ofPod);
    const key = metric + more.join();
    const labels = ofPod.get(key) ?? Labels.of([[METRIC_NAME, metric], ["pod", pod.name], ...more]);
    ofPod.set(key, labels);
    return labels;
  };
}
