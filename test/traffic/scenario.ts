import fc from "fast-check";
import { Fnv1a64 } from "../../src/kernel/hash.ts";
import type { Law } from "../../src/kernel/law.ts";
import { MILLISECOND, SECOND } from "../../src/kernel/time.ts";
import { FINE_BINS } from "../../src/record/latency.ts";
import type { TrafficRecord } from "../../src/record/run.ts";
import { rateSteps } from "../../src/traffic/arrivals.ts";
import type { DependencySpec } from "../../src/traffic/dependencies/spec.ts";
import type { TrafficConfig, TrafficPlane } from "../../src/traffic/plane.ts";
import type { PodTrouble, VersionTrouble } from "../../src/traffic/troubles.ts";

/** Pods that a random scenario speaks of. */
const PODS = 5;
const VERSIONS = 2;
/** More users than any random scenario has. */
const USERS_MAX = 40;

/** Something the control plane does to the traffic plane. */
export type Deed =
  | { readonly do: "listen"; readonly pod: number; readonly version: number }
  | { readonly do: "shutDown"; readonly pod: number; readonly how: "graceful" | "abrupt" }
  | { readonly do: "kill"; readonly pod: number }
  | { readonly do: "hang"; readonly pod: number }
  | { readonly do: "endpoints"; readonly backend: number; readonly pods: readonly number[] }
  | {
      readonly do: "change";
      readonly backend: number;
      readonly proxy: number;
      readonly added: readonly number[];
      readonly removed: readonly number[];
    }
  | { readonly do: "entrances"; readonly proxies: readonly number[] }
  | { readonly do: "close"; readonly which: { readonly proxy: number } | { readonly pod: number } }
  | { readonly do: "route"; readonly weights: readonly [number, number] }
  | { readonly do: "version"; readonly version: number; readonly errorShare: number; readonly serviceFactor: number }
  | { readonly do: "rate"; readonly factor: number }
  | { readonly do: "podTrouble"; readonly pod: number; readonly trouble: PodTrouble | null }
  | { readonly do: "versionTrouble"; readonly version: number; readonly trouble: VersionTrouble | null }
  | { readonly do: "called"; readonly factor: number; readonly health: "up" | "refuses" | "hangs" }
  | { readonly do: "names"; readonly unresolved: number; readonly hot: number }
  | { readonly do: "pin"; readonly seed: number | null }
  | { readonly do: "mirror"; readonly mirror: { readonly backend: number; readonly share: number } | null }
  | { readonly do: "flag"; readonly pod: number; readonly share: number | null }
  | { readonly do: "look"; readonly pod: number };

export interface TrafficScenario {
  readonly config: TrafficConfig;
  /** In order of time; `after`: as an event whose class comes after traffic. */
  readonly deeds: readonly { readonly at: number; readonly after: boolean; readonly deed: Deed }[];
}

/** What a plane answered, to be compared. */
export interface Outcome {
  readonly record: TrafficRecord;
  /** Answers of `shutDown`, `inFlight` and `readCounters`, in order. */
  readonly answers: readonly unknown[];
}

export function play(plane: TrafficPlane, { config, deeds }: TrafficScenario): Outcome {
  const answers: unknown[] = [];
  for (let pod = 0; pod < PODS - 1; pod++) plane.listen(pod, pod % VERSIONS, 0);
  plane.setEndpoints(0, [0, 2], 0);
  plane.setEndpoints(1, [1, 3], 0);
  plane.setRoute(
    [
      { backend: 0, weight: 3 },
      { backend: 1, weight: 1 },
    ],
    0,
  );
  for (const { at, after, deed } of deeds) {
    plane.advance(after ? at + 1 : at);
    const answer = apply(plane, ofProxies(config.proxies?.count ?? 1, deed), at);
    if (answer !== undefined) answers.push(answer);
  }
  return { record: plane.seal(), answers };
}

/** The deed in a scenario of so many proxies. */
function ofProxies(count: number, deed: Deed): Deed {
  if (deed.do === "change") return { ...deed, proxy: deed.proxy % count };
  if (deed.do === "entrances") return { ...deed, proxies: deed.proxies.filter((proxy) => proxy < count) };
  return deed;
}

