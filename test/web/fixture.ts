import type { Comparison, Lane } from "../../src/experiment/types.ts";
import type { LogEntry } from "../../src/kernel/log.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { MEASURES, type Measures } from "../../src/measures/ids.ts";
import type { EventKind } from "../../src/record/events.ts";
import { COARSE_BINS, coarseBin, FINE_BINS, fineBin } from "../../src/record/latency.ts";
import { OUTCOME_COUNT, type PodRecord, type Run } from "../../src/record/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

/**
 * A comparison that looks like one, made without the engine: for tests of what draws a record, which need small
 * records with known contents, not correct ones.
 */
export interface FixtureOptions {
  readonly errorShare: number;
  readonly replicas: number;
  readonly bootSeconds: number;
  readonly ratePerSecond: number;
  readonly seed: string;
}

export const FIXTURE: FixtureOptions = {
  errorShare: 0.05,
  replicas: 10,
  bootSeconds: 20,
  ratePerSecond: 100,
  seed: "42",
};

const END = 900 * SECOND;
const RELEASE = 60 * SECOND;

export function fixtureComparison(options: FixtureOptions = FIXTURE): Comparison {
  const lanes = ["recreate", "rolling", "blueGreen", "canary"].map((strategy) => fixtureLane(strategy, options));
  const twin = lanes[0]?.run;
  if (twin === undefined) throw new Error("no lanes");
  return { scenario: fixtureScenario(options), seed: options.seed, lanes, twin };
}

export function fixtureScenario(options: FixtureOptions = FIXTURE): Scenario {
  const part: Partial<Scenario> = {
    apiVersion: "drydock/v1",
    name: "bad-release",
    title: { en: "A bad v2 on a weekday afternoon", ko: "평일 오후의 나쁜 v2" },
    shows: {
      en: "Same users, same bug. Only the rollout differs.",
      ko: "똑같은 사용자, 똑같은 버그. 배포 방법만 다릅니다.",
    },
    seed: options.seed,
    releaseAt: RELEASE,
    duration: END,
  };
  return {
    ...part,
    service: {
      replicas: options.replicas,
      capacity: {
        slots: 8,
        queue: 100,
        service: { law: "deterministic", value: 50_000 },
        warmup: { span: 0, factor: 1 },
        cancelsAbandoned: true,
      },
    },
    traffic: { rate: [{ from: 0, perSecond: options.ratePerSecond }] },
  } as unknown as Scenario;
}

type Draft = { version: number; at: number; end: number };

function fixtureLane(strategy: string, o: FixtureOptions): Lane {
  const boot = o.bootSeconds * SECOND;
  const drafts: Draft[] = [];
  const weights: { at: number; weight: number }[] = [];
  const events: { at: number; kind: EventKind; subject: string }[] = [
    { at: RELEASE, kind: "releaseSubmitted", subject: "v2" },
    { at: RELEASE, kind: "rolloutStarted", subject: strategy },
  ];
  const detected = RELEASE + boot + 90 * SECOND;
  const old = (end: number) => {
    for (let i = 0; i < o.replicas; i++) drafts.push({ version: 0, at: -10 * SECOND, end });
  };
  if (strategy === "recreate") {
    old(RELEASE + 5 * SECOND);
    for (let i = 0; i < o.replicas; i++) drafts.push({ version: 1, at: RELEASE + 5 * SECOND, end: detected });
    for (let i = 0; i < o.replicas; i++) drafts.push({ version: 0, at: detected + 6 * SECOND, end: Infinity });
  } else if (strategy === "rolling") {
    for (let i = 0; i < o.replicas; i++) {
      const at = RELEASE + Math.floor(i / 3) * (boot + 4 * SECOND);
      drafts.push({ version: 0, at: -10 * SECOND, end: at + boot + 2 * SECOND });
      drafts.push({ version: 1, at, end: detected + i * 5 * SECOND });
      drafts.push({ version: 0, at: detected + i * 4 * SECOND, end: Infinity });
      events.push({ at, kind: "replicaSetScaled", subject: `web-${i}` });
    }
  } else if (strategy === "blueGreen") {
    old(Infinity);
    for (let i = 0; i < o.replicas; i++) drafts.push({ version: 1, at: RELEASE, end: detected + 40 * SECOND });
    weights.push({ at: RELEASE + boot + 5 * SECOND, weight: 1 }, { at: detected, weight: 0 });
    events.push({ at: RELEASE + boot + 5 * SECOND, kind: "serviceSwitched", subject: "active" });
  } else {
    old(Infinity);
    drafts.push({ version: 1, at: RELEASE, end: detected + 20 * SECOND });
    weights.push({ at: RELEASE + boot, weight: 0.05 }, { at: detected, weight: 0 });
    events.push({ at: RELEASE + boot, kind: "rolloutStepStarted", subject: "5%" });
  }
  events.push(
    { at: detected, kind: "alertFired", subject: "error-ratio" },
    { at: detected + 1, kind: "rolloutAborted", subject: strategy },
    { at: detected + 2, kind: "rollbackStarted", subject: strategy },
    { at: detected + 70 * SECOND, kind: "rollbackCompleted", subject: strategy },
  );
  drafts.sort((a, b) => a.at - b.at);
  const pods = drafts.map((draft, id) => fixturePod(draft, { id, boot }));
  const log: LogEntry<EventKind>[] = events
    .sort((a, b) => a.at - b.at)
    .map((event, id) => ({ id, cause: id - 1, detail: {}, ...event }));
  const run = fixtureRun(strategy, { pods, log, weights, detected, o });
  return { strategy, run, measures: fixtureMeasures(run) };
}

