import type { Micros } from "../../kernel/time.ts";
import type { NoProposal, Proposal, Tolerances } from "./replicaCalculator.ts";
import { type LimitedSize, limitedByRules, type ScaleEvents } from "./scaleLimits.ts";
import type { ScalingRules } from "./scalingRules.ts";
import { type Recommendation, stabilize } from "./stabilization.ts";

/** One metric of the autoscaler: asked only when it is needed. `failure` is the reason that is shown when it has no answer. */
export interface ScalingMetric {
  readonly failure: string;
  readonly propose: () => Proposal | NoProposal;
}

/** kube-controller-manager flags; by default 300 s, and at most the double or four pods in one pass. */
export interface AutoscalerConfig {
  readonly downscaleStabilization: Micros;
  readonly scaleUpLimit: { readonly factor: number; readonly minimum: number };
  /** Feature `HPAScaleToZero`, alpha; absent: off, as in v1.36. */
  readonly scaleToZero?: "on" | "off";
}

export interface AutoscalerState {
  readonly current: number;
  readonly min: number;
  readonly max: number;
  readonly metrics: readonly ScalingMetric[];
  /** `spec.behavior`, complete; null: the older rules apply. */
  readonly behavior: { readonly up: ScalingRules; readonly down: ScalingRules } | null;
  /** Null: this is the first pass, which starts with the present size. */
  readonly recommendations: readonly Recommendation[] | null;
  readonly events: ScaleEvents;
  /** The condition ScaledToZero that earlier passes left; absent: none did. Counts only with `scaleToZero`. */
  readonly scaledToZero?: "True" | "False";
  readonly now: Micros;
}

export interface AutoscalerCondition {
  readonly type: "AbleToScale" | "ScalingActive" | "ScalingLimited" | "ScaledToZero";
  readonly status: "True" | "False";
  readonly reason: string;
}

export interface AutoscalerVerdict {
  readonly desired: number;
  readonly conditions: readonly AutoscalerCondition[];
  readonly recommendations: readonly Recommendation[];
  /** What the metrics answered, in their order; empty when they were not asked. */
  readonly answers: readonly (Proposal | NoProposal)[];
}

/** A tolerance of `spec.behavior` goes before the controller's. */
export function tolerancesOf(byDefault: number, behavior: AutoscalerState["behavior"]): Tolerances {
  return { scaleUp: behavior?.up.tolerance ?? byDefault, scaleDown: behavior?.down.tolerance ?? byDefault };
}

/**
 * One pass: what the metrics propose (the most), held back by earlier recommendations, by the rules and by min and max. A
 * size outside min and max is corrected without asking any metric; a workload at 0 is left alone, unless it was the
 * autoscaler itself that scaled it there. Kubernetes v1.36 `horizontal.go:reconcileAutoscaler`.
 */
export function reconcileAutoscaler(state: AutoscalerState, config: AutoscalerConfig): AutoscalerVerdict {
  const verdict = decide(state, config);
  if (config.scaleToZero !== "on") return verdict;
  return { ...verdict, conditions: withScaledToZero(verdict, state) };
}

/** A change of size says whether it went to nothing; the condition keeps its place. */
function withScaledToZero(
  { desired, conditions }: AutoscalerVerdict,
  { current, scaledToZero }: AutoscalerState,
): readonly AutoscalerCondition[] {
  const isChanged = desired !== current;
  const status = isChanged ? (desired === 0 ? "True" : "False") : scaledToZero;
  const own = { type: "ScaledToZero", status: status ?? "False", reason: REASON_OF_ZERO[status ?? "False"] } as const;
  if (scaledToZero !== undefined) return [own, ...conditions];
  return isChanged && desired === 0 ? [...conditions, own] : conditions;
}

const REASON_OF_ZERO = { True: "ScaledToZero", False: "NotScaledToZero" } as const;

