import type { CampaignMeasureId, CampaignMeasures } from "../measures/campaign.ts";
import type { MeasureId, Measures } from "../measures/ids.ts";
import type { Claim } from "../scenario/expect.ts";
import type { Expectation, Operand } from "../scenario/scenario.ts";
import type { Comparison } from "./types.ts";

/** What claims can speak of, for one seed: per strategy its measures and how the rollout ended. */
export interface Facts {
  readonly measures: ReadonlyMap<string, Measures>;
  readonly results: ReadonlyMap<string, string>;
  /** Of a campaign: what a sequence of releases came to. */
  readonly campaigns?: ReadonlyMap<string, CampaignMeasures>;
}

/** One side of a comparison; null: the measure did not apply. */
type Side = number | string | null;

export function factsOf(lanes: readonly LaneFacts[]): Facts {
  return {
    measures: new Map(lanes.map(({ strategy, measures }) => [strategy, measures])),
    results: new Map(lanes.map(({ strategy, result }) => [strategy, result])),
  };
}

/** What one strategy came to. */
export interface LaneFacts {
  readonly strategy: string;
  readonly measures: Measures;
  readonly result: string;
}

/** What a comparison says under its one seed. */
export function factsIn({ lanes }: Pick<Comparison, "lanes">): Facts {
  return factsOf(lanes.map(({ strategy, measures, run }) => ({ strategy, measures, result: run.rollout.result })));
}

/** Ordered comparisons with a measure that does not apply are false; it equals only the word `none`. */
export function claimHolds({ left, comparison, right }: Claim, facts: Facts): boolean {
  const a = sideOf(left, facts) ?? "none";
  const b = sideOf(right, facts) ?? "none";
  if (comparison === "==") return a === b;
  if (comparison === "!=") return a !== b;
  if (typeof a !== "number" || typeof b !== "number") return false;
  return isOrdered(a, comparison, b);
}

function isOrdered(a: number, comparison: Exclude<Expectation["comparison"], "==" | "!=">, b: number): boolean {
  if (comparison === "<") return a < b;
  if (comparison === "<=") return a <= b;
  return comparison === ">" ? a > b : a >= b;
}

/** Both sides as they read: `12.4 < 3.1`. */
export function claimSeen({ left, comparison, right }: Claim, facts: Facts): string {
  return `${print(sideOf(left, facts))} ${comparison} ${print(sideOf(right, facts))}`;
}

function sideOf(operand: Operand, facts: Facts): Side {
  if ("number" in operand) return operand.number;
  if ("word" in operand) return operand.word;
  if (operand.measure === "result") return facts.results.get(operand.strategy) ?? null;
  const { strategy, measure } = operand;
  const value =
    facts.measures.get(strategy)?.[measure as MeasureId] ??
    facts.campaigns?.get(strategy)?.[measure as CampaignMeasureId] ??
    null;
  return value === null ? null : value * operand.factor;
}

function print(side: Side): string {
  if (side === null) return "none";
  return typeof side === "number" ? String(Math.round(side * 1e6) / 1e6) : side;
}
