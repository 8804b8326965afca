import type { Scenario } from "../../scenario/scenario.ts";
import { replicationSeed } from "../seeds.ts";
import type { Study, Trial, TrialResult } from "../trial.ts";
import type { Block, Candidate, Evidence, Possibility } from "./types.ts";

/** Which worlds to try candidates in. */
interface Worlds {
  /** Index of the block; its seed follows from it. */
  readonly block: number;
  /** Positions of the possibilities to try. */
  readonly possibilities: readonly number[];
}

/** Collects what is learnt about candidates, each of them in the same worlds as the others. */
export class Search {
  readonly scenario: Scenario;
  readonly possibilities: readonly Possibility[];
  /** Rollouts rehearsed so far. */
  rehearsed = 0;
  private readonly seed: string;
  private readonly found = new Map<string, { candidate: Candidate; blocks: (Block | null)[] }>();

  constructor(scenario: Scenario, about: { readonly possibilities: readonly Possibility[]; readonly seed: string }) {
    this.scenario = scenario;
    this.possibilities = about.possibilities;
    this.seed = about.seed;
  }

  /** Candidates tried so far. */
  get tried(): number {
    return this.found.size;
  }

  /** What is known of these candidates; of those never tried, nothing. */
  evidence(candidates: readonly Candidate[]): readonly Evidence[] {
    return candidates.flatMap(({ key }) => this.found.get(key) ?? []);
  }

  /** All that has been tried. */
  all(): readonly Evidence[] {
    return [...this.found.values()];
  }

  /** Tries the candidates in a block of worlds; those that have been there already are not sent again. */
  *tryIn(candidates: readonly Candidate[], { block, possibilities }: Worlds): Study<void> {
    const due = candidates.filter(({ key }) => !this.isComplete(key, { block, possibilities }));
    if (due.length === 0) return;
    const trials = possibilities.map((index) => this.trial(due, { block, possibility: index }));
    const results = yield { trials, expected: 0 };
    this.rehearsed += due.length * trials.length;
    for (const [lane, candidate] of due.entries()) this.note(candidate, { block, possibilities, lane, results });
  }

  private isComplete(key: string, { block, possibilities }: Worlds): boolean {
    const known = this.found.get(key)?.blocks[block] ?? null;
    return known !== null && possibilities.every((index) => (known.lanes[index] ?? null) !== null);
  }

  private trial(due: readonly Candidate[], world: { readonly block: number; readonly possibility: number }): Trial {
    const { scenario, possibilities, seed } = this;
    const faults = possibilities[world.possibility]?.faults ?? [];
    return {
      scenario: { ...scenario, release: { ...scenario.release, faults } },
      strategies: due.map(({ use }) => use),
      seed: replicationSeed(seed, world.block),
    };
  }

  private note(
    candidate: Candidate,
    {
      block,
      possibilities,
      lane,
      results,
    }: Worlds & { readonly lane: number; readonly results: readonly TrialResult[] },
  ): void {
    const entry = this.found.get(candidate.key) ?? { candidate, blocks: [] };
    this.found.set(candidate.key, entry);
    while (entry.blocks.length <= block) entry.blocks.push(null);
    const known = entry.blocks[block] ?? null;
    const lanes = this.possibilities.map((_, index) => known?.lanes[index] ?? null);
    const without = this.possibilities.map((_, index) => known?.without[index] ?? null);
    for (const [order, possibility] of possibilities.entries()) {
      const result = results[order];
      lanes[possibility] = result?.lanes[lane] ?? null;
      without[possibility] = result?.without ?? null;
    }
    entry.blocks[block] = { lanes, without };
  }
}
