import type { Law } from "../../src/kernel/law.ts";
import { fromSeconds, SECOND } from "../../src/kernel/time.ts";
import { fineBinMiddle, latencyQuantile } from "../../src/record/latency.ts";
import type { TrafficRecord } from "../../src/record/run.ts";
import { rateSteps } from "../../src/traffic/arrivals.ts";
import { OUTCOME } from "../../src/traffic/attempt.ts";
import { createTrafficPlane } from "../../src/traffic/createTrafficPlane.ts";
import type { BalancerName, TrafficConfig, TrafficPlane } from "../../src/traffic/plane.ts";

/** Longer than any run: clients that never give up, answers that are never late. */
const PATIENCE = 1_000_000 * SECOND;
const UNBOUNDED_QUEUE = 1_000_000;

export interface Service {
  readonly seed: string;
  readonly perSecond: number;
  /** Mean work, s. */
  readonly meanService: number;
  /** Exponential with that mean when left out. In µs. */
  readonly law?: Law;
  readonly slots?: number;
  readonly queue?: number;
  readonly balancer?: BalancerName;
  /** Seconds that are played but not counted. */
  readonly warmup?: number;
  readonly seconds: number;
  /** Service times of each version, as a multiple of the mean. */
  readonly factors?: readonly number[];
}

/** A plane with Poisson traffic on patient clients without retries; change what a case needs otherwise. */
export function planeFor(service: Service, change: Partial<TrafficConfig> = {}): TrafficPlane {
  const start = fromSeconds(service.warmup ?? 0);
  return createTrafficPlane({
    seed: service.seed,
    start,
    end: start + fromSeconds(service.seconds),
    arrivals: { law: "poisson", rate: rateSteps([{ from: 0, perSecond: service.perSecond }]) },
    users: { count: 1, activity: { law: "uniform" } },
    client: {
      timeout: PATIENCE,
      retries: { max: 0, backoff: 0, budget: 1 },
      routing: "perRequest",
      connections: 1,
    },
    balancer: service.balancer ?? "random",
    capacity: {
      slots: service.slots ?? 1,
      queue: service.queue ?? UNBOUNDED_QUEUE,
      service: service.law ?? { law: "exponential", mean: service.meanService * SECOND },
      warmup: { span: 0, factor: 1 },
      cancelsAbandoned: false,
    },
    versions: (service.factors ?? [1]).map((serviceFactor) => ({ errorShare: 0, serviceFactor, faulty: false })),
    slowAfter: PATIENCE,
    sampleLimit: 2,
    requestLimit: 100_000_000,
    ...change,
  });
}

/** Pods of these versions behind the one backend. */
export function serveWith(plane: TrafficPlane, versions: readonly number[]): void {
  versions.forEach((version, pod) => {
    plane.listen(pod, version, 0);
  });
  plane.setEndpoints(
    0,
    versions.map((_, pod) => pod),
    0,
  );
  plane.setRoute([{ backend: 0, weight: 1 }], 0);
}

/** How a service looked in the long run. */
export interface Steady {
  readonly record: TrafficRecord;
  /** [n]: share of the looks that found n requests in a pod. */
  readonly inPod: readonly number[];
}

/** Looks at pods in one run. */
const LOOKS_MOST = 50_000;

/** Plays a service of `pods` pods and looks at each of them, up to twice per service time. */
export function playSteady(service: Service, pods = 1): Steady {
  const plane = planeFor(service);
  serveWith(plane, new Array<number>(pods).fill(0));
  const from = fromSeconds(service.warmup ?? 0);
  const end = from + fromSeconds(service.seconds);
  const step = fromSeconds(Math.max(service.meanService / 2, (service.seconds * pods) / LOOKS_MOST));
  const seen: number[] = [];
  let looks = 0;
  for (let at = from + step; at < end; at += step) {
    plane.advance(at);
    for (let pod = 0; pod < pods; pod++) {
      const n = plane.inFlight(pod, at);
      while (seen.length <= n) seen.push(0);
      seen[n] = (seen[n] as number) + 1;
      looks++;
    }
  }
  return { record: plane.seal(), inPod: seen.map((count) => count / looks) };
}

/** Time in which a single queue of this utilisation forgets its past (to 1/e), in service times: 1/(1 − √ρ)². */
function relaxation(utilisation: number): number {
  const gap = 1 - Math.sqrt(Math.min(utilisation, 0.99));
  return 1 / (gap * gap);
}

/** How long to play before counting, in service times. */
export function transient(utilisation: number): number {
  return 8 * relaxation(utilisation);
}

/** Customers of one replication: enough that its quantiles are hardly biased by where it begins and ends. */
export function customersFor(utilisation: number): number {
  return Math.max(40_000, 100 * relaxation(utilisation));
}

export function meanInPod({ inPod }: Steady): number {
  return inPod.reduce((sum, share, n) => sum + n * share, 0);
}

/** Share of the time that at least `least` requests were in a pod. */
export function shareWithAtLeast({ inPod }: Steady, least: number): number {
  return inPod.slice(least).reduce((sum, share) => sum + share, 0);
}

/** Mean latency of a histogram, s. */
export function meanLatency(bins: Uint32Array): number {
  let sum = 0;
  let count = 0;
  bins.forEach((n, bin) => {
    sum += n * fineBinMiddle(bin);
    count += n;
  });
  return sum / count / SECOND;
}

/** The latency that a share `p` of a histogram does not exceed, s. */
export function quantile(bins: Uint32Array, p: number): number {
  return (latencyQuantile(bins, p) ?? Number.NaN) / SECOND;
}

export function answered({ totals }: TrafficRecord): number {
  return totals.requestsByOutcome[OUTCOME.ok] as number;
}

/** Share of the ended requests that had this outcome. */
export function shareOf({ totals }: TrafficRecord, outcome: number): number {
  return (totals.requestsByOutcome[outcome] as number) / (totals.requests - totals.requestsInFlight);
}
