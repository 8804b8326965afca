import { NO_CAUSE } from "../../src/kernel/log.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { sealRun } from "../../src/record/digest.ts";
import { COARSE_BINS, FINE_BINS } from "../../src/record/latency.ts";
import {
  OUTCOME_COUNT,
  OUTCOMES,
  type Outcome,
  type PodRecord,
  type PodState,
  type RolloutRecord,
  type Run,
  type Span,
  type TrafficRecord,
} from "../../src/record/run.ts";

/** A run written down by hand, in seconds, that keeps all conservation laws: what a test does not say is quiet. */
export interface Handmade {
  readonly seconds?: number;
  readonly desired?: number;
  /** Later sizes of the service. */
  readonly rescaled?: Run["desired"];
  /** Start of the window. */
  readonly from?: number;
  readonly pods?: readonly HandmadePod[];
  /** Requests that arrive in each second of the window, by outcome. */
  readonly traffic?: (second: number) => Partial<Record<Outcome, number>>;
  /** Bad requests and exposures of the users; the first user has what is left of the totals. */
  readonly users?: readonly { readonly requests: number; readonly bad: number; readonly exposures: number }[];
  readonly rollout?: Partial<RolloutRecord>;
  readonly faulty?: boolean;
  readonly seed?: string;
  readonly availability?: number;
  readonly badRatio?: number;
  readonly sloWindow?: number;
  readonly prices?: Partial<Run["prices"]>;
}

export interface HandmadePod {
  readonly version?: 0 | 1;
  /** [from, to) in seconds on the run's clock; absent `to`: until the end of the run. */
  readonly life?: readonly [number, number?];
  readonly zone?: string;
  readonly available?: readonly (readonly [number, number])[];
  readonly ready?: readonly (readonly [number, number])[];
  readonly routed?: readonly (readonly [number, number])[];
}

export function handmade(spec: Handmade = {}): Run {
  const from = (spec.from ?? 0) * SECOND;
  const window = { start: from, end: from + (spec.seconds ?? 600) * SECOND };
  const traffic = trafficOf(spec, window);
  const pods = (spec.pods ?? [{}]).map((pod, id) => podOf(pod, id, window));
  return sealRun({
    scenario: "handmade",
    strategy: "rolling",
    carriedOutBy: "Kubernetes Deployment",
    seed: spec.seed ?? "1",
    window,
    versions: [
      { name: "v1", role: "old", faulty: false, containers: [{ name: "app", kind: "serving", image: "app:v1" }] },
      {
        name: "v2",
        role: "new",
        faulty: spec.faulty ?? true,
        containers: [{ name: "app", kind: "serving", image: "app:v2" }],
      },
    ],
    desiredReplicas: spec.desired ?? 1,
    desired: [{ at: 0, replicas: spec.desired ?? 1 }, ...(spec.rescaled ?? [])],
    pods,
    proxies: [
      {
        name: "proxy",
        node: "",
        open: [{ start: 0, end: window.end }],
        programmed: pods.flatMap(({ id, routed }) => routed.map((span) => ({ pod: id, ...span }))),
      },
    ],
    events: [{ id: 0, at: 0, kind: "releaseSubmitted", subject: "app", cause: NO_CAUSE, detail: { to: "v2" } }],
    rollout: {
      result: "unfinished",
      submittedAt: from,
      completedAt: null,
      faultAt: null,
      detectedAt: null,
      abortedAt: null,
      rolledBackAt: null,
      weights: [],
      ...spec.rollout,
    },
    traffic,
    monitoring: {
      scrapeInterval: 15 * SECOND,
      threshold: 0.05,
      service: [],
      newVersion: [],
      alerts: [],
      scrapes: [],
      notifications: [],
      acknowledgements: [],
    },
    objectives: {
      availability: spec.availability ?? 0.999,
      latency: 500_000,
      period: 30 * 86_400 * SECOND,
      window: (spec.sloWindow ?? 60) * SECOND,
      badRatio: spec.badRatio ?? 0.01,
    },
    prices: {
      currency: "USD",
      cpuHour: 0.04,
      memoryGibHour: 0.004,
      badRequest: 0.01,
      delayDay: 1000,
      personHour: 100,
      ...spec.prices,
    },
    kernelEvents: 1,
  });
}