function apply(plane: TrafficPlane, deed: Deed, now: number): unknown {
  switch (deed.do) {
    case "listen":
      plane.kill(deed.pod, now);
      return plane.listen(deed.pod, deed.version, now);
    case "shutDown":
      return plane.shutDown(deed.pod, deed.how, now);
    case "kill":
      return plane.kill(deed.pod, now);
    case "hang":
      return plane.hang(deed.pod, now);
    case "endpoints":
      return plane.setEndpoints(deed.backend, deed.pods, now);
    case "change":
      return plane.changeEndpoints(deed, deed, now);
    case "entrances":
      return plane.setEntrances(deed.proxies, now);
    case "close":
      return plane.closeConnections(deed.which, now);
    case "route":
      return plane.setRoute(
        deed.weights.map((weight, backend) => ({ backend, weight })),
        now,
      );
    case "version":
      return plane.setVersion(deed.version, { ...deed, faulty: deed.version === 1 }, now);
    case "pin":
      return plane.pinUsers(
        deed.seed === null ? null : Float64Array.from({ length: USERS_MAX }, place(deed.seed)),
        now,
      );
    case "mirror":
      return plane.setMirror(deed.mirror, now);
    case "flag": {
      const { share } = deed;
      if (share === null) return plane.setFlag(deed.pod, null, now);
      const audience = Uint8Array.from({ length: USERS_MAX }, (_, user) => Number(place(7)(_, user) < share));
      return plane.setFlag(deed.pod, { audience, otherwise: 0 }, now);
    }
    case "podTrouble":
      return plane.disturb((troubles) => troubles.setPod(deed.pod, deed.trouble), now);
    case "versionTrouble":
      return plane.disturb((troubles) => troubles.setVersion(deed.version, deed.trouble), now);
    case "called":
      return plane.disturb((troubles) => troubles.calls?.set("called", { ...deed, taken: 0 }), now);
    case "names":
      return plane.disturb((troubles) => {
        troubles.setUnresolved(deed.unresolved);
        troubles.setHotUser(deed.hot);
      }, now);
    case "rate":
      return plane.setRateFactor(deed.factor, now);
    case "look": {
      const columns = () => new Float64Array((VERSIONS + 1) * 7);
      const into = {
        byVersion: columns(),
        mirrored: columns(),
        byPod: new Float64Array((PODS - 1) * 7),
        durations: new Float64Array(VERSIONS * FINE_BINS),
      };
      plane.readCounters(now, into);
      return {
        inFlight: plane.inFlight(deed.pod, now),
        busy: plane.busySlotTime(deed.pod, now),
        counters: [...into.byVersion, ...into.mirrored, ...into.byPod],
        durations: [...into.durations.entries()].filter(([, count]) => count !== 0),
      };
    }
  }
}

/** Anybody's place on [0, 1), a golden-ratio step from the next one's. */
function place(seed: number): (_: unknown, user: number) => number {
  return (_, user) => ((user + seed) * 0.6180339887498949) % 1;
}

