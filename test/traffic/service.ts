import { MILLISECOND, SECOND } from "../../src/kernel/time.ts";
import type { TrafficRecord } from "../../src/record/run.ts";
import { rateSteps } from "../../src/traffic/arrivals.ts";
import { OUTCOME } from "../../src/traffic/attempt.ts";
import type { TrafficConfig } from "../../src/traffic/plane.ts";

/** A plain service: ten requests per second, evenly spaced, 50 ms of work each, one slot per pod. */
export function service(change: Partial<TrafficConfig> = {}): TrafficConfig {
  return {
    seed: "test",
    start: 0,
    end: 10 * SECOND,
    arrivals: { law: "deterministic", rate: rateSteps([{ from: 0, perSecond: 10 }]) },
    users: { count: 20, activity: { law: "uniform" } },
    client: {
      timeout: SECOND,
      retries: { max: 0, backoff: 0, budget: 1 },
      routing: "perRequest",
      connections: 1,
    },
    balancer: "roundRobin",
    capacity: {
      slots: 1,
      queue: 10,
      service: { law: "deterministic", value: 50 * MILLISECOND },
      warmup: { span: 0, factor: 1 },
      cancelsAbandoned: false,
    },
    versions: [
      { errorShare: 0, serviceFactor: 1, faulty: false },
      { errorShare: 0, serviceFactor: 1, faulty: true },
    ],
    slowAfter: 200 * MILLISECOND,
    sampleLimit: 1000,
    requestLimit: 1_000_000,
    ...change,
  };
}

/** Requests of the window by outcome, those left out that are 0. */
export function outcomes({ totals }: TrafficRecord): Record<string, number> {
  const named = Object.entries(OUTCOME).map(([name, i]) => [name, totals.requestsByOutcome[i] as number] as const);
  return Object.fromEntries(named.filter(([, count]) => count > 0));
}
