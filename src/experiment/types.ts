import type { Measures } from "../measures/ids.ts";
import type { Run } from "../record/run.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** One strategy of a comparison. */
export interface Lane {
  readonly strategy: string;
  readonly run: Run;
  readonly measures: Measures;
  /** With several seeds: an interval beside each measure. */
  readonly intervals?: Readonly<Record<string, MeasureInterval>>;
}

/** All strategies of a scenario under the same users, the same bug and the same seed. */
export interface Comparison {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly lanes: readonly Lane[];
  /** The same world without any release: what would have happened anyway. */
  readonly twin: Run;
}

/** A measure over several seeds. */
export interface MeasureInterval {
  readonly seeds: number;
  readonly mean: number;
  readonly median: number;
  /** 95 % confidence interval of the mean (Student t). */
  readonly low: number;
  readonly high: number;
  /** One value per seed, in the order of the seeds; null where the measure does not apply. */
  readonly values: readonly (number | null)[];
}