function fixturePod({ version, at, end }: Draft, { id, boot }: { id: number; boot: number }): PodRecord {
  const first = at < 0;
  const ready = first ? -1 : at + 3 * SECOND + boot * (0.8 + 0.4 * frac(id * 0.618));
  const alive = ready < end;
  const transitions = [
    { at, state: "pending" as const, cause: -1 },
    ...(first
      ? [{ at: -1, state: "ready" as const, cause: -1 }]
      : [
          { at: at + 100_000, state: "pulling" as const, cause: -1 },
          { at: at + 2 * SECOND, state: "starting" as const, cause: -1 },
          ...(alive
            ? [
                { at: ready - SECOND, state: "running" as const, cause: -1 },
                { at: ready, state: "ready" as const, cause: -1 },
              ]
            : []),
        ]),
    ...(end < END
      ? [
          { at: end, state: "terminating" as const, cause: -1 },
          { at: end + 8 * SECOND, state: "gone" as const, cause: -1 },
        ]
      : []),
  ];
  const spans = alive ? [{ start: Math.max(0, ready), end: Math.min(END, end) }] : [];
  return {
    id,
    name: `web-${version}-${id}`,
    version,
    replicaSet: `web-${version}`,
    node: "node-1",
    cpuMilli: 500,
    memoryBytes: 1e9,
    transitions,
    billed: { start: at, end: Math.min(END, end + 8 * SECOND) },
    available: spans,
    endpointReady: spans,
    routed: spans,
  };
}

function frac(x: number): number {
  return x - Math.floor(x);
}

interface Parts {
  readonly pods: readonly PodRecord[];
  readonly log: readonly LogEntry<EventKind>[];
  readonly weights: readonly { at: number; weight: number }[];
  readonly detected: number;
  readonly o: FixtureOptions;
}

