import { describe, expect, it } from "vitest";
import { MILLISECOND, SECOND } from "../../src/kernel/time.ts";
import { ArrivalDrivenPlane } from "../../src/traffic/arrivalDriven/arrivalDrivenPlane.ts";
import { rateSteps } from "../../src/traffic/arrivals.ts";
import { createTrafficPlane } from "../../src/traffic/createTrafficPlane.ts";
import { Database, type Query } from "../../src/traffic/dependencies/database.ts";
import { type DatabaseSpec, type DependencySpec, HEALTHY } from "../../src/traffic/dependencies/spec.ts";
import { EventDrivenPlane } from "../../src/traffic/eventDriven/eventDrivenPlane.ts";
import type { TrafficConfig } from "../../src/traffic/plane.ts";

const DATABASE: DatabaseSpec = {
  kind: "database",
  name: "orders",
  share: 1,
  query: { law: "deterministic", value: 10 * MILLISECOND },
  parallel: 2,
  connections: 3,
  poolPerPod: 2,
};
const CACHE: DependencySpec = { kind: "cache", name: "sessions", share: 1, hitRatio: 0.9, warmsFor: 10 * SECOND };
const CALLED: DependencySpec = {
  kind: "service",
  name: "payments",
  share: 0.5,
  latency: { law: "deterministic", value: 30 * MILLISECOND },
  errorShare: 0,
  timeout: 100 * MILLISECOND,
};

function configOf(dependencies: readonly DependencySpec[], changes: Partial<TrafficConfig> = {}): TrafficConfig {
  return {
    seed: "dependencies",
    start: 0,
    end: 20 * SECOND,
    arrivals: { law: "deterministic", rate: rateSteps([{ from: 0, perSecond: 50 }]) },
    users: { count: 10, activity: { law: "uniform" } },
    client: { timeout: SECOND, retries: { max: 0, backoff: 0, budget: 1 }, routing: "perRequest", connections: 1 },
    balancer: "roundRobin",
    capacity: {
      slots: 4,
      queue: 100,
      service: { law: "deterministic", value: 5 * MILLISECOND },
      warmup: { span: 0, factor: 1 },
      cancelsAbandoned: true,
    },
    versions: [{ errorShare: 0, serviceFactor: 1, faulty: false }],
    dependencies,
    slowAfter: SECOND,
    sampleLimit: 10,
    requestLimit: 100_000,
    ...changes,
  };
}

function served(config: TrafficConfig, pods: number, disturb?: (plane: ReturnType<typeof createTrafficPlane>) => void) {
  const plane = createTrafficPlane(config);
  const numbers = Array.from({ length: pods }, (_, pod) => pod);
  for (const pod of numbers) plane.listen(pod, 0, 0);
  plane.setEndpoints(0, numbers, 0);
  plane.setRoute([{ backend: 0, weight: 1 }], 0);
  disturb?.(plane);
  const { totals, latency } = plane.seal();
  const [ok = 0, , error = 0, , , timeout = 0] = totals.requestsByOutcome;
  return { ok, error, timeout, requests: totals.requests, slow: latency.all.reduce((sum, count) => sum + count, 0) };
}

describe("the plane", () => {
  it("decides requests at their arrival unless they wait for one another in a database", () => {
    expect(createTrafficPlane(configOf([]))).toBeInstanceOf(ArrivalDrivenPlane);
    expect(createTrafficPlane(configOf([CACHE, CALLED]))).toBeInstanceOf(ArrivalDrivenPlane);
    expect(createTrafficPlane(configOf([CACHE, DATABASE]))).toBeInstanceOf(EventDrivenPlane);
  });
});

describe("a called service", () => {
  it("that refuses costs an error, one that hangs the time until its timeout and an error", () => {
    for (const health of ["refuses", "hangs"] as const) {
      const { ok, error, requests } = served(configOf([CALLED]), 4, (plane) =>
        plane.disturb((troubles) => troubles.calls?.set("payments", { ...HEALTHY, health }), 0),
      );
      expect(ok + error).toBeGreaterThan(requests - 20);
      expect(error / requests).toBeCloseTo(0.5, 1);
    }
  });

  it("that is needed by half of the requests concerns the same half under every load", () => {
    const errors = [1, 4].map((pods) =>
      served(configOf([CALLED]), pods, (plane) =>
        plane.disturb((troubles) => troubles.calls?.set("payments", { ...HEALTHY, health: "refuses" }), 0),
      ),
    );
    expect(errors[0]?.error).toBe(errors[1]?.error);
  });
});

