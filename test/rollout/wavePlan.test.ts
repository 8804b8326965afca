import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planWaves, type Wave, waveFaults } from "../../src/rollout/strategies/wavePlan.ts";

const FIVE = ["a", "b", "c", "d", "e"];

describe("waves", () => {
  it("are one cluster each when nothing is said", () => {
    expect(planWaves(null, FIVE)).toEqual([["a"], ["b"], ["c"], ["d"], ["e"]]);
  });

  it("take named clusters where they are named, and counts and percentages from what no wave names", () => {
    expect(planWaves([["c"], "40%", 2], FIVE)).toEqual([["c"], ["a", "b"], ["d", "e"]]);
    expect(planWaves([1, "100%"], FIVE)).toEqual([["a"], ["b", "c", "d", "e"]]);
  });

  it("say which name no cluster has, which stands twice, and whom no wave gets to", () => {
    expect(waveFaults([["a", "x"], ["a"], 1], FIVE)).toEqual([
      { kind: "unknown", name: "x", wave: 0 },
      { kind: "repeated", name: "a", wave: 1 },
      { kind: "unreached", names: ["c", "d", "e"] },
    ]);
  });

  it("get to every cluster once whenever they have no fault", () => {
    const wave: fc.Arbitrary<Wave> = fc.oneof(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 100 }).map((percent) => `${percent}%`),
      fc.subarray(FIVE, { minLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(wave, { minLength: 1, maxLength: 4 }), (waves) => {
        const all = planWaves(waves, FIVE).flat();
        const isSound = waveFaults(waves, FIVE).length === 0;
        expect([...all].sort().join() === FIVE.join()).toBe(isSound);
      }),
    );
  });
});
