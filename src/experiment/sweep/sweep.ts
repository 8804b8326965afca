import { assert } from "../../kernel/assert.ts";
import type { Measures } from "../../measures/ids.ts";
import type { RolloutRecord } from "../../record/run.ts";
import type { Study, TrialResult } from "../trial.ts";
import { pointAt, type SweepPlan, type SweepPoint, seedAt } from "./plan.ts";

/** What came out in one cell: one combination of values under one seed. Plain data. */
export interface SweptCell {
  readonly cell: number;
  readonly seed: string;
  readonly lanes: readonly {
    readonly strategy: string;
    readonly result: RolloutRecord["result"];
    readonly measures: Measures;
  }[];
}

/** Sweeps these cells, chunk by chunk, and hands over each chunk when all of it is done. */
export function* sweepCells(
  plan: SweepPlan,
  chunks: readonly (readonly number[])[],
  onChunk: (cells: readonly SweptCell[], chunk: number) => void,
): Study<void> {
  const expected = chunks.reduce((sum, cells) => sum + cells.length, 0);
  for (const [chunk, cells] of chunks.entries()) {
    const worlds = cells.map((cell) => {
      const { scenario, strategies } = pointOf(plan, cell);
      return { cell, trial: { scenario, strategies, seed: seedAt(plan, { cell, scenario }) } };
    });
    const results = yield { trials: worlds.map(({ trial }) => trial), expected };
    onChunk(
      worlds.map(({ cell, trial }, index) => ({
        cell,
        seed: trial.seed,
        lanes: trial.strategies.map(({ name }, lane) => laneOf(name, results[index]?.lanes[lane])),
      })),
      chunk,
    );
  }
}

function pointOf(plan: SweepPlan, cell: number): SweepPoint {
  const reading = pointAt(plan, Math.floor(cell / plan.seeds));
  assert(reading.ok, `combination of cell ${cell} was checked before`);
  return reading.value;
}

function laneOf(strategy: string, lane: TrialResult["lanes"][number] | undefined): SweptCell["lanes"][number] {
  assert(lane !== undefined, `no result of ${strategy}`);
  return { strategy, result: lane.result, measures: lane.measures };
}
