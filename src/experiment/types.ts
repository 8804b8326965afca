import type { MeasureId, Measures } from "../measures/ids.ts";
import type { Run } from "../record/run.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** One strategy of a comparison. */
export interface Lane {
  readonly strategy: string;
  readonly run: Run;
  readonly measures: Measures;
  /** With several seeds: an interval beside each measure. */
  readonly intervals?: Readonly<Record<string, MeasureSummary>>;
}

/** All strategies of a scenario under the same users, the same bug and the same seed. */
export interface Comparison {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly lanes: readonly Lane[];
  /** The same world without any release: what would have happened anyway. */
  readonly twin: Run;
  /** With several seeds: what they say together. */
  readonly experiment?: Experiment;
}

/** A measure over several seeds. */
export interface MeasureInterval {
  readonly seeds: number;
  readonly mean: number;
  readonly median: number;
  /** 95 % confidence interval of the mean. */
  readonly low: number;
  readonly high: number;
  /** One value per seed, in the order of the seeds; null where the measure does not apply. */
  readonly values: readonly (number | null)[];
}

/** The same with what an interval of the mean does not tell. */
export interface MeasureSummary extends MeasureInterval {
  /** How `low` and `high` were found: Student's t, or the BCa bootstrap where the values are very skewed. */
  readonly method: "t" | "bca";
  /** Order statistics that bound the median, and the exact chance that they do; null: too few seeds for that side. */
  readonly medianLow: number | null;
  readonly medianHigh: number | null;
  readonly medianCoverage: number;
  /** Where it is 0 under some seeds and never negative: how often it is not. */
  readonly aboveZero?: AboveZero;
}

/** How often a measure was above 0 at all. */
export interface AboveZero {
  readonly count: number;
  readonly share: number;
  /** 95 % interval of the share (Clopper–Pearson); with a count of 0, `high` is the one-sided bound 1 − 0.05^(1/n). */
  readonly low: number;
  readonly high: number;
  /** Mean of the values above 0; null where there are none. */
  readonly mean: number | null;
}

/** What several seeds say together. */
export interface Experiment {
  readonly seeds: number;
  readonly stopping: Stopping;
  /** The measures that decide, named before anything was run; every other one is descriptive. */
  readonly primary: readonly MeasureId[];
  /** One for each primary measure that applies to at least two strategies. */
  readonly contrasts: readonly Contrast[];
  readonly warmup: Settling;
  /** [lane]: quantiles of the latencies of all requests of all seeds. */
  readonly latency: readonly PooledLatency[];
  /** 64-bit FNV-1a over the measures of every seed: equal for equal scenario, strategies, seed and number of seeds. */
  readonly digest: string;
}

/** Why there are as many seeds as there are. */
export interface Stopping {
  readonly reason: "asked" | "precise" | "limit";
  /** What was wanted, as a share of the measure; null: a number of seeds was asked for. */
  readonly halfWidth: number | null;
}

/** One measure of several strategies in the same worlds. */
export interface Contrast {
  readonly measure: MeasureId;
  /** Name of the strategy with the best mean. */
  readonly best: string;
  /** Seeds in which no other strategy was better. */
  readonly bestIn: number;
  /** The others, in the order of the lanes, each beside the best one. */
  readonly others: readonly Difference[];
}

/** A strategy minus the best one, seed by seed. */
export interface Difference {
  readonly strategy: string;
  readonly mean: number;
  /** 95 % interval of the mean difference (paired t). */
  readonly low: number;
  readonly high: number;
  /** Chance of a difference at least as large if there were none, and the same after Holm's correction. */
  readonly p: number;
  readonly adjustedP: number;
  /** Of the pairs; null: a side does not vary. */
  readonly correlation: number | null;
  /** By how much the same worlds shrink the variance of the difference beside unrelated ones; null: it does not vary. */
  readonly varianceReduction: number | null;
  /** Seeds in which this one was worse than the best, of how many pairs. */
  readonly worseIn: number;
  readonly pairs: number;
}

/** Whether the measured window began in a steady state. */
export interface Settling {
  /**
   * `settled`: nothing of the window has to be left out. `short`: its first `seconds` still belong to the start-up, or
   * (null) so much does that no end of it can be seen. `unjudged`: too short a window, or a load that is not meant to be
   * steady.
   */
  readonly verdict: "settled" | "short" | "unjudged";
  readonly seconds: number | null;
}

/** Quantiles of a merged histogram, ms; each within 0.4 % of a latency that occurred. */
export interface PooledLatency {
  readonly requests: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
}