function podOf(spec: HandmadePod, id: number, window: Span): PodRecord {
  const [born, died] = spec.life ?? [0];
  const life = { start: born * SECOND, end: died === undefined ? window.end : died * SECOND };
  const spans = (given: readonly (readonly [number, number])[] | undefined): Span[] =>
    (given ?? [[born, life.end / SECOND] as const]).map(([start, end]) => ({
      start: start * SECOND,
      end: end * SECOND,
    }));
  const states: { at: number; state: PodState; cause: number }[] = [
    { at: life.start, state: "pending", cause: NO_CAUSE },
    { at: life.start, state: "ready", cause: NO_CAUSE },
  ];
  if (died !== undefined) states.push({ at: life.end, state: "gone", cause: NO_CAUSE });
  return {
    id,
    name: `app-${id}`,
    version: spec.version ?? 0,
    replicaSet: `app-${spec.version ?? 0}`,
    node: "node-0",
    zone: spec.zone ?? "",
    cpuMilli: 500,
    memoryBytes: 2 ** 30,
    transitions: states,
    billed: life,
    available: spans(spec.available),
    endpointReady: spans(spec.ready),
    routed: spans(spec.routed),
  };
}

function trafficOf(spec: Handmade, window: Span): TrafficRecord {
  const buckets = Math.ceil((window.end - window.start) / SECOND);
  const requests = new Uint32Array(buckets * OUTCOME_COUNT);
  const attempts = new Uint32Array(buckets * 3 * OUTCOME_COUNT);
  const arrived = new Uint32Array(buckets);
  const byOutcome = OUTCOMES.map(() => 0);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const counts = spec.traffic?.(bucket) ?? { ok: 10 };
    OUTCOMES.forEach((outcome, index) => {
      const count = counts[outcome] ?? 0;
      requests[bucket * OUTCOME_COUNT + index] = count;
      attempts[bucket * 3 * OUTCOME_COUNT + index] = count;
      arrived[bucket] = (arrived[bucket] as number) + count;
      byOutcome[index] = (byOutcome[index] as number) + count;
    });
  }
  const total = byOutcome.reduce((sum, count) => sum + count, 0);
  return {
    bucket: SECOND,
    buckets,
    arrived,
    requests,
    attempts,
    latency: {
      bucket: window.end - window.start,
      overTime: new Uint32Array(COARSE_BINS),
      all: new Uint32Array(FINE_BINS),
      byVersion: [new Uint32Array(FINE_BINS), new Uint32Array(FINE_BINS)],
    },
    totals: {
      requests: total,
      requestsByOutcome: byOutcome,
      requestsInFlight: 0,
      attempts: total,
      attemptsByOutcome: byOutcome,
      attemptsInFlight: 0,
    },
    users: usersOf(spec, total, total - (byOutcome[0] as number)),
    histories: { user: new Uint32Array(), arrivedAt: new Float64Array(), outcome: new Int8Array() },
    sample: sampleOf(window, total),
  };
}

function usersOf(spec: Handmade, total: number, bad: number): TrafficRecord["users"] {
  const others = spec.users ?? [];
  const left = (whole: number, column: "requests" | "bad") =>
    whole - others.reduce((sum, user) => sum + user[column], 0);
  const first = { requests: left(total, "requests"), bad: left(bad, "bad"), exposures: 0 };
  const all = [first, ...others];
  const column = (name: "requests" | "bad" | "exposures") => Uint32Array.from(all, (user) => user[name]);
  return { count: all.length, requests: column("requests"), bad: column("bad"), exposures: column("exposures") };
}

function sampleOf(window: Span, total: number): TrafficRecord["sample"] {
  const length = total > 0 ? 1 : 0;
  return {
    stride: Math.max(1, total),
    arrivedAt: new Float64Array(length).fill(window.start),
    endedAt: new Float64Array(length).fill(window.start + 1000),
    pod: new Int32Array(length),
    version: new Int8Array(length),
    outcome: new Int8Array(length),
    attempts: new Uint8Array(length).fill(1),
    user: new Uint32Array(length),
  };
}
