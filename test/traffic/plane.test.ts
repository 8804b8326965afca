import { describe, expect, it } from "vitest";
import { LimitReached } from "../../src/kernel/assert.ts";
import { MILLISECOND, SECOND } from "../../src/kernel/time.ts";
import { createTrafficPlane } from "../../src/traffic/createTrafficPlane.ts";
import type { ClientBehaviour, PodCapacity, TrafficConfig, TrafficPlane } from "../../src/traffic/plane.ts";
import { outcomes, service } from "./service.ts";

/** A plane with one pod of version 0 behind the only backend. */
function onePod(change: Partial<TrafficConfig> = {}): TrafficPlane {
  const plane = createTrafficPlane(service(change));
  plane.listen(0, 0, 0);
  plane.setEndpoints(0, [0], 0);
  plane.setRoute([{ backend: 0, weight: 1 }], 0);
  return plane;
}

const capacity = (change: Partial<PodCapacity>): PodCapacity => ({ ...service().capacity, ...change });
const client = (change: Partial<ClientBehaviour>): ClientBehaviour => ({ ...service().client, ...change });
const work = (ms: number) => ({ law: "deterministic" as const, value: ms * MILLISECOND });

describe("a request", () => {
  it("is answered when a pod serves it, and is in flight when the run ends before that", () => {
    // Arrivals at 0.1, 0.2, … 9.9 s; each takes 150 ms in its own slot.
    const record = onePod({ capacity: capacity({ slots: 4, service: work(150) }) }).seal();
    expect(outcomes(record)).toEqual({ ok: 98 });
    expect(record.totals).toMatchObject({ requests: 99, requestsInFlight: 1, attempts: 99, attemptsInFlight: 1 });
  });

  it("is slow when the answer takes longer than the objective", () => {
    expect(outcomes(onePod({ capacity: capacity({ slots: 4, service: work(201) }) }).seal())).toEqual({ slow: 97 });
  });

  it("is refused where no endpoint is programmed, under no version", () => {
    const plane = onePod();
    plane.setEndpoints(0, [], 5 * SECOND);
    const { attempts, ...record } = plane.seal();
    // The request at 5 s finds the list empty: control comes before traffic of the same instant.
    expect(outcomes({ attempts, ...record })).toEqual({ ok: 49, refused: 50 });
    const noVersion = attempts.filter((_, i) => Math.floor(i / 7) % 3 === 2);
    expect(noVersion.reduce((sum, count) => sum + count, 0)).toBe(50);
  });

  it("is shed when the queue is full", () => {
    const record = onePod({ capacity: capacity({ queue: 1, service: work(1000) }) }).seal();
    // One is served, one waits: a second is served per second, the rest is turned away.
    expect(outcomes(record)).toMatchObject({ shed: expect.toSatisfy((n: number) => n > 85) });
  });

  it("times out in the queue without touching a slot, and in service while the slot works on for nobody", () => {
    const patient = { timeout: 300 * MILLISECOND };
    const busy = onePod({ capacity: capacity({ service: work(10_000) }), client: client(patient) });
    busy.advance(SECOND);
    // The first one's client left after 300 ms; its work goes on, and those behind it gave up waiting.
    expect(busy.inFlight(0, SECOND)).toBe(1 + 3);
    expect(outcomes(busy.seal())).toEqual({ timeout: 96 });

    const free = onePod({
      capacity: capacity({ service: work(10_000), cancelsAbandoned: true }),
      client: client(patient),
    });
    expect(outcomes(free.seal())).toEqual({ timeout: 96 });
    expect(free.inFlight(0, 10 * SECOND)).toBeLessThanOrEqual(4);
  });

  it("takes longer in a process that has just come up", () => {
    const warmup = { span: 5 * SECOND, factor: 3 };
    const record = onePod({ capacity: capacity({ slots: 4, service: work(100), warmup }) }).seal();
    expect(outcomes(record)).toEqual({ slow: 49, ok: 49 });
  });
});

describe("a version", () => {
  it("answers as it does at the attempt's arrival, from the change on", () => {
    const plane = onePod();
    plane.setVersion(0, { errorShare: 1, serviceFactor: 1, faulty: true }, 4 * SECOND);
    plane.setVersion(0, { errorShare: 0, serviceFactor: 1, faulty: false }, 6 * SECOND);
    const record = plane.seal();
    expect(outcomes(record)).toEqual({ ok: 79, error: 20 });
    expect(record.users.exposures.reduce((sum, n) => sum + n, 0)).toBe(20);
    expect(record.users.bad.reduce((sum, n) => sum + n, 0)).toBe(20);
  });
});

