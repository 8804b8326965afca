import { CAMPAIGN_MEASURES, type CampaignMeasureId, type CampaignMeasures } from "../measures/campaign.ts";
import type { MeasureId, Measures } from "../measures/ids.ts";
import type { Expectation, Operand, Scenario, StrategyUse } from "../scenario/scenario.ts";
import { campaign } from "./campaign.ts";
import { replicationSeed } from "./seeds.ts";
import { type ProportionInterval, wilsonInterval } from "./statistics/proportionInterval.ts";
import { conduct, type Study, type Trial, type TrialLane } from "./trial.ts";

/** What became of one `expect:` line. */
export interface ExpectationResult {
  readonly expectation: Expectation;
  readonly holds: boolean;
  /** Seeds in which the claim held, of how many. */
  readonly heldIn: number;
  readonly seeds: number;
  /** Of all seeds there are, in what share it may hold: the 95 % interval. */
  readonly share: ProportionInterval;
  /** The two sides under the first seed, as they read: `12.4 < 3.1`. */
  readonly seen: string;
  /** The first seed that contradicts the claim; null when none does. */
  readonly counterexample: string | null;
}

/** One side of a comparison under one seed; null: the measure did not apply. */
type Side = number | string | null;

/** What the claims can speak of, for one seed: per strategy its measures and how the rollout ended. */
interface Facts {
  readonly measures: ReadonlyMap<string, Measures>;
  readonly results: ReadonlyMap<string, string>;
  readonly campaigns: ReadonlyMap<string, CampaignMeasures>;
}

/** Trials that are handed out at a time. */
const BATCH = 64;

/** Checks every claim of the scenario, each over as many seeds as it asks for, here and now. */
export function checkExpectations(
  scenario: Scenario,
  onProgress: (done: number, of: number) => void = () => {},
): readonly ExpectationResult[] {
  return conduct(expectations(scenario), onProgress);
}

/** The same as a study. A seed is rehearsed once for all claims, with the strategies that they speak of. */
export function* expectations(scenario: Scenario): Study<readonly ExpectationResult[]> {
  const seeds = scenario.expect.reduce((most, expectation) => Math.max(most, expectation.seeds), 0);
  const tallies = scenario.expect.map((expectation) => new Tally(expectation));
  const dueAt = (index: number) => tallies.filter((tally) => index < tally.expectation.seeds);
  const trialAt = (index: number): Trial => {
    const names = strategiesOf(dueAt(index).map((tally) => tally.expectation));
    const strategies = scenario.strategies.filter(({ name }) => names.has(name));
    return { scenario, strategies, seed: replicationSeed(scenario.seed, index) };
  };
  for (let from = 0; from < seeds; from += BATCH) {
    const count = Math.min(BATCH, seeds - from);
    const trials = Array.from({ length: count }, (_, index) => trialAt(from + index));
    const results = yield { trials, expected: seeds };
    for (const [index, { strategies, seed }] of trials.entries()) {
      const due = dueAt(from + index);
      const campaigns = yield* campaignsOf(scenario, { claims: due, strategies, seed });
      const facts = { ...factsOf(strategies, results[index]?.lanes ?? []), campaigns };
      for (const tally of due) tally.add(facts, seed);
    }
  }
  return tallies.map((tally) => tally.result());
}

interface CampaignClaims {
  readonly claims: readonly Tally[];
  readonly strategies: readonly StrategyUse[];
  readonly seed: string;
}

/** The campaign of one seed, of the strategies whose campaign is spoken of; nothing where none is. */
function* campaignsOf(scenario: Scenario, { claims, strategies, seed }: CampaignClaims): Study<Facts["campaigns"]> {
  const names = new Set(claims.flatMap(({ expectation: { left, right } }) => [left, right].flatMap(campaignOf)));
  if (names.size === 0) return new Map();
  const spokenOf = strategies.filter(({ name }) => names.has(name));
  const { lanes } = yield* campaign(scenario, { strategies: spokenOf, seed });
  return new Map(lanes.map(({ strategy, measures }) => [strategy, measures]));
}

function campaignOf(operand: Operand): readonly string[] {
  return "strategy" in operand && Object.hasOwn(CAMPAIGN_MEASURES, operand.measure) ? [operand.strategy] : [];
}

class Tally {
  readonly expectation: Expectation;
  private held = 0;
  private seen = "";
  private counterexample: string | null = null;

  constructor(expectation: Expectation) {
    this.expectation = expectation;
  }

  add(facts: Facts, seed: string): void {
    const left = sideOf(this.expectation.left, facts);
    const right = sideOf(this.expectation.right, facts);
    if (this.seen === "") this.seen = `${print(left)} ${this.expectation.comparison} ${print(right)}`;
    if (holds(left, this.expectation.comparison, right)) this.held++;
    else this.counterexample ??= seed;
  }

  result(): ExpectationResult {
    const { expectation, held, seen, counterexample } = this;
    const wanted = expectation.seeds * expectation.inAtLeast;
    const { seeds } = expectation;
    const share = wilsonInterval(held, seeds);
    return { expectation, holds: held >= wanted, heldIn: held, seeds, share, seen, counterexample };
  }
}

function strategiesOf(expectations: readonly Expectation[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { left, right } of expectations) {
    if ("strategy" in left) names.add(left.strategy);
    if ("strategy" in right) names.add(right.strategy);
  }
  return names;
}

function factsOf(strategies: readonly StrategyUse[], lanes: readonly TrialLane[]): Omit<Facts, "campaigns"> {
  const measures = new Map<string, Measures>();
  const results = new Map<string, string>();
  for (const [index, { name }] of strategies.entries()) {
    const lane = lanes[index];
    if (lane === undefined) continue;
    measures.set(name, lane.measures);
    results.set(name, lane.result);
  }
  return { measures, results };
}

function sideOf(operand: Operand, facts: Facts): Side {
  if ("number" in operand) return operand.number;
  if ("word" in operand) return operand.word;
  if (operand.measure === "result") return facts.results.get(operand.strategy) ?? null;
  const value =
    campaignOf(operand).length > 0
      ? (facts.campaigns.get(operand.strategy)?.[operand.measure as CampaignMeasureId] ?? null)
      : (facts.measures.get(operand.strategy)?.[operand.measure as MeasureId] ?? null);
  return value === null ? null : value * operand.factor;
}

/** Ordered comparisons with a measure that does not apply are false; it equals only the word `none`. */
function holds(left: Side, comparison: Expectation["comparison"], right: Side): boolean {
  const a = left ?? "none";
  const b = right ?? "none";
  if (comparison === "==") return a === b;
  if (comparison === "!=") return a !== b;
  if (typeof a !== "number" || typeof b !== "number") return false;
  if (comparison === "<") return a < b;
  if (comparison === "<=") return a <= b;
  if (comparison === ">") return a > b;
  return a >= b;
}

function print(side: Side): string {
  if (side === null) return "none";
  return typeof side === "number" ? String(Math.round(side * 1e6) / 1e6) : side;
}
