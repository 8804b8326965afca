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

describe("several proxies", () => {
  const inside = { proxies: { count: 4, through: "client" as const } };

  it("send users by what their own proxy knows", () => {
    const one = router(inside);
    one.setRoute([{ backend: 0, weight: 1 }]);
    one.changeEndpoints({ backend: 0, proxy: 2 }, { added: [7], removed: [0] });
    const reached = [0, 1, 2, 3, 6].map((user) => one.podFor(ofUser(user)));
    expect(reached).toEqual([0, 0, 7, 0, 7]);
  });

  it("take equally many connections when each may come in anywhere", () => {
    const one = router({ proxies: { count: 4, through: "attempt" } });
    one.setRoute([{ backend: 0, weight: 1 }]);
    for (let proxy = 0; proxy < 4; proxy++)
      one.changeEndpoints({ backend: 0, proxy }, { added: [10 + proxy], removed: [0] });
    const counts = new Map<number, number>();
    for (let request = 0; request < 40_000; request++) {
      const pod = one.podFor(ofUser(request % USERS, request));
      counts.set(pod, (counts.get(pod) ?? 0) + 1);
    }
    for (let proxy = 0; proxy < 4; proxy++)
      expect(Math.abs((counts.get(10 + proxy) ?? 0) - 10_000)).toBeLessThan(4 * Math.sqrt(40_000 * 0.25 * 0.75));
  });

  it("take none where the way in is closed", () => {
    const one = router({ proxies: { count: 2, through: "attempt" } });
    one.setRoute([{ backend: 0, weight: 1 }]);
    one.changeEndpoints({ backend: 0, proxy: 1 }, { added: [5], removed: [0] });
    one.setEntrances([1]);
    expect([1, 2, 3, 4, 5].map((user) => one.podFor(ofUser(user)))).toEqual([5, 5, 5, 5, 5]);
    one.setEntrances([]);
    expect(one.podFor(ofUser(6))).toBe(-1);
  });
});

describe("a proxy's rules", () => {
  const step = fc.record({
    proxy: fc.integer({ min: 0, max: 2 }),
    added: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
    removed: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
    users: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 6 }),
  });

  it("decide about every new connection: none goes to a pod after its removal, affinity or not", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.constantFrom("random" as const, "roundRobin" as const, "leastRequest" as const),
        fc.constantFrom(null, { timeout: 1e9, client: "user" as const }),
        (steps, balancer, affinity) => {
          const one = router({ balancer, affinity, proxies: { count: 3, through: "client" } });
          one.setRoute([{ backend: 0, weight: 1 }]);
          const rules = [0, 1, 2].map(() => new Set([0]));
          let request = 0;
          for (const { proxy, added, removed, users } of steps) {
            one.changeEndpoints({ backend: 0, proxy }, { added, removed });
            for (const pod of removed) rules[proxy]?.delete(pod);
            for (const pod of added) rules[proxy]?.add(pod);
            for (const user of users) {
              const known = rules[user % 3] as Set<number>;
              const pod = one.podFor(Object.assign(ofUser(user, request), { at: request++ }));
              expect(known.size === 0 ? pod === -1 : known.has(pod)).toBe(true);
            }
          }
        },
      ),
    );
  });
});

describe("session affinity", () => {
  const SECONDS = 1_000_000;
  const at = (user: number, seconds: number) =>
    Object.assign(ofUser(user, user + 100 * seconds), { at: seconds * SECONDS });
  const affinity = { timeout: 10 * SECONDS, client: "user" as const };
  const withPods = (change: Partial<TrafficConfig>) => {
    const one = router({ affinity, balancer: "roundRobin", ...change });
    one.setRoute([{ backend: 0, weight: 1 }]);
    one.setEndpoints(0, [0, 1, 2]);
    return one;
  };

  it("keeps a user on a pod while connections follow each other within the timeout", () => {
    const one = withPods({});
    const first = one.podFor(at(3, 0));
    expect(one.podFor(at(4, 1))).not.toBe(first);
    expect([9, 18, 28].map((seconds) => one.podFor(at(3, seconds)))).toEqual([first, first, first]);
    expect(one.podFor(at(3, 39))).not.toBe(first);
  });

  it("ends when the proxy's rules lose the pod, and does not come back with it", () => {
    const one = withPods({});
    const first = one.podFor(at(3, 0));
    one.changeEndpoints({ backend: 0, proxy: 0 }, { added: [], removed: [first] });
    const second = one.podFor(at(3, 1));
    expect(second).not.toBe(first);
    one.changeEndpoints({ backend: 0, proxy: 0 }, { added: [first], removed: [] });
    expect(one.podFor(at(3, 2))).toBe(second);
  });

  it("puts everybody behind one address on one pod", () => {
    const one = withPods({ affinity: { ...affinity, client: "entrance" } });
    const pods = new Set([1, 2, 3, 4, 5].map((user) => one.podFor(at(user, 0))));
    expect(pods.size).toBe(1);
  });
});

describe("kept connections", () => {
  const kept = { client: { ...service().client, routing: "perConnection" as const, connections: 3 } };

  it("stay with their pod whatever the proxy learns, until somebody closes them", () => {
    const one = router({ ...kept, balancer: "roundRobin" });
    one.setRoute([{ backend: 0, weight: 1 }]);
    const users = [0, 1, 2];
    const pods = () => users.map((user) => one.podFor(ofUser(user)));
    expect(pods()).toEqual([0, 0, 0]);
    one.changeEndpoints({ backend: 0, proxy: 0 }, { added: [8, 9], removed: [0] });
    expect(pods()).toEqual([0, 0, 0]);
    one.closeConnections({ pod: 0 });
    expect(new Set(pods())).toEqual(new Set([8, 9]));
  });

  it("are closed with the proxy they came through", () => {
    const one = router({ ...kept, proxies: { count: 3, through: "client" } });
    one.setRoute([{ backend: 0, weight: 1 }]);
    for (const user of [0, 1, 2]) one.podFor(ofUser(user));
    one.setEndpoints(0, [9]);
    one.closeConnections({ proxy: 1 });
    expect([0, 1, 2].map((user) => one.podFor(ofUser(user)))).toEqual([0, 9, 0]);
  });
});
