import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elementaryEffects, type MorrisPaths, morrisPaths } from "../../src/experiment/statistics/morris.ts";

function effectsOf(paths: MorrisPaths, model: (x: readonly number[]) => number) {
  return elementaryEffects(
    paths,
    paths.points.map((points) => points.map(model)),
  );
}

describe("the screening by elementary effects", () => {
  it("finds the slopes of a linear model exactly, and nothing for an input that does nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 6 }),
        fc.string(),
        (slopes, seed) => {
          const paths = morrisPaths({ inputs: slopes.length + 1, trajectories: 5, seed });
          const effects = effectsOf(paths, (x) => 7 + slopes.reduce((sum, slope, i) => sum + slope * (x[i] ?? 0), 0));
          for (const [i, slope] of slopes.entries()) {
            expect(effects[i]?.muStar).toBeCloseTo(Math.abs(slope), 9);
            expect(effects[i]?.sigma).toBeCloseTo(0, 9);
          }
          expect(effects.at(-1)).toEqual({ muStar: 0, sigma: 0 });
        },
      ),
    );
  });

  it("tells an interaction by a spread", () => {
    const paths = morrisPaths({ inputs: 2, trajectories: 20, seed: "interaction" });
    const [a, b] = effectsOf(paths, ([x = 0, y = 0]) => x * y);
    expect(a?.sigma).toBeGreaterThan(0.2);
    expect(b?.sigma).toBeGreaterThan(0.2);
  });

  it("moves one input at a time by two thirds, each once on a path, and stays in the cube", () => {
    const { points, moves } = morrisPaths({ inputs: 4, trajectories: 6, seed: "walk" });
    for (const [path, order] of moves.entries()) {
      expect([...order].sort()).toEqual([0, 1, 2, 3]);
      for (const [step, input] of order.entries()) {
        const [from, to] = [points[path]?.[step] ?? [], points[path]?.[step + 1] ?? []];
        for (const [i, value] of to.entries()) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          expect(Math.abs(value - (from[i] ?? 0))).toBeCloseTo(i === input ? 2 / 3 : 0, 12);
        }
      }
    }
  });
});
