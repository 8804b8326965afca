import fc from "fast-check";
import { stringify } from "yaml";
import { readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

/** What a random scenario file is made of: plain values, so that a failing case prints as something a person can read. */
export interface Draft {
  readonly replicas: number;
  readonly rate: number;
  readonly bootSeconds: number;
  readonly preStopSeconds: number;
  readonly minReadySeconds: number;
  readonly onSigterm: "graceful" | "abrupt" | "ignore";
  readonly balancer: "random" | "roundRobin" | "leastRequest";
  readonly routing: "perRequest" | "sticky" | "perConnection";
  readonly retries: number;
  readonly errorPercent: number;
  readonly addMillis: number;
  readonly removeMillis: number;
  readonly surge: number;
  readonly unavailable: number;
  readonly seed: number;
  /** What an alert leads to. An overload during the rollout may call it back, so that speed says nothing any more. */
  readonly onAlert: "rollBack" | "nothing";
}

export const draft: fc.Arbitrary<Draft> = fc
  .record({
    replicas: fc.integer({ min: 1, max: 9 }),
    rate: fc.integer({ min: 5, max: 90 }),
    bootSeconds: fc.integer({ min: 1, max: 12 }),
    preStopSeconds: fc.integer({ min: 0, max: 5 }),
    minReadySeconds: fc.integer({ min: 0, max: 4 }),
    onSigterm: fc.constantFrom("graceful", "abrupt", "ignore"),
    balancer: fc.constantFrom("random", "roundRobin", "leastRequest"),
    routing: fc.constantFrom("perRequest", "sticky", "perConnection"),
    retries: fc.integer({ min: 0, max: 2 }),
    errorPercent: fc.constantFrom(0, 0, 2, 20, 70, 100),
    addMillis: fc.integer({ min: 0, max: 2500 }),
    removeMillis: fc.integer({ min: 0, max: 2500 }),
    surge: fc.integer({ min: 0, max: 4 }),
    unavailable: fc.integer({ min: 0, max: 4 }),
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    onAlert: fc.constant("rollBack"),
  } as const)
  .filter(({ surge, unavailable }) => surge + unavailable > 0);

/** A draft without chance in it and without faults: what the rules of scaling and monotony speak of. */
export const calmDraft: fc.Arbitrary<Draft> = draft.map((some) => ({
  ...some,
  onSigterm: "graceful",
  routing: "perRequest",
  errorPercent: 0,
  retries: 0,
  onAlert: "nothing",
}));

/** The scenario file of a draft as a plain tree. `time` stretches all durations and thins all rates by the same factor. */
export function fileOf(some: Draft, time = 1): Record<string, unknown> {
  const seconds = (value: number): string => `${value * time}s`;
  return {
    apiVersion: "drydock/v1",
    name: "drawn",
    title: "A drawn scenario",
    shows: "Whatever holds for all scenarios holds here.",
    seed: some.seed,
    warmup: seconds(10),
    duration: seconds(240),
    releaseAt: seconds(20),
    service: {
      replicas: some.replicas,
      boot: seconds(some.bootSeconds),
      preStop: seconds(some.preStopSeconds),
      minReadySeconds: some.minReadySeconds * time,
      terminationGracePeriodSeconds: 20 * time,
      onSigterm: some.onSigterm,
      readinessProbe: null,
      unprobedReadiness: "listening",
      baselineErrorShare: "0%",
      capacity: { slots: 4, queue: 16, serviceTime: `${20 * time}ms`, warmup: { for: seconds(4), factor: 1.5 } },
    },
    cluster: {
      watchLatency: `${20 * time}ms`,
      sandbox: seconds(1),
      newImageCached: true,
      endpointPropagation: {
        add: `${some.addMillis * time}ms`,
        remove: `${some.removeMillis * time}ms`,
      },
      nodes: { count: 9 },
    },
    traffic: {
      rate: `${some.rate / time}/s`,
      arrivals: "deterministic",
      users: 200,
      balancer: some.balancer,
      routing: some.routing,
      client: { timeout: seconds(1), retries: { max: some.retries, backoff: `${50 * time}ms`, budget: "20%" } },
    },
    release: {
      from: "v1",
      to: "v2",
      faults: some.errorPercent === 0 ? [] : [{ errorShare: { share: `${some.errorPercent}%` } }],
    },
    monitoring: {
      scrapeInterval: seconds(5),
      evaluationInterval: seconds(5),
      scrapePhase: seconds(1),
      evaluationPhase: seconds(2),
      window: seconds(20),
      for: seconds(5),
      minRequests: 10,
      onAlert: some.onAlert,
      reaction: seconds(2),
    },
    objectives: { latency: `${200 * time}ms` },
    strategies: [
      "recreate",
      { rolling: { maxSurge: some.surge, maxUnavailable: some.unavailable } },
      "blueGreen",
      "canary",
    ],
  };
}

/** Reads a scenario file that must be right. */
export function mustRead(text: string): Scenario {
  const reading = readScenario(text);
  if (!reading.ok) throw new Error(reading.problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return reading.value;
}

export function scenarioOf(some: Draft, time = 1): Scenario {
  return mustRead(stringify(fileOf(some, time)));
}
