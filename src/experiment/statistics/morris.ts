import { assert } from "../../kernel/assert.ts";
import { stream } from "../../kernel/streams.ts";
import { meanOf, varianceOf } from "./meanInterval.ts";

export interface MorrisDesign {
  readonly inputs: number;
  /** Paths r, ≥ 2; the model is asked r · (inputs + 1) times. */
  readonly trajectories: number;
  readonly seed: string;
}

/** Paths through the unit cube: from one point to the next, one input moves by Δ. */
export interface MorrisPaths {
  /** [trajectory][inputs + 1] */
  readonly points: readonly (readonly (readonly number[])[])[];
  /** [trajectory][step]: which input moves. */
  readonly moves: readonly (readonly number[])[];
}

/** What an input does to the answer. */
export interface ElementaryEffects {
  /** Mean of the absolute effects (Campolongo 2007): how much it matters. */
  readonly muStar: number;
  /** Their standard deviation: whether it matters differently from place to place. */
  readonly sigma: number;
}

/** Four levels 0, ⅓, ⅔, 1, and steps of Δ = p/(2(p − 1)) = ⅔ from the lower two to the upper two or back. */
const DELTA = 2 / 3;

/** The paths of a screening by elementary effects (Morris 1991). */
export function morrisPaths({ inputs, trajectories, seed }: MorrisDesign): MorrisPaths {
  assert(inputs >= 1 && trajectories >= 2, `no screening of ${inputs} inputs along ${trajectories} paths`);
  const draws = stream(seed, "screening");
  const points: (readonly number[])[][] = [];
  const moves: number[][] = [];
  for (let path = 0; path < trajectories; path++) {
    const order = Array.from({ length: inputs }, (_, input) => input);
    for (let i = inputs - 1; i > 0; i--) {
      const j = Math.floor(draws.uniform() * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    let point: readonly number[] = order.map(() => Math.floor(draws.uniform() * 4) / 3);
    const visited = [point];
    for (const moving of order) {
      point = point.map((value, input) => (input === moving ? (value < 0.5 ? value + DELTA : value - DELTA) : value));
      visited.push(point);
    }
    points.push(visited);
    moves.push(order);
  }
  return { points, moves };
}

/**
 * The effects of each input, from the answers at the points ([trajectory][inputs + 1]). f = 3x₁ has μ* = 3 and σ = 0 for
 * the first input and 0 for every other one.
 */
export function elementaryEffects(
  { points, moves }: MorrisPaths,
  answers: readonly (readonly number[])[],
): readonly ElementaryEffects[] {
  const effects: number[][] = (moves[0] ?? []).map(() => []);
  for (const [path, order] of moves.entries()) {
    for (const [step, input] of order.entries()) {
      const at = (index: number) => points[path]?.[index]?.[input] ?? 0;
      const answer = (index: number) => answers[path]?.[index] ?? 0;
      effects[input]?.push((answer(step + 1) - answer(step)) / (at(step + 1) - at(step)));
    }
  }
  return effects.map((values) => ({ muStar: meanOf(values.map(Math.abs)), sigma: Math.sqrt(varianceOf(values)) }));
}
