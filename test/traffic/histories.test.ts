import { describe, expect, it } from "vitest";
import { MILLISECOND, SECOND } from "../../src/kernel/time.ts";
import type { TrafficRecord } from "../../src/record/run.ts";
import { ArrivalDrivenPlane } from "../../src/traffic/arrivalDriven/arrivalDrivenPlane.ts";
import { rateSteps } from "../../src/traffic/arrivals.ts";
import { OUTCOME } from "../../src/traffic/attempt.ts";
import type { TrafficConfig } from "../../src/traffic/plane.ts";
import { service } from "./service.ts";

const USERS = 500;

function play(change: Partial<TrafficConfig> = {}, meddle: (plane: ArrivalDrivenPlane) => void = () => {}) {
  const plane = new ArrivalDrivenPlane(
    service({
      arrivals: { law: "poisson", rate: rateSteps([{ from: 0, perSecond: 400 }]) },
      users: { count: USERS, activity: { law: "zipf", exponent: 1 } },
      capacity: { ...service().capacity, slots: 40 },
      versions: [{ errorShare: 0.1, serviceFactor: 1, faulty: false }],
      ...change,
    }),
  );
  plane.listen(0, 0, 0);
  plane.setEndpoints(0, [0], 0);
  plane.setRoute([{ backend: 0, weight: 1 }], 0);
  meddle(plane);
  return plane.seal();
}

/** What each user had, as text, by user. */
function byUser({ histories: { user, arrivedAt, outcome } }: TrafficRecord): Map<number, string[]> {
  const all = new Map<number, string[]>();
  user.forEach((who, i) => {
    all.set(who, [...(all.get(who) ?? []), `${arrivedAt[i]}:${outcome[i]}`]);
  });
  return all;
}

describe("histories of users", () => {
  const everybody = play({ sampleLimit: 10_000 });

  it("are those of all users while there is room", () => {
    expect(everybody.histories.user.length).toBe(everybody.totals.requests);
    const counts = Uint32Array.from({ length: USERS }, (_, user) => byUser(everybody).get(user)?.length ?? 0);
    expect(counts).toEqual(everybody.users.requests);
  });

  it("stay whole for the users that are left when there is not", () => {
    const some = byUser(play({ sampleLimit: 500 }));
    const all = byUser(everybody);
    expect(some.size).toBeGreaterThan(20);
    expect(some.size).toBeLessThan(all.size);
    for (const [user, history] of some) expect(history).toEqual(all.get(user));
  });

  it("never take more than their room, and use a good part of it", () => {
    for (const sampleLimit of [20, 100, 500, 2000]) {
      const { length } = play({ sampleLimit }).histories.user;
      expect(length).toBeLessThanOrEqual(sampleLimit);
      expect(length).toBeGreaterThan(sampleLimit / 5);
    }
  });

  it("let go first of whoever would fill them alone", () => {
    const some = byUser(play({ sampleLimit: 1600 }));
    const requests = [...everybody.users.requests];
    expect(Math.max(...requests)).toBeGreaterThan(400);
    for (const [user] of some) expect(requests[user]).toBeLessThanOrEqual(100);
  });

  it("follow the same users whatever happens to their requests", () => {
    const broken = play({ sampleLimit: 500 }, (plane) => plane.setEndpoints(0, [], 5 * SECOND));
    expect([...byUser(broken).keys()]).toEqual([...byUser(play({ sampleLimit: 500 })).keys()]);
  });

  it("say how a request ended after its pod had died under it", () => {
    const killed = play({ sampleLimit: 10_000 }, (plane) => plane.kill(0, 5 * SECOND + MILLISECOND));
    const { outcome } = killed.histories;
    const count = (wanted: number) => outcome.filter((is) => is === wanted).length;
    expect(count(OUTCOME.reset)).toBe(killed.totals.requestsByOutcome[OUTCOME.reset]);
    expect(count(OUTCOME.reset)).toBeGreaterThan(5);
    expect(count(OUTCOME.error)).toBe(killed.totals.requestsByOutcome[OUTCOME.error]);
  });

  it("say how a request ended after its last retry", () => {
    const client = { ...service().client, retries: { max: 2, backoff: 20 * MILLISECOND, budget: 1 } };
    const retried = play({ sampleLimit: 10_000, client });
    const { outcome } = retried.histories;
    expect(retried.totals.attempts).toBeGreaterThan(retried.totals.requests + 100);
    retried.totals.requestsByOutcome.forEach((wanted, i) => {
      expect(outcome.filter((is) => is === i).length).toBe(wanted);
    });
    expect(outcome.filter((is) => is === -1).length).toBe(retried.totals.requestsInFlight);
  });
});