describe("a pod that stops", () => {
  it("finishes what it has when it stops gracefully, refuses what comes, and says when it will be idle", () => {
    const plane = onePod({ capacity: capacity({ service: work(400) }), client: client({ timeout: 10 * SECOND }) });
    // At 1 s: the request of 0.1 s ended at 0.5, 0.2 at 0.9, 0.3 will end at 1.3; 0.4 … 0.9 wait, the last until 3.7 s.
    expect(plane.shutDown(0, "graceful", SECOND)).toBe(3700 * MILLISECOND);
    plane.advance(3700 * MILLISECOND);
    expect(plane.inFlight(0, 3700 * MILLISECOND)).toBe(1);
    plane.advance(3700 * MILLISECOND + 1);
    expect(plane.inFlight(0, 3700 * MILLISECOND + 1)).toBe(0);
    expect(outcomes(plane.seal())).toMatchObject({ refused: 90 });
  });

  it("is idle at once when it has nothing", () => {
    expect(onePod().shutDown(0, "graceful", 5 * SECOND)).toBe(5 * SECOND);
  });

  it("resets what it has when it is killed, and serves again when it comes up again", () => {
    const plane = onePod({ capacity: capacity({ service: work(95) }) });
    plane.kill(0, 5 * SECOND - MILLISECOND * 50);
    plane.listen(0, 0, 7 * SECOND);
    expect(outcomes(plane.seal())).toEqual({ ok: 78, reset: 1, refused: 20 });
  });
});

describe("retries", () => {
  const persistent = { retries: { max: 2, backoff: 10 * MILLISECOND, budget: 1 } };

  it("hide a failure from the user, not from the attempts", () => {
    const plane = createTrafficPlane(service({ client: client(persistent) }));
    plane.listen(0, 0, 0);
    plane.setEndpoints(0, [0, 1], 0);
    plane.setRoute([{ backend: 0, weight: 1 }], 0);
    const record = plane.seal();
    expect(outcomes(record)).toEqual({ ok: 99 });
    expect(record.totals.attemptsByOutcome[3]).toBeGreaterThan(40);
    expect(record.totals.attempts).toBe(99 + (record.totals.attemptsByOutcome[3] as number));
  });

  it("end after the last allowed one, with its outcome", () => {
    const plane = onePod({ client: client(persistent) });
    plane.setVersion(0, { errorShare: 1, serviceFactor: 0.1, faulty: false }, 0);
    const { totals, sample } = plane.seal();
    expect(totals.attempts).toBe(3 * totals.requests);
    expect([...sample.attempts]).toEqual(new Array(99).fill(3));
  });

  it("stay within their budget when everything fails", () => {
    const plane = onePod({ client: client({ retries: { max: 3, backoff: MILLISECOND, budget: 0.2 } }) });
    plane.setVersion(0, { errorShare: 1, serviceFactor: 0.1, faulty: false }, 0);
    const { totals } = plane.seal();
    const share = (totals.attempts - totals.requests - 10) / totals.requests;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThanOrEqual(0.2);
  });
});

describe("connections that are kept alive", () => {
  const kept = { balancer: "roundRobin" as const, client: client({ routing: "perConnection", connections: 8 }) };

  it("stay with their pod when its endpoint goes, and move when its process closes them", () => {
    const plane = createTrafficPlane(service(kept));
    for (const pod of [0, 1]) plane.listen(pod, pod, 0);
    plane.setEndpoints(0, [0, 1], 0);
    plane.setRoute([{ backend: 0, weight: 1 }], 0);
    plane.setEndpoints(0, [1], 4 * SECOND);
    plane.shutDown(0, "graceful", 7 * SECOND);
    const record = plane.seal();
    const byPodInSecond = (second: number, pod: number) =>
      record.sample.pod.filter(
        (served, i) => served === pod && Math.floor((record.sample.arrivedAt[i] ?? 0) / SECOND) === second,
      ).length;
    expect(byPodInSecond(3, 0)).toBeGreaterThan(0);
    expect(byPodInSecond(6, 0)).toBeGreaterThan(0);
    expect(byPodInSecond(8, 0)).toBe(0);
    expect(outcomes(record)).toEqual({ ok: 99 });
  });
});

describe("the window", () => {
  it("leaves out what arrived before it, and the counters of a scrape do not", () => {
    const plane = onePod({ start: 5 * SECOND });
    const into = { byVersion: new Float64Array(21) };
    plane.advance(8 * SECOND + 1);
    plane.readCounters(8 * SECOND, into);
    expect(into.byVersion[0]).toBe(79);
    expect(plane.seal().totals.requests).toBe(50);
  });

  it("stops with a limit instead of running on", () => {
    expect(() => onePod({ requestLimit: 10 }).seal()).toThrow(LimitReached);
  });
});