describe("a cache", () => {
  it("hits nothing when it is empty and most when it is warm", () => {
    const refused = (from: number) => {
      const config = configOf([CACHE, { ...CALLED, share: 1 }], { start: from, end: from + 2 * SECOND });
      const { error, requests } = served(config, 2, (plane) =>
        plane.disturb((troubles) => troubles.calls?.set("payments", { ...HEALTHY, health: "refuses" }), 0),
      );
      return error / requests;
    };
    expect(refused(0)).toBeGreaterThan(0.85);
    expect(refused(10 * SECOND)).toBeLessThan(0.2);
  });
});

describe("a database that all pods share", () => {
  /** Plays the queries of a list of asks, answers what came of each: when it was done, or `refused`. */
  function play(
    asks: readonly { readonly at: number; readonly pod: number }[],
    closed: { at: number; pod: number }[] = [],
  ) {
    const agenda: { at: number; serial: number; run: () => void }[] = [];
    let now = 0;
    const at = (time: number, run: () => void) => agenda.push({ at: time, serial: agenda.length, run });
    const database = new Database(DATABASE, { after: (span, run) => at(now + span, run) }, () => HEALTHY);
    const answers: (number | string)[] = asks.map(() => "waits");
    asks.forEach((ask, index) => {
      const query: Query = {
        pod: ask.pod,
        work: 10,
        isAbandoned: false,
        done: () => {
          answers[index] = now;
        },
        refused: () => {
          answers[index] = "refused";
        },
      };
      at(ask.at, () => database.ask(query));
    });
    for (const { at: time, pod } of closed) at(time, () => database.close(pod));
    for (let i = 0; i < 1000 && agenda.length > 0; i++) {
      agenda.sort((a, b) => a.at - b.at || a.serial - b.serial);
      const next = agenda.shift();
      now = next?.at ?? now;
      next?.run();
    }
    return answers;
  }

  it("works on two queries at once and lets the third wait", () => {
    expect(
      play([
        { at: 0, pod: 0 },
        { at: 0, pod: 0 },
        { at: 0, pod: 1 },
      ]),
    ).toEqual([10, 10, 20]);
  });

  it("lets a pod wait for one of its own connections, and refuses a pod that has none and finds none", () => {
    expect(
      play([
        { at: 0, pod: 0 },
        { at: 1, pod: 0 },
        { at: 2, pod: 0 },
        { at: 3, pod: 1 },
        { at: 4, pod: 1 },
        { at: 5, pod: 2 },
      ]),
    ).toEqual([10, 11, 21, 20, 30, "refused"]);
  });

  it("has a dead pod's connections for others", () => {
    const asks = [
      { at: 0, pod: 0 },
      { at: 0, pod: 0 },
      { at: 0, pod: 1 },
      { at: 50, pod: 2 },
    ];
    expect(play(asks)[3]).toBe("refused");
    expect(play(asks, [{ at: 40, pod: 0 }])[3]).toBe(60);
  });

  it("makes a pod without connections answer with errors, and the others carry on", () => {
    // Two pods have a connection each; the third has none: a third of the requests fails.
    const { error, ok, requests } = served(configOf([{ ...DATABASE, connections: 2 }]), 3);
    expect(ok + error).toBeGreaterThan(requests - 20);
    expect(error).toBeGreaterThan(0.3 * requests);
  });

  it("that hangs keeps every slot until nobody waits any more", () => {
    const { timeout, requests } = served(configOf([DATABASE]), 2, (plane) =>
      plane.disturb((troubles) => troubles.calls?.set("orders", { ...HEALTHY, health: "hangs" }), 0),
    );
    expect(timeout).toBeGreaterThan(0.1 * requests);
  });
});
