import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { murmur3 } from "../../src/kernel/hash.ts";
import { mostEjected, successRateThreshold } from "../../src/traffic/envoy/outlierDetection.ts";
import { levelsInPanic, localityLoad, priorityLoad } from "../../src/traffic/envoy/priorityLoad.ts";
import { fractional, legacyFractional } from "../../src/traffic/flags/fractional.ts";
import { evaluateFlag } from "../../src/traffic/flags/targeting.ts";
import { ROUTERS } from "../../src/traffic/routers/index.ts";
import { goesToCanary } from "../../src/traffic/routers/ingressNginx.ts";

const percents = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 6 });

describe.each(ROUTERS.map((router) => [router.name, router] as const))("%s", (_name, router) => {
  it("gives out all of the traffic, whatever the weights", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 100 }), (a, b) => {
        const shares = router.shares([{ weight: a }, { weight: b }]);
        expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe("Envoy's levels", () => {
  it("carry all of the traffic together, the first ones first", () => {
    fc.assert(
      fc.property(percents, (healthy) => {
        const load = priorityLoad(healthy);
        expect(load.reduce((sum, part) => sum + part, 0)).toBe(100);
        expect(Math.min(...load)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("never panic while they can carry everything together", () => {
    expect(levelsInPanic([40, 100], 50)).toEqual([false, false]);
    expect(levelsInPanic([40, 10], 50)).toEqual([true, true]);
  });

  it("send nothing to a locality without a healthy host", () => {
    expect(localityLoad([1, 2], [0, 100])).toEqual([0, 1]);
    expect(localityLoad([1, 1], [72, 100])).toEqual([0.5, 0.5]);
  });

  it("eject nobody below ten hosts by default, and by success rate whoever is far below the others", () => {
    const limit = { maxEjectionPercent: 10, alwaysEjectOneHost: false };
    expect([9, 10, 19, 20].map((hosts) => mostEjected(hosts, limit))).toEqual([0, 1, 1, 2]);
    expect(successRateThreshold([100, 100, 100, 100, 50], 1.9)).toEqual({ average: 90, threshold: 52 });
  });
});

describe("ingress-nginx", () => {
  const annotations = { canary: true, "canary-weight": 20, "canary-by-header": "X-Canary" };
  const request = { cookies: {}, affinity: null, draw: 21 };

  it("loses the meaning of never as soon as a header value is set", () => {
    const never = { ...request, headers: { "x-canary": "never" }, draw: 1 };
    expect(goesToCanary(annotations, never)).toBe(false);
    expect(goesToCanary({ ...annotations, "canary-by-header-value": "yes" }, never)).toBe(true);
  });

  it("keeps everybody with the header out when the pattern is no expression", () => {
    const broken = { ...annotations, "canary-by-header-pattern": "(" };
    expect(goesToCanary(broken, { ...request, headers: { "X-Canary": "a" }, draw: 1 })).toBe(false);
    expect(goesToCanary(broken, { ...request, headers: {}, draw: 1 })).toBe(true);
  });
});

describe("a flag", () => {
  const on = (weight: number) => [
    { variant: "on", weight },
    { variant: "off", weight: 100 - weight },
  ];

  it("takes the variant from nobody as its share grows, and buckets by the whole hash", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 99 }), (user, percent) => {
        const place = murmur3(`flag${user}`) / 4294967296;
        expect(fractional(`flag${user}`, on(percent))).toBe(place < percent / 100 ? "on" : "off");
        if (fractional(user, on(percent)) === "on") expect(fractional(user, on(percent + 1))).toBe("on");
      }),
    );
  });

  it("deals out other users when it goes over from the old way of bucketing to the present one", () => {
    const users = Array.from({ length: 400 }, (_, i) => `user-${i}`);
    const changed = users.filter((user) => fractional(user, on(50)) !== legacyFractional(user, on(50)));
    expect(changed.length).toBeGreaterThan(100);
  });

  it("hashes texts as UTF-8", () => {
    // Computed over the bytes by another implementation.
    expect(["한글", "é", "😀x"].map((text) => murmur3(text))).toEqual([2490488018, 269551495, 1914495294]);
  });

  it("falls back to its default for a rule it cannot follow", () => {
    const flag = { key: "f", defaultVariant: "off", bucketing: "current" } as const;
    const of = (targeting: Parameters<typeof evaluateFlag>[0]["targeting"], context = {}) =>
      evaluateFlag({ ...flag, targeting }, context);
    expect(of(null)).toEqual({ variant: "off", reason: "STATIC" });
    expect(of({ fractional: [["on", 1.5]] }, { targetingKey: "u" })).toEqual({ variant: "off", reason: "DEFAULT" });
    expect(of({ fractional: [["on", 100]] }, { targetingKey: "" })).toEqual({ variant: "off", reason: "DEFAULT" });
    expect(of({ if: [{ "==": [{ var: "plan" }, "pro"] }, "on", null] }, { plan: "pro" }).variant).toBe("on");
  });
});
