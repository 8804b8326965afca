import type { Comparison, Experiment, Lane, MeasureSummary } from "../../src/experiment/types.ts";
import { MINUTE, SECOND } from "../../src/kernel/time.ts";
import { MEASURES, type MeasureId, type Measures } from "../../src/measures/ids.ts";
import { OUTCOME_COUNT, OUTCOMES, type Run, type TrafficRecord } from "../../src/record/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

/** Warm-up 60 s, then four buckets of 10 s. */
const WINDOW = { start: MINUTE, end: MINUTE + 40 * SECOND };

/** Every measure is its position in the list, but for those given. */
export function measures(given: Partial<Record<MeasureId, number | null>> = {}): Measures {
  const ids = Object.keys(MEASURES) as MeasureId[];
  return Object.fromEntries(ids.map((id, index) => [id, id in given ? given[id] : index])) as Measures;
}

/** A measure over forty seeds that is always 0. */
export const summary: MeasureSummary = {
  seeds: 40,
  mean: 0,
  median: 0,
  low: 0,
  high: 0,
  method: "t",
  medianLow: 0,
  medianHigh: 0,
  medianCoverage: 0.96,
  values: Array.from({ length: 40 }, () => 0),
};

const rolling = {
  strategy: "rolling",
  mean: 0.12,
  low: 0.1,
  high: 0.14,
  p: 1e-9,
  adjustedP: 2e-9,
  correlation: 0.5,
  varianceReduction: 2,
  worseIn: 190,
  pairs: 200,
};

/** What two hundred seeds said together. */
export const experiment: Experiment = {
  seeds: 200,
  stopping: { reason: "limit", halfWidth: 0.05 },
  primary: ["hurt_users"],
  contrasts: [
    {
      measure: "hurt_users",
      best: "canary",
      bestIn: 187,
      others: [
        rolling,
        { ...rolling, strategy: "blueGreen", mean: 0.001, low: -0.001, high: 0.003, p: 0.31, adjustedP: 0.31 },
      ],
    },
  ],
  warmup: { verdict: "short", seconds: 12 },
  latency: [
    { requests: 9, p50: 16, p90: 40, p99: 80, p999: 140 },
    { requests: 9, p50: 15, p90: 39, p99: 79, p999: 139 },
  ],
  digest: "0123456789abcdef",
};

/** A record small enough to know by heart: v1 serves, v2 comes at 10 s, breaks, and is taken back at 30 s. */
function run(strategy: string): Run {
  return {
    scenario: "small",
    strategy,
    carriedOutBy: "Kubernetes Deployment",
    seed: "s1",
    window: WINDOW,
    versions: [
      { name: "v1", role: "old", faulty: false, containers: [{ name: "app", kind: "serving", image: "app:v1" }] },
      { name: "v2", role: "new", faulty: true, containers: [{ name: "app", kind: "serving", image: "app:v2" }] },
    ],
    desiredReplicas: 1,
    desired: [{ at: 0, replicas: 1 }],
    pods: [pod(0, [0, WINDOW.end]), pod(1, [WINDOW.start + 10 * SECOND, WINDOW.start + 30 * SECOND])],
    proxies: [
      {
        name: "proxy",
        node: "",
        open: [{ start: 0, end: WINDOW.end }],
        programmed: [{ pod: 0, start: 0, end: WINDOW.end }],
      },
    ],
    events: [
      { id: 0, at: MINUTE, kind: "releaseSubmitted", subject: "small", cause: -1, detail: { to: "v2" } },
      { id: 1, at: MINUTE + 10 * SECOND, kind: "podReady", subject: "small-1", cause: 0, detail: {} },
      { id: 2, at: MINUTE + 25.5 * SECOND, kind: "rolloutAborted", subject: "small", cause: 1, detail: { b: 1, a: 2 } },
    ],
    rollout: {
      result: "rolledBack",
      submittedAt: MINUTE,
      completedAt: null,
      faultAt: MINUTE + 10 * SECOND,
      detectedAt: MINUTE + 25 * SECOND,
      abortedAt: MINUTE + 25.5 * SECOND,
      rolledBackAt: MINUTE + 30 * SECOND,
      weights: [{ at: MINUTE + 10 * SECOND, weight: 0.5 }],
    },
    traffic: traffic(),
    monitoring: {
      scrapeInterval: 5 * SECOND,
      threshold: 0.05,
      service: [{ at: MINUTE, errorRatio: null }],
      newVersion: [],
      alerts: [{ rule: "errors", pendingAt: MINUTE + 20 * SECOND, firingAt: MINUTE + 25 * SECOND, resolvedAt: null }],
      scrapes: [],
      notifications: [],
      acknowledgements: [],
    },
    objectives: { availability: 0.999, latency: SECOND, period: MINUTE, window: MINUTE, badRatio: 0.01 },
    prices: { currency: "EUR", cpuHour: 0, memoryGibHour: 0, badRequest: 0, delayDay: 0, personHour: 0 },
    digest: "00112233445566aa",
    digests: { control: "1", pods: "2", traffic: "3", monitor: "4" },
    kernelEvents: 3,
  };
}

