import { CAMPAIGN_MEASURES } from "../measures/campaign.ts";
import type { Expectation, Operand, Scenario, StrategyUse } from "../scenario/scenario.ts";
import { campaign } from "./campaign.ts";
import { claimHolds, claimSeen, type Facts, factsOf } from "./facts.ts";
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
      const facts = { ...factsFor(strategies, results[index]?.lanes ?? []), campaigns };
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
function* campaignsOf(
  scenario: Scenario,
  { claims, strategies, seed }: CampaignClaims,
): Study<NonNullable<Facts["campaigns"]>> {
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
    if (this.seen === "") this.seen = claimSeen(this.expectation, facts);
    if (claimHolds(this.expectation, facts)) this.held++;
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

function factsFor(strategies: readonly StrategyUse[], lanes: readonly TrialLane[]): Facts {
  return factsOf(
    strategies.flatMap(({ name }, index) => {
      const lane = lanes[index];
      return lane === undefined ? [] : [{ strategy: name, measures: lane.measures, result: lane.result }];
    }),
  );
}