const pod = fc.integer({ min: 0, max: PODS - 1 });
/** Proxies that a deed may speak of; a scenario has as many, or one. */
const PROXIES = 3;
const proxy = fc.integer({ min: 0, max: PROXIES - 1 });
const pods = fc.uniqueArray(pod, { maxLength: PODS });

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constant("listen" as const), pod, version: fc.integer({ min: 0, max: VERSIONS - 1 }) }),
  fc.record({
    do: fc.constant("shutDown" as const),
    pod,
    how: fc.constantFrom("graceful" as const, "abrupt" as const),
  }),
  fc.record({ do: fc.constant("kill" as const), pod }),
  fc.record({ do: fc.constant("hang" as const), pod }),
  fc.record({
    do: fc.constant("endpoints" as const),
    backend: fc.integer({ min: 0, max: 1 }),
    pods,
  }),
  fc.record({
    do: fc.constant("change" as const),
    backend: fc.integer({ min: 0, max: 1 }),
    proxy,
    added: pods,
    removed: pods,
  }),
  fc.record({ do: fc.constant("entrances" as const), proxies: fc.uniqueArray(proxy, { maxLength: PROXIES }) }),
  fc.record({ do: fc.constant("close" as const), which: fc.oneof(fc.record({ proxy }), fc.record({ pod })) }),
  fc.record({
    do: fc.constant("route" as const),
    weights: fc.constantFrom<readonly [number, number]>([1, 0], [0.95, 0.05], [0.5, 0.5], [0, 1]),
  }),
  fc.record({
    do: fc.constant("version" as const),
    version: fc.integer({ min: 0, max: VERSIONS - 1 }),
    errorShare: fc.constantFrom(0, 0.3, 1),
    serviceFactor: fc.constantFrom(0.5, 1, 4),
  }),
  fc.record({ do: fc.constant("rate" as const), factor: fc.constantFrom(0, 0.5, 1, 3) }),
  fc.record({
    do: fc.constant("podTrouble" as const),
    pod,
    trouble: fc.option(
      fc.record({
        factor: fc.constantFrom(1, 3),
        delay: fc.constantFrom(0, 30 * MILLISECOND),
        loss: fc.constantFrom(0, 0.2),
        errorShare: fc.constantFrom(0, 0.5),
        isCut: fc.boolean(),
      }),
    ),
  }),
  fc.record({
    do: fc.constant("versionTrouble" as const),
    version: fc.integer({ min: 0, max: VERSIONS - 1 }),
    trouble: fc.option(
      fc.record({
        segment: fc.constantFrom(null, { of: "users" as const, share: 0.3 }, { of: "requests" as const, share: 0.1 }),
        leakShare: fc.constantFrom(0, 0.05),
        stuckAfter: fc.constantFrom(Number.MAX_SAFE_INTEGER, 20),
        corruptShare: fc.constantFrom(0, 0.02),
      }),
    ),
  }),
  fc.record({
    do: fc.constant("called" as const),
    factor: fc.constantFrom(1, 4),
    health: fc.constantFrom("up" as const, "refuses" as const, "hangs" as const),
  }),
  fc.record({
    do: fc.constant("names" as const),
    unresolved: fc.constantFrom(0, 0.3, 1),
    hot: fc.constantFrom(0, 0.5),
  }),
  fc.record({ do: fc.constant("pin" as const), seed: fc.option(fc.integer({ min: 0, max: 20 })) }),
  fc.record({
    do: fc.constant("mirror" as const),
    mirror: fc.option(fc.record({ backend: fc.integer({ min: 0, max: 1 }), share: fc.constantFrom(0.2, 1) }), {
      freq: 3,
    }),
  }),
  fc.record({ do: fc.constant("flag" as const), pod, share: fc.option(fc.constantFrom(0, 0.3, 1)) }),
  fc.record({ do: fc.constant("look" as const), pod }),
);

const service: fc.Arbitrary<Law> = fc.constantFrom<Law>(
  { law: "deterministic", value: 40 * MILLISECOND },
  { law: "exponential", mean: 50 * MILLISECOND },
  { law: "lognormal", median: 40 * MILLISECOND, sigma: 1 },
  // Work below a microsecond, and answers that meet deadlines and arrivals exactly.
  { law: "empirical", values: [0, 10 * MILLISECOND, 20 * MILLISECOND, 100 * MILLISECOND] },
);

const CACHE: DependencySpec = {
  kind: "cache",
  name: "cache",
  share: 0.8,
  hitRatio: 0.9,
  warmsFor: 2 * SECOND,
};
const CALLED: DependencySpec = {
  kind: "service",
  name: "called",
  share: 0.7,
  latency: { law: "exponential", mean: 20 * MILLISECOND },
  errorShare: 0.1,
  timeout: 50 * MILLISECOND,
};