function fixtureRun(strategy: string, { pods, log, weights, detected, o }: Parts): Run {
  const buckets = 900;
  const requests = new Uint32Array(buckets * OUTCOME_COUNT);
  const arrived = new Uint32Array(buckets);
  const overTime = new Uint32Array(180 * COARSE_BINS);
  const stride = 5;
  const count = Math.floor((o.ratePerSecond * 900) / stride);
  const sample = {
    stride,
    arrivedAt: new Float64Array(count),
    endedAt: new Float64Array(count),
    pod: new Int32Array(count),
    version: new Int8Array(count),
    outcome: new Int8Array(count),
    attempts: new Uint8Array(count).fill(1),
    user: new Uint32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const at = Math.floor(((i + frac(i * 0.754877)) / count) * END);
    const routed = pods.filter((pod) => pod.routed.some((s) => at >= s.start && at < s.end));
    let weight: number | null = null;
    for (const w of weights) if (w.at <= at) weight = w.weight;
    const wantNew = weight === null && weights.length > 0 ? 0 : weight;
    const pool = wantNew === null ? routed : routed.filter((p) => (p.version === 1) === frac(i * 0.4142) < wantNew);
    const pod = pool[Math.floor(frac(i * 0.7320508) * pool.length)];
    const bad = pod === undefined || (pod.version === 1 && frac(i * 0.2360679) < o.errorShare);
    const outcome = pod === undefined ? 3 : bad ? 2 : 0;
    const latency = pod === undefined ? 1000 : 30_000 + 90_000 * frac(i * 0.31) ** 3;
    sample.arrivedAt[i] = at;
    sample.endedAt[i] = at + latency;
    sample.pod[i] = pod?.id ?? -1;
    sample.version[i] = pod?.version ?? -1;
    sample.outcome[i] = outcome;
    sample.user[i] = (i * 7919) % 1000;
    const bucket = Math.floor(at / SECOND);
    requests[bucket * OUTCOME_COUNT + outcome] = (requests[bucket * OUTCOME_COUNT + outcome] ?? 0) + stride;
    arrived[bucket] = (arrived[bucket] ?? 0) + stride;
    const cell = Math.floor(bucket / 5) * COARSE_BINS + coarseBin(fineBin(Math.floor(latency)));
    overTime[cell] = (overTime[cell] ?? 0) + stride;
  }
  const seen = Array.from({ length: 59 }, (_, i) => {
    const at = (i + 1) * 15 * SECOND;
    let all = 0;
    let bad = 0;
    for (let b = Math.max(0, i * 15 - 30); b < (i + 1) * 15; b++)
      for (let k = 0; k < OUTCOME_COUNT; k++) {
        all += requests[b * OUTCOME_COUNT + k] ?? 0;
        if (k > 0) bad += requests[b * OUTCOME_COUNT + k] ?? 0;
      }
    return { at, errorRatio: all === 0 ? null : bad / all };
  });
  return {
    scenario: "bad-release",
    strategy,
    carriedOutBy: strategy === "recreate" || strategy === "rolling" ? "Kubernetes Deployment" : "Argo Rollouts",
    seed: o.seed,
    window: { start: 0, end: END },
    versions: [
      { name: "v1", role: "old", faulty: false },
      { name: "v2", role: "new", faulty: true },
    ],
    desiredReplicas: o.replicas,
    pods,
    events: log,
    rollout: {
      result: "rolledBack",
      submittedAt: RELEASE,
      completedAt: null,
      faultAt: RELEASE + o.bootSeconds * SECOND,
      detectedAt: detected,
      abortedAt: detected + 1,
      rolledBackAt: detected + 70 * SECOND,
      weights,
    },
    traffic: {
      bucket: SECOND,
      buckets,
      arrived,
      requests,
      attempts: new Uint32Array(0),
      latency: { bucket: 5 * SECOND, overTime, all: new Uint32Array(FINE_BINS), byVersion: [] },
      totals: {
        requests: count * stride,
        requestsByOutcome: [],
        requestsInFlight: 0,
        attempts: count * stride,
        attemptsByOutcome: [],
        attemptsInFlight: 0,
      },
      users: {
        count: 1000,
        requests: new Uint32Array(1000),
        bad: new Uint32Array(1000),
        exposures: new Uint32Array(1000),
      },
      sample,
    },
    monitoring: { scrapeInterval: 15 * SECOND, threshold: 0.01, service: seen, newVersion: [], alerts: [] },
    objectives: {
      availability: 0.999,
      latency: 300_000,
      period: 30 * 86_400 * SECOND,
      window: 60 * SECOND,
      badRatio: 0.01,
    },
    prices: { currency: "USD", cpuHour: 0.04, memoryGibHour: 0.005, badRequest: 0.01, delayDay: 100 },
    digest: "9f3a00000000c1de",
    digests: { control: "", pods: "", traffic: "", monitor: "" },
    kernelEvents: 1000,
  };
}

function fixtureMeasures(run: Run): Measures {
  let bad = 0;
  for (let i = 0; i < run.traffic.requests.length; i++) if (i % OUTCOME_COUNT > 0) bad += run.traffic.requests[i] ?? 0;
  const jitter = frac(Number(run.seed) * 0.37) * 0.2 + 0.9;
  const entries = Object.keys(MEASURES).map((id) => [id, 0]);
  return {
    ...(Object.fromEntries(entries) as Measures),
    user_weighted_s: (bad * jitter) / 100,
    zero_ready_s: run.strategy === "recreate" ? 41 * jitter : 0,
    bad_requests: Math.round(bad * jitter),
    hurt_users: Math.min(1, (bad * jitter) / 20000),
    exposed_users: Math.min(1, (bad * jitter) / 5000),
    time_to_detect_s: 90 * jitter,
    time_to_recover_s: 160 * jitter,
    rollout_duration_s: null,
    latency_p99_ms: 118,
    peak_pods: run.pods.length,
    extra_compute_cost: 0.12 * jitter,
    total_cost: 0.8 + bad * 0.01 * jitter,
  };
}
