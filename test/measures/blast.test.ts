import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { blastMeasures, causedBadByUser } from "../../src/measures/blast.ts";
import { exposureUserMinutes, faultyShare, newVersionShare, peakExposure } from "../../src/measures/exposure.ts";
import { integrate, valueAt } from "../../src/record/spans.ts";
import { type HandmadePod, handmade } from "../record/handmade.ts";

const users = (...rows: [requests: number, bad: number, exposures: number][]) =>
  rows.map(([requests, bad, exposures]) => ({ requests, bad, exposures }));

/** 100 requests; the first user has those that no other has. */
const world = (others: ReturnType<typeof users>, bad: number) =>
  handmade({
    seconds: 10,
    traffic: (second) => (second === 0 ? { ok: 10 - bad, error: bad } : { ok: 10 }),
    users: others,
  });

describe("who is exposed, who is hurt", () => {
  const run = world(users([5, 3, 5], [5, 1, 0], [5, 0, 2], [0, 0, 0]), 4);
  const twin = world(users([5, 0, 0], [5, 1, 0], [5, 0, 0], [0, 0, 0]), 1);
  const measures = blastMeasures(run, twin);

  it("counts users who met the faulty version among those who called at all", () => {
    expect(measures.exposed_users).toBe(2 / 4);
    expect(measures.exposed_user_count).toBe(2);
  });

  it("does not blame the release for what happens without it", () => {
    expect(measures.hurt_users).toBe(1 / 4);
    expect(measures.hurt_users_3).toBe(1 / 4);
    expect(measures.caused_bad_requests).toBe(3);
    expect(measures.bad_requests).toBe(4);
  });

  it("hurts nobody when the release changes nothing", () => {
    expect(blastMeasures(twin, twin)).toMatchObject({ hurt_users: 0, hurt_users_3: 0, caused_bad_requests: 0 });
  });

  it("adds up: what was caused to the users is what was caused", () => {
    const rows = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, (bads) => {
        const side = (column: 0 | 1) => {
          const others = users(...bads.map((row) => [5, row[column], 0] as [number, number, number]));
          const bad = bads.reduce((sum, row) => sum + row[column], 0);
          return handmade({ seconds: 1, traffic: () => ({ ok: 100 - bad, error: bad }), users: others });
        };
        const [with_, without] = [side(0), side(1)];
        const { caused_bad_requests, hurt_users, hurt_users_3, hurt_user_count } = blastMeasures(with_, without);
        expect(causedBadByUser(with_, without).reduce((sum, caused) => sum + caused, 0)).toBe(caused_bad_requests);
        expect(hurt_users_3 ?? 0).toBeLessThanOrEqual(hurt_users ?? 0);
        expect(hurt_user_count).toBe(bads.filter(([a, b]) => a > b).length);
      }),
    );
  });
});

describe("how far it reaches", () => {
  it("counts the exposed among all users too, whether they called or not", () => {
    const run = world(users([5, 3, 5], [5, 0, 0], [0, 0, 0], [0, 0, 0]), 3);
    expect(blastMeasures(run, run)).toMatchObject({ exposed_users: 1 / 3, exposed_users_of_all: 1 / 5 });
  });

  it("counts zones with a ready pod of the faulty version, each once, within the window", () => {
    const pods: HandmadePod[] = [
      { version: 0, zone: "a" },
      { version: 1, zone: "b" },
      { version: 1, zone: "b" },
      { version: 1, zone: "c", ready: [] },
      { version: 1, zone: "d", ready: [[0, 50]], routed: [] },
    ];
    const run = handmade({ from: 60, seconds: 60, pods });
    expect(blastMeasures(run, run).affected_zones).toBe(1);
    const healthy = handmade({ seconds: 60, pods, faulty: false });
    expect(blastMeasures(healthy, healthy).affected_zones).toBe(0);
  });

  it("has as much data at risk as the faulty version wrote, and none where it wrote nothing", () => {
    const run = world(users([5, 3, 5]), 3);
    const wrote = { ...run, traffic: { ...run.traffic, faultyWrites: 4 } };
    expect(blastMeasures(wrote, run).data_at_risk).toBe(4);
    expect(blastMeasures(run, run).data_at_risk).toBe(0);
  });
});

describe("the new version's share of the traffic", () => {
  const old = (life: [number, number?]): HandmadePod => ({ version: 0, life });
  const fresh = (life: [number, number?]): HandmadePod => ({ version: 1, life });
  const at = (run: ReturnType<typeof handmade>, second: number) => valueAt(newVersionShare(run), second * SECOND);

  it("is that of its endpoints: five new pods beside three old ones get 62.5 %, not half", () => {
    const run = handmade({ pods: [...Array(3).fill(old([0])), ...Array(5).fill(fresh([100]))] });
    expect(at(run, 50)).toBe(0);
    expect(at(run, 100)).toBe(0.625);
  });

  it("is the router's weight where both versions are reached and a router splits", () => {
    const weights = [
      { at: 100 * SECOND, weight: 0.05 },
      { at: 200 * SECOND, weight: 0.25 },
    ];
    const run = handmade({ pods: [old([0, 300]), fresh([50])], rollout: { weights } });
    expect([60, 100, 250, 300].map((second) => at(run, second))).toEqual([0, 0.05, 0.25, 1]);
  });

  it("is nothing while no pod of it is reached, whatever the router was told", () => {
    const run = handmade({ pods: [old([0]), fresh([80])], rollout: { weights: [{ at: 0, weight: 0.5 }] } });
    expect(at(run, 79)).toBe(0);
    expect(at(run, 80)).toBe(0.5);
  });

  it("makes exposure: 5 % for 60 s to 200 users are 10 user-minutes", () => {
    const weights = [{ at: 0, weight: 0.05 }];
    const share = faultyShare(handmade({ pods: [old([0]), fresh([10, 70])], rollout: { weights } }));
    expect(peakExposure(share)).toBe(0.05);
    expect(exposureUserMinutes(share, 200)).toBeCloseTo(10, 12);
  });

  it("exposes nobody to a good release", () => {
    const share = faultyShare(handmade({ faulty: false, pods: [old([0, 50]), fresh([10])] }));
    expect(peakExposure(share)).toBe(0);
    expect(integrate(share)).toBe(0);
  });

  it("stays between 0 and 1, and its complement is the old version's", () => {
    const life = fc
      .tuple(fc.nat({ max: 500 }), fc.integer({ min: 1, max: 100 }))
      .map(([from, length]) => [from, from + length] as [number, number]);
    const pods = fc.array(fc.record({ version: fc.constantFrom(0 as const, 1 as const), life }), { maxLength: 10 });
    fc.assert(
      fc.property(pods, (some) => {
        const run = handmade({ pods: some });
        const swapped = {
          ...run,
          versions: run.versions.map((v) => ({ ...v, role: v.role === "new" ? ("old" as const) : ("new" as const) })),
        };
        const [share, other] = [newVersionShare(run), newVersionShare(swapped)];
        for (const t of share.at) {
          const both = valueAt(share, t) + valueAt(other, t);
          const somebody = run.pods.some(({ routed }) => routed.some(({ start, end }) => start <= t && t < end));
          expect(both).toBeCloseTo(somebody ? 1 : 0, 12);
        }
      }),
    );
  });
});
