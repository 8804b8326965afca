import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Attempt } from "../../src/traffic/attempt.ts";
import type { Connections } from "../../src/traffic/connections.ts";
import { Draws } from "../../src/traffic/draws.ts";
import type { TrafficConfig } from "../../src/traffic/plane.ts";
import { Router } from "../../src/traffic/router.ts";
import { service } from "./service.ts";

const USERS = 4000;

/** Pods are as many attempts busy as their number. */
const pods: Connections = { openAttempts: (pod) => pod, incarnation: () => 1 };

function router(change: Partial<TrafficConfig>): Router {
  const config = service({ users: { count: USERS, activity: { law: "uniform" } }, ...change });
  const made = new Router(config, new Draws(config), pods);
  made.setEndpoints(0, [0]);
  made.setEndpoints(1, [1]);
  return made;
}

function ofUser(user: number, request = user): Attempt {
  return Object.assign(new Attempt(), { user, request });
}

const sticky = { client: { ...service().client, routing: "sticky" as const } };

describe("a split route", () => {
  it("sends each request by the weights", () => {
    const split = router({});
    split.setRoute([
      { backend: 0, weight: 95 },
      { backend: 1, weight: 5 },
    ]);
    let canary = 0;
    for (let request = 0; request < 40_000; request++) canary += split.podFor(ofUser(request % USERS, request));
    expect(Math.abs(canary - 2000)).toBeLessThan(4 * Math.sqrt(40_000 * 0.05 * 0.95));
  });

  it("moves sticky users only towards the side that grows", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, a, b) => {
          const [less, more] = a < b ? [a, b] : [b, a];
          const split = router({ ...sticky, seed, users: { count: 200, activity: { law: "uniform" } } });
          const side = (weight: number) => {
            split.setRoute([
              { backend: 0, weight: 1 - weight + 1e-9 },
              { backend: 1, weight: weight + 1e-9 },
            ]);
            return Array.from({ length: 200 }, (_, user) => split.podFor(ofUser(user)));
          };
          const before = side(less);
          side(more).forEach((pod, user) => {
            expect(pod).toBeGreaterThanOrEqual(before[user] as number);
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it("keeps a sticky user on one side, whatever the request, and gives the side its share of users", () => {
    const split = router(sticky);
    split.setRoute([
      { backend: 1, weight: 0.2 },
      { backend: 0, weight: 0.8 },
    ]);
    let canary = 0;
    for (let user = 0; user < USERS; user++) {
      const pod = split.podFor(ofUser(user, 2 * user));
      expect(split.podFor(ofUser(user, 2 * user + 1))).toBe(pod);
      canary += pod;
    }
    expect(Math.abs(canary - 800)).toBeLessThan(4 * Math.sqrt(USERS * 0.16));
  });
});

describe("balancers", () => {
  const among = (balancer: TrafficConfig["balancer"], count: number, requests: number) => {
    const one = router({ balancer });
    one.setEndpoints(
      0,
      Array.from({ length: count }, (_, pod) => pod),
    );
    one.setRoute([{ backend: 0, weight: 1 }]);
    const sent = new Array<number>(count).fill(0);
    for (let request = 0; request < requests; request++) {
      const pod = one.podFor(ofUser(0, request));
      sent[pod] = (sent[pod] as number) + 1;
    }
    return sent;
  };

  it("go round in turn", () => {
    expect(among("roundRobin", 4, 400)).toEqual([100, 100, 100, 100]);
  });

  it("choose at random, all alike", () => {
    for (const sent of among("random", 4, 8000)) expect(Math.abs(sent - 2000)).toBeLessThan(4 * Math.sqrt(1500));
  });

  it("take the less busy of two different pods", () => {
    // Pod i is the less busy one of a pair when the other has a higher number: 3, 2, 1 and 0 pairs of 6.
    const [first = 0, second = 0, third = 0, last] = among("leastRequest", 4, 12_000);
    expect(last).toBe(0);
    expect(Math.abs(first - 6000)).toBeLessThan(4 * Math.sqrt(3000));
    expect(Math.abs(second - 4000)).toBeLessThan(4 * Math.sqrt(2700));
    expect(Math.abs(third - 2000)).toBeLessThan(4 * Math.sqrt(1700));
  });
});