function decide(state: AutoscalerState, config: AutoscalerConfig): AutoscalerVerdict {
  const { current, min, max, now } = state;
  const recommendations = state.recommendations ?? [{ replicas: current, at: now }];
  const rest = { recommendations, answers: [] };
  const wakesUp = config.scaleToZero === "on" && state.scaledToZero === "True";
  if (current === 0 && !wakesUp) {
    return { ...rest, desired: 0, conditions: [able("SucceededGetScale"), active("False", "ScalingDisabled")] };
  }
  if (current > max) return { ...rest, desired: max, conditions: [able("SucceededRescale")] };
  if (current < min) return { ...rest, desired: min, conditions: [able("SucceededRescale")] };
  const answers = state.metrics.map(({ propose }) => propose());
  const proposed = highest(state, answers);
  if ("failure" in proposed) {
    const conditions = [able("SucceededGetScale"), active("False", proposed.failure)];
    return { recommendations, answers, desired: current, conditions };
  }
  return { answers, ...normalized({ ...state, recommendations }, proposed.replicas, config) };
}

/** The most that any metric proposes. When some fail, only growth is believed. Kubernetes v1.36 `horizontal.go:computeReplicasForMetrics`. */
function highest(
  state: AutoscalerState,
  answers: readonly (Proposal | NoProposal)[],
): { replicas: number } | { failure: string } {
  const proposals = answers.flatMap((answer) => ("error" in answer ? [] : [answer.replicas]));
  const replicas = Math.max(...proposals);
  const failed = answers.findIndex((answer) => "error" in answer);
  if (failed !== -1 && (proposals.length === 0 || replicas < state.current)) {
    return { failure: state.metrics[failed]?.failure ?? "" };
  }
  return { replicas };
}

/** Kubernetes v1.36 `horizontal.go:normalizeDesiredReplicas`, `normalizeDesiredReplicasWithBehaviors`. */
function normalized(
  state: AutoscalerState & { readonly recommendations: readonly Recommendation[] },
  proposed: number,
  config: AutoscalerConfig,
): Omit<AutoscalerVerdict, "answers"> {
  const { current, behavior, now } = state;
  const down = behavior?.down.stabilization ?? config.downscaleStabilization;
  const windows = { up: behavior?.up.stabilization ?? 0, down, now };
  // Without behavior the highest recommendation of the window counts, wherever the present size lies.
  const sizes = { current: behavior === null ? Number.POSITIVE_INFINITY : current, desired: proposed };
  const { replicas, recommendations } = stabilize(state.recommendations, sizes, windows);
  const limited =
    behavior === null ? limitedPlainly(replicas, state, config) : limitedByRules(replicas, state, behavior);
  const held = proposed >= current && behavior !== null ? "ScaleUpStabilized" : "ScaleDownStabilized";
  const reason = replicas === proposed ? "ReadyForNewScale" : held;
  return {
    desired: limited.replicas,
    recommendations,
    conditions: [
      able(limited.replicas === current ? reason : "SucceededRescale"),
      active("True", "ValidMetricFound"),
      { type: "ScalingLimited", status: limited.replicas === replicas ? "False" : "True", reason: limited.reason },
    ],
  };
}

/** Without `spec.behavior`. Kubernetes v1.36 `horizontal.go:convertDesiredReplicasWithRules`. */
function limitedPlainly(
  desired: number,
  { current, min, max }: AutoscalerState,
  { scaleUpLimit }: AutoscalerConfig,
): LimitedSize {
  const limit = Math.max(Math.trunc(scaleUpLimit.factor * current), scaleUpLimit.minimum);
  const most = Math.min(max, limit);
  if (desired < min) return { replicas: min, reason: "TooFewReplicas" };
  if (desired > most) return { replicas: most, reason: max > limit ? "ScaleUpLimit" : "TooManyReplicas" };
  return { replicas: desired, reason: "DesiredWithinRange" };
}

const able = (reason: string): AutoscalerCondition => ({ type: "AbleToScale", status: "True", reason });
const active = (status: "True" | "False", reason: string): AutoscalerCondition => ({
  type: "ScalingActive",
  status,
  reason,
});
