import { EVENT_CLASS } from "../../kernel/calendar.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { type Micros, SECOND } from "../../kernel/time.ts";
import type { Pod } from "../pod.ts";
import type { Sample } from "./podGroups.ts";

/** `--metric-resolution` of the official manifests. */
export const METRIC_RESOLUTION: Micros = 15 * SECOND;
/** metrics-server `storage/pod.go:freshContainerMinMetricsResolution` */
const FRESH_CONTAINER_MIN = 10 * SECOND;
/** Samples are kept this long, for a pipeline that may be that slow. */
const MAX_LAG: Micros = 600 * SECOND;

/** What a kubelet says of a pod's CPU at one instant. */
interface Point {
  readonly at: Micros;
  /** Since when the container has been running. */
  readonly since: Micros;
  /** CPU used since then, in milli-CPU · µs. */
  readonly used: number;
}

export interface MetricsServerParts {
  readonly kernel: Kernel;
  /** Pods that are not gone. */
  pods(): readonly Pod[];
  /** CPU the pod's containers have used in all their lives, in milli-CPU · µs. */
  cpuUsed(pod: Pod): number;
  /** When the first scrape is, µs; the next ones follow every 15 s. */
  readonly firstAt: Micros;
}

/**
 * What metrics-server knows of the pods' CPU: each kubelet is scraped every 15 s, and a pod's usage is the mean between
 * its last two scrapes. A container younger than 15 s has a sample after 10 s already; one that has restarted starts
 * anew. kubernetes-sigs/metrics-server `pkg/storage/pod.go`.
 */
export class MetricsServer {
  private points = new Map<Pod, Point>();
  private readonly parts: MetricsServerParts;
  /** What was known after each scrape that somebody may still be told of, the latest last. */
  private history: { readonly at: Micros; readonly samples: ReadonlyMap<Pod, Sample> }[] = [];
  /** How much later than scraped the samples are told, µs. */
  private lag: Micros = 0;
  /** CPU used by earlier containers of the pod, by the start of the present one. */
  private readonly earlier = new Map<Pod, { readonly since: Micros; readonly used: number }>();

  constructor(parts: MetricsServerParts) {
    this.parts = parts;
    parts.kernel.schedule(parts.firstAt, EVENT_CLASS.monitor, this.scrape);
  }

  /** By pod name: milli-CPU in the mean over the window that ends at `at`. */
  read(): ReadonlyMap<string, Sample> {
    const { now } = this.parts.kernel;
    const told = this.history.findLast(({ at }) => at <= now - this.lag)?.samples ?? new Map<Pod, Sample>();
    return new Map([...told].map(([pod, sample]) => [pod.name, sample]));
  }

  /** From now on samples are told this much later, µs: what was scraped in the last `lag` is not known yet. */
  delay(lag: Micros): void {
    this.lag = lag;
  }

  private readonly scrape = (): void => {
    const { kernel, pods } = this.parts;
    const points = new Map<Pod, Point>();
    const samples = new Map<Pod, Sample>();
    for (const pod of pods()) {
      const point = this.look(pod);
      if (point === null) continue;
      points.set(pod, point);
      const sample = sampleOf(this.points.get(pod), point);
      if (sample !== null) samples.set(pod, sample);
    }
    this.points = points;
    this.history = [...this.history.filter(({ at }) => at > kernel.now - MAX_LAG), { at: kernel.now, samples }];
    kernel.schedule(kernel.now + METRIC_RESOLUTION, EVENT_CLASS.monitor, this.scrape);
  };

  /** Null: no container of the pod is running. */
  private look(pod: Pod): Point | null {
    const since = pod.containerStartedAt;
    if (since === null) return null;
    const used = this.parts.cpuUsed(pod);
    // A container's counter starts at 0. What its predecessors used is known from the last scrape before it started.
    const before = this.earlier.get(pod);
    if (before?.since !== since)
      this.earlier.set(pod, { since, used: before === undefined ? 0 : this.lastUsed(pod, used) });
    return { at: this.parts.kernel.now, since, used: used - (this.earlier.get(pod)?.used ?? 0) };
  }

  private lastUsed(pod: Pod, used: number): number {
    const last = this.points.get(pod);
    return last === undefined ? used : (this.earlier.get(pod)?.used ?? 0) + last.used;
  }
}

function sampleOf(before: Point | undefined, { at, since, used }: Point): Sample | null {
  if (before !== undefined && before.since === since) {
    const window = at - before.at;
    return { value: Math.round((used - before.used) / window), at, window };
  }
  const age = at - since;
  if (age < FRESH_CONTAINER_MIN || age >= METRIC_RESOLUTION) return null;
  return { value: Math.round(used / age), at, window: age };
}
