import { fromSeconds, MILLISECOND } from "../../src/kernel/time.ts";
import { usersWithAtLeast } from "../../src/measures/blast.ts";
import type { UserRecord } from "../../src/record/run.ts";
import { rateSteps } from "../../src/traffic/arrivals.ts";
import { createTrafficPlane } from "../../src/traffic/createTrafficPlane.ts";
import type { TrafficConfig } from "../../src/traffic/plane.ts";
import { estimate, type OracleAdapter, type OracleCase, type Results, replicationSeed } from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";

/** Where a case leaves the number of users open. */
const USERS = 10_000;
/** Enough for the standard errors that the cases ask for; counts of rare users need more worlds. */
const REPLICATIONS = 24;
const RARE_REPLICATIONS = 60;
const OLD = 0;
const NEW = 1;

/** Users of two pods, one of each version, with the new one's weight rising in steps. */
interface Canary {
  readonly users: TrafficConfig["users"];
  readonly perSecond: number;
  readonly routing: "perRequest" | "sticky";
  readonly steps: readonly { readonly weight: number; readonly seconds: number }[];
  readonly errorShare: number;
}

/** What the users met, counted request by request by the plane that carries a run's traffic. */
function meet(canary: Canary, seed: string): UserRecord {
  const end = fromSeconds(canary.steps.reduce((sum, { seconds }) => sum + seconds, 0));
  const plane = createTrafficPlane(configOf(canary, seed, end));
  for (const version of [OLD, NEW]) {
    plane.listen(version, version, 0);
    plane.setEndpoints(version, [version], 0);
  }
  let now = 0;
  for (const { weight, seconds } of canary.steps) {
    const route = [
      { backend: OLD, weight: 1 - weight },
      { backend: NEW, weight },
    ];
    plane.setRoute(route, now);
    now += fromSeconds(seconds);
    plane.advance(now);
  }
  return plane.seal().users;
}

function configOf({ users, perSecond, routing, errorShare }: Canary, seed: string, end: number): TrafficConfig {
  return {
    seed,
    start: 0,
    end,
    arrivals: { law: "poisson", rate: rateSteps([{ from: 0, perSecond }]) },
    users,
    client: { timeout: fromSeconds(10), retries: { max: 0, backoff: 0, budget: 1 }, routing, connections: 0 },
    balancer: "random",
    capacity: {
      slots: 64,
      queue: 64,
      service: { law: "deterministic", value: MILLISECOND },
      warmup: { span: 0, factor: 1 },
      cancelsAbandoned: true,
    },
    versions: [
      { errorShare: 0, serviceFactor: 1, faulty: false },
      { errorShare, serviceFactor: 1, faulty: true },
    ],
    slowAfter: fromSeconds(10),
    sampleLimit: 2,
    requestLimit: 10_000_000,
  };
}

type Spec = Omit<Canary, "routing">;

/** The same users by both kinds of routing, over many worlds. */
function replicate(oracle: OracleCase, spec: Spec, replications = REPLICATIONS) {
  const seeds = Array.from({ length: replications }, (_, replication) => replicationSeed(oracle, replication));
  const perRequest = seeds.map((seed) => meet({ ...spec, routing: "perRequest" }, seed));
  const sticky = seeds.map((seed) => meet({ ...spec, routing: "sticky" }, seed));
  return { perRequest, sticky };
}

const mean = (records: readonly UserRecord[], of: (record: UserRecord) => number) => estimate(records.map(of));
const exposed = (record: UserRecord) => usersWithAtLeast(record.exposures, 1);
const active = (record: UserRecord) => usersWithAtLeast(record.requests, 1);
const total = (column: Uint32Array) => column.reduce((sum, count) => sum + count, 0);
const exposedShare = (record: UserRecord) => exposed(record) / record.count;

function uniformSpec(oracle: OracleCase): Spec | undefined {
  if (!hasParameters(oracle, ["users", "user_rate_per_s", "canary_weight", "duration_s"])) return undefined;
  const count = numberIn(oracle, "users");
  return {
    users: { count, activity: { law: "uniform" } },
    perSecond: count * numberIn(oracle, "user_rate_per_s"),
    steps: [{ weight: numberIn(oracle, "canary_weight"), seconds: numberIn(oracle, "duration_s") }],
    errorShare: 0,
  };
}

function sticky(oracle: OracleCase): Results | undefined {
  const spec = uniformSpec(oracle);
  if (spec === undefined) return undefined;
  const met = replicate(oracle, spec);
  return {
    exposed_share_per_request: mean(met.perRequest, exposedShare),
    exposed_share_sticky: mean(met.sticky, exposedShare),
    exposed_share_of_active_users_per_request: mean(met.perRequest, (record) => exposed(record) / active(record)),
    canary_requests_either_way: mean(met.perRequest, ({ exposures }) => total(exposures)),
  };
}

function errors(oracle: OracleCase): Results | undefined {
  const spec = uniformSpec(oracle);
  if (spec === undefined || !hasParameters(oracle, ["canary_error_rate"])) return undefined;
  const met = replicate(oracle, { ...spec, errorShare: numberIn(oracle, "canary_error_rate") }, RARE_REPLICATIONS);
  const hurt = (least: number) => (record: UserRecord) => usersWithAtLeast(record.bad, least) / record.count;
  return {
    users_with_failure_per_request: mean(met.perRequest, hurt(1)),
    users_with_failure_sticky: mean(met.sticky, hurt(1)),
    // So rare with per-request routing that counting them would take minutes.
    ...byName(oracle, /^users_with_(\d+)plus_failures_sticky$/, (least = 1) => mean(met.sticky, hurt(least))),
    failed_requests_either_way: mean(met.perRequest, ({ bad }) => total(bad)),
  };
}

function steps(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["user_rate_per_s", "steps"])) return undefined;
  const given = oracle.params.steps as readonly (readonly [number, number])[];
  const met = replicate(oracle, {
    users: { count: USERS, activity: { law: "uniform" } },
    perSecond: USERS * numberIn(oracle, "user_rate_per_s"),
    steps: given.map(([percent, seconds]) => ({ weight: percent / 100, seconds })),
    errorShare: 0,
  });
  return {
    exposed_share_nested: mean(met.sticky, exposedShare),
    exposed_share_per_request: mean(met.perRequest, exposedShare),
  };
}

function zipf(oracle: OracleCase): Results | undefined {
  const names = ["users", "zipf_exponent", "total_rate_rps", "canary_weight", "duration_s"];
  if (!hasParameters(oracle, names)) return undefined;
  const met = replicate(oracle, {
    users: { count: numberIn(oracle, "users"), activity: { law: "zipf", exponent: numberIn(oracle, "zipf_exponent") } },
    perSecond: numberIn(oracle, "total_rate_rps"),
    steps: [{ weight: numberIn(oracle, "canary_weight"), seconds: numberIn(oracle, "duration_s") }],
    errorShare: 0,
  });
  return {
    exposed_share_per_request: mean(met.perRequest, exposedShare),
    exposed_share_sticky: mean(met.sticky, exposedShare),
    active_share: mean(met.perRequest, (record) => active(record) / record.count),
  };
}

const name = "traffic plane";

export const adapters: readonly OracleAdapter[] = [
  { name, family: /^B-STICKY-\d+$/, run: sticky },
  { name, family: /^B-ERR-\d+$/, run: errors },
  { name, family: /^B-STEPS-\d+$/, run: steps },
  { name, family: /^B-ZIPF-\d+$/, run: zipf },
];