function pod(version: number, [start, end]: readonly [number, number]): Run["pods"][number] {
  const spans = [{ start, end }];
  return {
    id: version,
    name: `small-${version}`,
    version,
    replicaSet: `small-${version}`,
    node: "n1",
    zone: "",
    cpuMilli: 1,
    memoryBytes: 1,
    transitions: [],
    billed: null,
    available: spans,
    endpointReady: spans,
    routed: spans,
  };
}

/** Ten requests in each bucket; in the two middle ones, four of them fail on v2. */
function traffic(): TrafficRecord {
  const [ok, error] = [OUTCOMES.indexOf("ok"), OUTCOMES.indexOf("error")];
  const requests = new Uint32Array(4 * OUTCOME_COUNT);
  const attempts = new Uint32Array(4 * 3 * OUTCOME_COUNT);
  for (let bucket = 0; bucket < 4; bucket++) {
    const bad = bucket === 1 || bucket === 2 ? 4 : 0;
    requests[bucket * OUTCOME_COUNT + ok] = 10 - bad;
    requests[bucket * OUTCOME_COUNT + error] = bad;
    attempts[(bucket * 3 + 0) * OUTCOME_COUNT + ok] = 10 - bad;
    attempts[(bucket * 3 + 1) * OUTCOME_COUNT + error] = bad;
  }
  const byOutcome = OUTCOMES.map((outcome) => (outcome === "ok" ? 32 : outcome === "error" ? 8 : 0));
  return {
    bucket: 10 * SECOND,
    buckets: 4,
    arrived: Uint32Array.of(10, 10, 10, 10),
    requests,
    attempts,
    latency: { bucket: SECOND, overTime: new Uint32Array(), all: new Uint32Array(), byVersion: [] },
    totals: {
      requests: 40,
      requestsByOutcome: byOutcome,
      requestsInFlight: 0,
      attempts: 40,
      attemptsByOutcome: byOutcome,
      attemptsInFlight: 0,
    },
    users: { count: 0, requests: new Uint32Array(), bad: new Uint32Array(), exposures: new Uint32Array() },
    histories: { user: new Uint32Array(), arrivedAt: new Float64Array(), outcome: new Int8Array() },
    sample: {
      stride: 1,
      arrivedAt: new Float64Array(),
      endedAt: new Float64Array(),
      pod: new Int32Array(),
      version: new Int8Array(),
      outcome: new Int8Array(),
      attempts: new Uint8Array(),
      user: new Uint32Array(),
    },
  };
}

export function lane(strategy: string, given: Partial<Lane> = {}): Lane {
  return { strategy, run: run(strategy), measures: measures(), ...given };
}

/** Reports read only these fields of a scenario. */
export function comparison(lanes: readonly Lane[], title = "A small one"): Comparison {
  const scenario = {
    name: "small",
    title: { en: title, ko: title },
    seed: "s1",
    release: { from: "v1", to: "v2", faults: [] },
    service: { replicas: 1 },
    prices: { currency: "EUR" },
  } as unknown as Scenario;
  return { scenario, seed: "s1", lanes, twin: run("none") };
}
