import { locationShift, superiority } from "./mannWhitney.ts";

export type Classification = "Pass" | "High" | "Low" | "Nodata" | "NodataFailMetric";

/** What counts as too much of a difference; [below which a decrease fails, above which an increase fails]. */
type Thresholds = readonly [decrease: number, increase: number];

/** How one metric is judged (Kayenta `canaryAnalysis` of a metric and the judge's options). */
export interface MetricJudgement {
  /** Shifts within ± this part of the estimate are no difference. */
  readonly tolerance: number;
  readonly confidence: number;
  readonly direction: "increase" | "decrease" | "either";
  /** A failure of this metric fails the canary. */
  readonly critical: boolean;
  /** It fails without data, but not the whole canary. */
  readonly mustHaveData: boolean;
  /** Missing values: left out, or taken as 0. */
  readonly nan: "remove" | "replace";
  readonly effect: Thresholds;
  readonly criticalEffect: Thresholds;
  readonly measure: "meanRatio" | "cles";
}

export interface MetricVerdict {
  readonly classification: Classification;
  /** It fails the canary. */
  readonly critical: boolean;
}

/** Spinnaker Kayenta `MannWhitneyClassifier.classify`: a significant shift, beyond the tolerance, of a size that matters. */
export function classifyMetric(
  experiment: readonly number[],
  control: readonly number[],
  judgement: MetricJudgement,
): MetricVerdict {
  const { critical, mustHaveData, nan } = judgement;
  const pass: MetricVerdict = { classification: "Pass", critical: false };
  if (experiment.length === 0 || control.length === 0) {
    if (nan === "replace") return pass;
    if (mustHaveData && !critical) return { classification: "NodataFailMetric", critical: false };
    return { classification: "Nodata", critical };
  }
  if (haveSameValues(experiment, control) || new Set([...experiment, ...control]).size === 1) return pass;
  const { estimate, low, high } = locationShift(experiment, control, judgement.confidence);
  const bound = judgement.tolerance * Math.abs(estimate);
  const size = judgement.measure === "cles" ? superiority(experiment, control) : meanRatio(experiment, control);
  const { direction, effect, criticalEffect } = judgement;
  if (direction !== "decrease" && low > bound && isAtLeast(size, effect[1])) {
    return { classification: "High", critical: critical && isAtLeast(size, criticalEffect[1]) };
  }
  if (direction !== "increase" && high < -bound && isAtMost(size, effect[0])) {
    return { classification: "Low", critical: critical && isAtMost(size, criticalEffect[0]) };
  }
  return pass;
}

/** Null: one of the means is 0, so that no ratio tells how large the difference is; then it is large enough. */
function meanRatio(experiment: readonly number[], control: readonly number[]): number | null {
  const [above, below] = [mean(experiment), mean(control)];
  return above === 0 || below === 0 ? null : above / below;
}

function isAtLeast(size: number | null, limit: number): boolean {
  return size === null || size >= limit;
}

function isAtMost(size: number | null, limit: number): boolean {
  return size === null || size <= limit;
}

function mean(values: readonly number[]): number {
  const first = values.reduce((sum, value) => sum + value, 0) / values.length;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}

function haveSameValues(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  const sorted = [...a].sort((x, y) => x - y);
  return [...b].sort((x, y) => x - y).every((value, index) => value === sorted[index]);
}

/** A judged metric and the groups it counts in. */
export interface JudgedMetric extends MetricVerdict {
  readonly groups: readonly string[];
}

/** From this share of metrics without data on there is no score, 0–1. */
const NO_DATA_SHARE = 0.5;

/**
 * 0–100 (Kayenta `WeightedSumScorer`): each group's share of passed metrics among those with data, weighted; groups
 * without a weight share what the others leave. A group without any data counts full, but too little data overall, or a
 * critical failure, is 0.
 * @param weights percent, by group
 */
export function canaryScore(metrics: readonly JudgedMetric[], weights: ReadonlyMap<string, number>): number {
  if (metrics.some(({ critical, classification }) => critical && classification !== "Pass")) return 0;
  const silent = metrics.filter(({ classification }) => classification === "Nodata").length;
  if (silent / metrics.length >= NO_DATA_SHARE) return 0;
  const groups = [...new Set(metrics.flatMap((metric) => metric.groups))];
  const given = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const unweighted = groups.filter((group) => !weights.has(group)).length;
  const rest = unweighted > 0 ? (100 - given) / unweighted : 0;
  const score = groups.reduce(
    (sum, group) => sum + (groupScore(metrics, group) * (weights.get(group) ?? rest)) / 100,
    0,
  );
  return Math.floor(score * 100 + 0.5) / 100;
}

function groupScore(metrics: readonly JudgedMetric[], group: string): number {
  const judged = metrics.filter((metric) => metric.groups.includes(group) && metric.classification !== "Nodata");
  if (judged.length === 0) return 100;
  return (judged.filter(({ classification }) => classification === "Pass").length / judged.length) * 100;
}

/** Kayenta `ThresholdScoreClassifier`. */
export function scoreVerdict(score: number, limits: { readonly pass: number; readonly marginal: number }) {
  if (score >= limits.pass) return "Pass";
  return score >= limits.marginal ? "Marginal" : "Fail";
}
