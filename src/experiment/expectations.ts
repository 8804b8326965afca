import type { MeasureId, Measures } from "../measures/ids.ts";
import { measure } from "../measures/measure.ts";
import type { Expectation, Operand, Scenario } from "../scenario/scenario.ts";
import { replicationSeed } from "./seeds.ts";
import { simulate, simulateTwin } from "./simulate.ts";

/** What became of one `expect:` line. */
export interface ExpectationResult {
  readonly expectation: Expectation;
  readonly holds: boolean;
  /** Seeds in which the claim held, of how many. */
  readonly heldIn: number;
  readonly seeds: number;
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
}

/** Checks every claim of the scenario, each over as many seeds as it asks for. A seed is rehearsed once for all claims. */
export function checkExpectations(
  scenario: Scenario,
  onProgress: (done: number, of: number) => void = () => {},
): readonly ExpectationResult[] {
  const seeds = scenario.expect.reduce((most, expectation) => Math.max(most, expectation.seeds), 0);
  const tallies = scenario.expect.map((expectation) => new Tally(expectation));
  for (let index = 0; index < seeds; index++) {
    const due = tallies.filter((tally) => index < tally.expectation.seeds);
    const seed = replicationSeed(scenario.seed, index);
    const facts = gather(scenario, seed, strategiesOf(due.map((tally) => tally.expectation)));
    for (const tally of due) tally.add(facts, seed);
    onProgress(index + 1, seeds);
  }
  return tallies.map((tally) => tally.result());
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
    return { expectation, holds: held >= wanted, heldIn: held, seeds: expectation.seeds, seen, counterexample };
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

function gather(scenario: Scenario, seed: string, names: ReadonlySet<string>): Facts {
  const measures = new Map<string, Measures>();
  const results = new Map<string, string>();
  const twin = simulateTwin(scenario, seed);
  for (const strategy of scenario.strategies) {
    if (!names.has(strategy.name)) continue;
    const run = simulate(scenario, strategy, seed);
    measures.set(strategy.name, measure(run, twin));
    results.set(strategy.name, run.rollout.result);
  }
  return { measures, results };
}

function sideOf(operand: Operand, facts: Facts): Side {
  if ("number" in operand) return operand.number;
  if ("word" in operand) return operand.word;
  if (operand.measure === "result") return facts.results.get(operand.strategy) ?? null;
  const value = facts.measures.get(operand.strategy)?.[operand.measure as MeasureId] ?? null;
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
