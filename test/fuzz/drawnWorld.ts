import fc from "fast-check";
import { faults } from "../../src/faults/index.ts";
import { REGISTRY } from "../../src/scenario/registered.ts";

/** A scenario file as a plain tree; JSON is YAML. */
export type WorldFile = Readonly<Record<string, unknown>>;

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((value) => `${value}s`);
const millis = (min: number, max: number) => fc.integer({ min, max }).map((value) => `${value}ms`);
const share = (...percent: number[]) => fc.constantFrom(...percent.map((value) => `${value}%`));

const law = fc.oneof(
  seconds(0, 12),
  fc.record({ median: seconds(1, 9), sigma: fc.constantFrom(0.1, 0.5, 1) }).map((lognormal) => ({ lognormal })),
);

const probe = fc.record(
  {
    initialDelaySeconds: fc.integer({ min: 0, max: 5 }),
    periodSeconds: fc.integer({ min: 1, max: 10 }),
    failureThreshold: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: ["periodSeconds"] },
);

const service = fc.record(
  {
    replicas: fc.integer({ min: 1, max: 8 }),
    boot: law,
    readinessProbe: fc.oneof(probe, fc.constant(null)),
    livenessProbe: fc.oneof(probe, fc.constant(null)),
    minReadySeconds: fc.integer({ min: 0, max: 10 }),
    progressDeadlineSeconds: fc.constantFrom(20, 60, 600),
    terminationGracePeriodSeconds: fc.integer({ min: 0, max: 30 }),
    preStop: seconds(0, 6),
    onSigterm: fc.constantFrom("graceful", "abrupt", "ignore"),
    capacity: fc.record({
      slots: fc.integer({ min: 1, max: 8 }),
      queue: fc.integer({ min: 0, max: 20 }),
      serviceTime: millis(1, 90),
    }),
    disruptionBudget: fc.constantFrom({ maxUnavailable: 1 }, { minAvailable: 1 }, { minAvailable: "50%" }),
    autoscaling: fc.record({
      minReplicas: fc.integer({ min: 1, max: 2 }),
      maxReplicas: fc.integer({ min: 2, max: 9 }),
    }),
    baselineErrorShare: share(0, 1),
  },
  { requiredKeys: ["replicas"] },
);

const traffic = fc.record(
  {
    rate: fc.integer({ min: 1, max: 60 }).map((rate) => `${rate}/s`),
    arrivals: fc.constantFrom("poisson", "deterministic"),
    users: fc.integer({ min: 1, max: 300 }),
    balancer: fc.constantFrom("random", "roundRobin", "leastRequest"),
    routing: fc.constantFrom("perRequest", "sticky", "perConnection"),
    client: fc.record({
      timeout: millis(20, 2000),
      retries: fc.record({ max: fc.integer({ min: 0, max: 3 }), backoff: millis(1, 500), budget: share(1, 20, 100) }),
    }),
  },
  { requiredKeys: ["rate"] },
);

const monitoring = fc.record(
  {
    scrapeInterval: seconds(1, 15),
    evaluationInterval: seconds(1, 15),
    window: seconds(30, 60),
    errorRatioAbove: share(1, 5, 50),
    for: seconds(0, 30),
    minRequests: fc.integer({ min: 0, max: 100 }),
    onAlert: fc.constantFrom("rollBack", "nothing"),
    reaction: seconds(0, 60),
  },
  { requiredKeys: [] },
);

const cluster = fc.record(
  {
    nodes: fc.record({ count: fc.integer({ min: 1, max: 6 }) }),
    newImageCached: fc.boolean(),
    endpointPropagation: fc.record({ add: millis(0, 3000), remove: millis(0, 3000) }),
    watchLatency: millis(0, 200),
  },
  { requiredKeys: [] },
);

const CALLED = { service: { name: "payments", share: "50%" } };
const SHARED = { database: { name: "orders", connections: 8, poolPerPod: 2 } };
const dependencies = fc.constantFrom([], [CALLED], [{ cache: { name: "cache" } }, CALLED], [CALLED, SHARED]);

const moment = fc.oneof(
  seconds(0, 110),
  fc.constant({ first: "10s", every: "25s" }),
  fc.constant({ randomly: "90/h" }),
);

/** A fault with its defaults, for the place in the file that it belongs to. */
const fault = fc.record({ kind: fc.constantFrom(...faults), at: moment }).map(({ kind: { name, target }, at }) => ({
  target,
  written: target === "world" && name !== "retryStorm" ? { [name]: { at } } : name,
}));

const steps = fc.array(
  fc.record({ weight: fc.integer({ min: 0, max: 100 }).map((weight) => `${weight}%`), pause: seconds(1, 20) }),
  { minLength: 1, maxLength: 4 },
);
const rollingParameters = fc.record({
  maxSurge: fc.constantFrom(0, 1, 3, "25%", "100%"),
  maxUnavailable: fc.constantFrom(0, 1, 2, "25%", "100%"),
});
const WITH_PARAMETERS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  rolling: rollingParameters,
  canary: fc.record({ steps, trafficRouting: fc.boolean(), maxSurge: fc.constantFrom(1, "25%") }),
};
/** Every strategy there is, with drawn parameters where this file knows some. */
const strategy = fc
  .constantFrom(...REGISTRY.strategies.map(({ name }) => name))
  .chain((name): fc.Arbitrary<unknown> => {
    const parameters = WITH_PARAMETERS[name];
    return parameters === undefined
      ? fc.constant(name)
      : fc.oneof(
          fc.constant(name),
          parameters.map((some) => ({ [name]: some })),
        );
  });

/** Two minutes of a small service: any strategy, faults of any kind at any time, any monitoring. */
export const drawnWorld: fc.Arbitrary<WorldFile> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    releaseAt: seconds(5, 40),
    service,
    traffic,
    monitoring,
    cluster,
    dependencies,
    uses: fc.array(fault, { maxLength: 4 }),
    strategy,
  })
  .map(({ uses, strategy, ...parts }) => ({
    apiVersion: "drydock/v1",
    name: "drawn",
    duration: "2m",
    warmup: "5s",
    ...parts,
    release: { faults: uses.filter(({ target }) => target === "newVersion").map(({ written }) => written) },
    faults: uses.filter(({ target }) => target === "world").map(({ written }) => written),
    strategies: [strategy],
  }));
