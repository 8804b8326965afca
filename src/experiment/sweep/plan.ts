import { fnv1a64 } from "../../kernel/hash.ts";
import type { Parsed } from "../../quantity/complaint.ts";
import { refuse } from "../../quantity/complaint.ts";
import { dataWithField, withField } from "../../scenario/field.ts";
import type { FieldValue } from "../../scenario/lesson.ts";
import type { Reading } from "../../scenario/problem.ts";
import { dataOf, readScenario } from "../../scenario/read.ts";
import type { Scenario, StrategyUse } from "../../scenario/scenario.ts";
import { replicationSeed } from "../seeds.ts";
import type { Axis } from "./axis.ts";

/** What is swept: every combination of the axes' values, under every seed. Plain data; nothing in it says how it is cut. */
export interface SweepPlan {
  /** Text of the scenario file. */
  readonly text: string;
  readonly axes: readonly Axis[];
  readonly seeds: number;
  /** The first of them; the scenario's own where null. */
  readonly seed: string | null;
  /** Names; null: all of the scenario. */
  readonly strategies: readonly string[] | null;
}

/** Combinations of values, and cells (combinations × seeds), at most. */
const SWEEP_LIMITS = { points: 1000, cells: 1_000_000 } as const;

/** One combination of values. */
export interface SweepPoint {
  /** [axis] */
  readonly values: readonly FieldValue[];
  readonly scenario: Scenario;
  readonly strategies: readonly StrategyUse[];
}

/** Equal plans have equal digests, 16 hex digits. */
export function planDigest({ text, axes, seeds, seed, strategies }: SweepPlan): string {
  return fnv1a64(JSON.stringify([text, axes.map(({ field, values }) => [field, values]), seeds, seed, strategies]));
}

/** How many combinations there are. */
export function pointCount({ axes }: Pick<SweepPlan, "axes">): number {
  return axes.reduce((product, { values }) => product * values.length, 1);
}

export function cellCount(plan: SweepPlan): number {
  return pointCount(plan) * plan.seeds;
}

/** Refuses a sweep that is too large; the message names the limit, the number and the flags. */
export function checkSize(plan: SweepPlan): Parsed<SweepPlan> {
  const points = pointCount(plan);
  if (points > SWEEP_LIMITS.points) {
    return refuse("limit-exceeded", `--vary makes ${points} combinations`, `stay within ${SWEEP_LIMITS.points}`);
  }
  const cells = cellCount(plan);
  if (cells <= SWEEP_LIMITS.cells) return { value: plan };
  const message = `--vary and --seeds make ${cells} cells`;
  return refuse("limit-exceeded", message, `stay within ${SWEEP_LIMITS.cells}`);
}

/** The values of a combination; the last axis turns fastest. */
export function valuesAt({ axes }: SweepPlan, point: number): readonly FieldValue[] {
  const values: FieldValue[] = [];
  let rest = point;
  for (const { values: choices } of [...axes].reverse()) {
    values.unshift(choices[rest % choices.length] as FieldValue);
    rest = Math.floor(rest / choices.length);
  }
  return values;
}

/** The scenario of a combination, read as if its values stood in the file. */
export function pointAt(plan: SweepPlan, point: number): Reading<SweepPoint> {
  const values = valuesAt(plan, point);
  let { text } = plan;
  for (const [index, { field }] of plan.axes.entries()) {
    const change = { field, value: values[index] as FieldValue };
    if (dataWithField(dataOf(text), change) === null) return nowhere(field);
    text = withField(text, change);
  }
  const reading = readScenario(text);
  if (!reading.ok) return reading;
  const scenario = reading.value;
  const strategies = scenario.strategies.filter(({ name }) => plan.strategies?.includes(name) ?? true);
  return { ok: true, value: { values, scenario, strategies }, problems: reading.problems };
}

function nowhere(field: string): Reading<never> {
  const problem = { severity: "error", code: "unknown-field", path: field, line: 0, column: 0 } as const;
  return {
    ok: false,
    problems: [
      { ...problem, message: "The scenario has no such place", fix: "Write the field as in docs/reference.md" },
    ],
  };
}

/** The seed of a cell. */
export function seedAt(
  plan: SweepPlan,
  { cell, scenario }: { readonly cell: number; readonly scenario: Scenario },
): string {
  return replicationSeed(plan.seed ?? scenario.seed, cell % plan.seeds);
}

/** The cells of shard `index` of `of`: every of-th one, so that shards are equally long whatever a value costs. */
export function cellsOf(
  plan: SweepPlan,
  { index, of }: { readonly index: number; readonly of: number },
): readonly number[] {
  const cells: number[] = [];
  for (let cell = index; cell < cellCount(plan); cell += of) cells.push(cell);
  return cells;
}
