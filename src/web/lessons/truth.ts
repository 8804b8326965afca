import { claimHolds, factsIn } from "../../experiment/facts.ts";
import type { Comparison } from "../../experiment/types.ts";
import type { Prediction } from "../../scenario/lesson.ts";
import type { Guess } from "./session.ts";

/** A lane and what it came to; null: the measure does not apply. */
export interface Standing {
  readonly strategy: string;
  readonly value: number | null;
}

/** What the run says to a prediction. */
export type Truth =
  /** The most first. Lanes of the same value share their place. */
  | { readonly kind: "rank" | "lane"; readonly order: readonly Standing[] }
  | { readonly kind: "number"; readonly value: number | null }
  /** Position of the first option whose claim holds; null: none does. */
  | { readonly kind: "choose"; readonly option: number | null };

export function truthOf(prediction: Prediction, comparison: Pick<Comparison, "lanes">): Truth {
  switch (prediction.kind) {
    case "rank":
      return { kind: "rank", order: standings(prediction.by, comparison) };
    case "lane":
      return { kind: "lane", order: standings(prediction.most, comparison) };
    case "number": {
      const { strategy, measure } = prediction.of;
      const lane = comparison.lanes.find((other) => other.strategy === strategy);
      return { kind: "number", value: lane?.measures[measure] ?? null };
    }
    case "choose": {
      const facts = factsIn(comparison);
      const option = prediction.options.findIndex(({ when }) => claimHolds(when, facts));
      return { kind: "choose", option: option < 0 ? null : option };
    }
  }
}

function standings(
  measure: Extract<Prediction, { kind: "rank" }>["by"],
  { lanes }: Pick<Comparison, "lanes">,
): readonly Standing[] {
  return lanes
    .map(({ strategy, measures }) => ({ strategy, value: measures[measure] }))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
}

/** Place of each lane in the order, from 1; lanes of the same value share the better one: 5, 3, 3, 1 → 1, 2, 2, 4. */
export function placesOf(order: readonly Standing[]): readonly number[] {
  return order.map(({ value }) => order.findIndex((other) => other.value === value) + 1);
}

/** How near a guess came: told in words, never kept. */
export type Nearness = "right" | "near" | "other";

/** A number within a fifth of the truth, or within two steps of the slider, is near. */
const NEAR_SHARE = 0.2;

export function nearnessOf(guess: Guess, truth: Truth, prediction: Prediction): Nearness {
  if (guess.kind === "number" && truth.kind === "number" && prediction.kind === "number") {
    if (truth.value === null) return "other";
    const off = Math.abs(guess.value - truth.value);
    if (off <= prediction.step) return "right";
    return off <= Math.max(NEAR_SHARE * Math.abs(truth.value), 2 * prediction.step) ? "near" : "other";
  }
  if (guess.kind === "choose" && truth.kind === "choose") return guess.option === truth.option ? "right" : "other";
  if (guess.kind === "lane" && truth.kind === "lane") {
    const most = truth.order[0]?.value ?? null;
    const guessed = truth.order.find(({ strategy }) => strategy === guess.strategy);
    return guessed !== undefined && guessed.value === most ? "right" : "other";
  }
  if (guess.kind === "rank" && truth.kind === "rank") return rankNearness(guess.order, truth.order);
  return "other";
}

/** Right: no lane stands before one that came to more. Near: the first is right. */
function rankNearness(guess: readonly string[], truth: readonly Standing[]): Nearness {
  const values = guess.map((strategy) => truth.find((standing) => standing.strategy === strategy)?.value ?? -1);
  if (values.every((value, index) => index === 0 || (values[index - 1] ?? -1) >= value)) return "right";
  return values[0] === (truth[0]?.value ?? -1) ? "near" : "other";
}
