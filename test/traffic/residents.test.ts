import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { Homes } from "../../src/traffic/residents.ts";

const USERS = 2000;
const homesOf = (shares: readonly number[], ttl = 0) => new Homes({ seed: "s", users: USERS, shares, ttl });
const all = (homes: Homes, at: number) => Array.from({ length: USERS }, (_, user) => homes.clusterOf(user, at));

describe("homes", () => {
  it("are shared out about as the shares say, and stay for ever", () => {
    const homes = homesOf([0.1, 0.3, 0.6]);
    const counts = [0, 1, 2].map((cluster) => all(homes, 0).filter((home) => home === cluster).length / USERS);
    expect(counts[0]).toBeCloseTo(0.1, 1);
    expect(counts[2]).toBeCloseTo(0.6, 1);
    expect(all(homes, 3600 * SECOND)).toEqual(all(homes, 0));
  });

  it("empty a drained cluster onto the others, move nobody else, and take everybody back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 100 }), (drained, percent) => {
        const homes = homesOf([0.2, 0.3, 0.5]);
        const before = all(homes, 0);
        homes.keep(drained, percent / 100, 10);
        const during = all(homes, 10);
        before.forEach((home, user) => {
          if (home !== drained) expect(during[user]).toBe(home);
        });
        const kept = during.filter((cluster) => cluster === drained).length;
        const had = before.filter((cluster) => cluster === drained).length;
        expect(Math.abs(kept / had - percent / 100)).toBeLessThan(0.1);
        expect(homes.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        homes.keep(drained, 1, 20);
        expect(all(homes, 20)).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  it("keep more of the same users when they keep more", () => {
    const homes = homesOf([0.5, 0.5]);
    homes.keep(0, 0.2, 0);
    const few = all(homes, 0);
    homes.keep(0, 0.7, 1);
    const more = all(homes, 1);
    few.forEach((cluster, user) => {
      if (cluster === 0) expect(more[user]).toBe(0);
    });
  });

  it("let clients come to the old address until their copy has run out, at most one TTL", () => {
    const homes = homesOf([0.5, 0.5], 60 * SECOND);
    const before = all(homes, 0);
    homes.keep(0, 0, 100 * SECOND);
    const away = (at: number) => all(homes, at).filter((cluster) => cluster === 1).length;
    expect(all(homes, 100 * SECOND - 1)).toEqual(before);
    expect(away(130 * SECOND)).toBeGreaterThan(0.65 * USERS);
    expect(away(130 * SECOND)).toBeLessThan(0.85 * USERS);
    expect(away(160 * SECOND)).toBe(USERS);
  });

  it("stay where they are when there is nobody else to go to", () => {
    const homes = homesOf([1]);
    homes.keep(0, 0, 5);
    expect(new Set(all(homes, 5))).toEqual(new Set([0]));
  });
});