const config: fc.Arbitrary<TrafficConfig> = fc
  .record({
    seed: fc.string({ maxLength: 4 }),
    start: fc.constantFrom(0, 1_300 * MILLISECOND),
    law: fc.constantFrom("poisson" as const, "deterministic" as const),
    rates: fc.array(fc.constantFrom(0, 20, 100, 200), { minLength: 1, maxLength: 3 }),
    users: fc.constantFrom(1, 7, 40),
    zipf: fc.boolean(),
    timeout: fc.constantFrom(10, 40, 100, 1000),
    retries: fc.record({
      max: fc.integer({ min: 0, max: 3 }),
      backoff: fc.constantFrom(0, 10 * MILLISECOND, 300 * MILLISECOND),
      budget: fc.constantFrom(0.1, 1),
    }),
    // Attempts are numbered up to 14: four tries of a client with two more of the proxy each are twelve.
    proxyRetries: fc.option(
      fc.record({
        attempts: fc.integer({ min: 1, max: 2 }),
        outcomes: fc.constantFrom(0, 0b1000, 0b1111100),
        backoff: fc.constantFrom(0, 25 * MILLISECOND),
      }),
    ),
    routing: fc.constantFrom("perRequest" as const, "sticky" as const, "perConnection" as const),
    balancer: fc.constantFrom("random" as const, "roundRobin" as const, "leastRequest" as const),
    proxies: fc.constantFrom(1, PROXIES),
    through: fc.constantFrom("client" as const, "attempt" as const),
    affinity: fc.option(
      fc.record({
        timeout: fc.constantFrom(0, 100 * MILLISECOND, 10 * SECOND),
        client: fc.constantFrom("user" as const, "entrance" as const),
      }),
    ),
    slots: fc.constantFrom(1, 2, 5, 20),
    queue: fc.constantFrom(0, 1, 4, 100),
    service,
    warmup: fc.constantFrom({ span: 0, factor: 1 }, { span: SECOND, factor: 2.5 }),
    cancelsAbandoned: fc.boolean(),
    dependencies: fc.constantFrom<readonly DependencySpec[]>([], [], [CACHE, CALLED]),
    sampleLimit: fc.constantFrom(2, 10, 1000),
  })
  .map((c) => ({
    seed: c.seed,
    start: c.start,
    end: 4_500 * MILLISECOND,
    arrivals: {
      law: c.law,
      rate: rateSteps(c.rates.map((perSecond, i) => ({ from: 1_100 * i * MILLISECOND, perSecond }))),
    },
    users: {
      count: c.users,
      activity: c.zipf ? { law: "zipf" as const, exponent: 1 } : { law: "uniform" as const },
    },
    client: { timeout: c.timeout * MILLISECOND, retries: c.retries, routing: c.routing, connections: 9 },
    proxyRetries: c.proxyRetries,
    balancer: c.balancer,
    proxies: { count: c.proxies, through: c.through },
    affinity: c.affinity,
    capacity: {
      slots: c.slots,
      queue: c.queue,
      service: c.service,
      warmup: c.warmup,
      cancelsAbandoned: c.cancelsAbandoned,
    },
    versions: [
      { errorShare: 0.01, serviceFactor: 1, faulty: false },
      { errorShare: 0.1, serviceFactor: 1.3, faulty: true },
    ],
    dependencies: c.dependencies,
    writeShare: 0.3,
    countsPods: true,
    slowAfter: 60 * MILLISECOND,
    sampleLimit: c.sampleLimit,
    requestLimit: 100_000,
  }));

/** Instants on a coarse grid too, where control meets answers, deadlines and arrivals of the same microsecond. */
const instant = fc.oneof(
  fc.integer({ min: 0, max: 5_000_000 }),
  fc.integer({ min: 0, max: 500 }).map((step) => step * 10 * MILLISECOND),
);

export const trafficScenario: fc.Arbitrary<TrafficScenario> = fc
  .record({ config, deeds: fc.array(fc.record({ at: instant, after: fc.boolean(), deed }), { maxLength: 25 }) })
  .map(({ config, deeds }) => ({
    config,
    deeds: [...deeds].sort((a, b) => a.at - b.at || Number(a.after) - Number(b.after)),
  }));

/** Everything a record says, as one number of 64 bits. */
export function fingerprint({ record, answers }: Outcome): string {
  const { latency, users, histories, sample, totals } = record;
  const digest = new Fnv1a64().numbers([record.bucket, record.buckets, latency.bucket, users.count, sample.stride]);
  for (const column of [record.arrived, record.requests, record.attempts]) digest.counts(column);
  for (const column of [latency.overTime, latency.all, ...latency.byVersion]) digest.counts(column);
  for (const column of [users.requests, users.bad, users.exposures]) digest.counts(column);
  for (const column of [sample.arrivedAt, sample.endedAt]) digest.numbers(column);
  for (const column of [sample.pod, sample.user, histories.user]) digest.counts(column);
  for (const column of [sample.version, sample.outcome, sample.attempts, histories.outcome]) digest.bytes(column);
  digest.numbers(histories.arrivedAt);
  return digest.text(JSON.stringify([totals, answers, record.mirrored])).hex();
}
