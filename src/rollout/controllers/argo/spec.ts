import type { Micros } from "../../../kernel/time.ts";
import type { MetricSpec } from "./analysis/metric.ts";

/** A count of pods, or a percentage. Argo reads every string as a percentage: `"3"` is 3 %. */
export type CountOrPercent = number | string;

/** One step of a canary (`pkg/apis/rollouts/v1alpha1/types.go:CanaryStep`). Weights are 0 to the router's maximum. */
export type CanaryStep =
  | { readonly setWeight: number }
  | { readonly setCanaryScale: CanaryScale }
  /** Null: until somebody resumes it. Whole seconds, in µs. */
  | { readonly pause: Micros | null }
  | { readonly analysis: AnalysisSpec }
  | { readonly experiment: ExperimentSpec }
  /** All requests that match go to the canary. No user here has headers: it leads nobody anywhere. */
  | { readonly setHeaderRoute: { readonly name: string } }
  /** Requests are copied to the canary, whose answers nobody waits for. */
  | { readonly setMirrorRoute: { readonly name: string } }
  /** Somebody's own step: what it does is not known here, and it succeeds at once. */
  | { readonly plugin: { readonly name: string } };

/** Stacks that run beside the rollout for a while (`pkg/apis/rollouts/v1alpha1/types.go:RolloutExperimentStep`). */
export interface ExperimentSpec {
  readonly templates: readonly ExperimentTemplate[];
  /** From when all its pods are available; null: until its analysis is done. */
  readonly duration: Micros | null;
  readonly analysis: AnalysisSpec | null;
}

export interface ExperimentTemplate {
  readonly name: string;
  readonly from: "stable" | "canary";
  readonly replicas: number;
  /** Taken from the stable version's traffic; null: none. */
  readonly weight: number | null;
}

/** Sizes the canary apart from its traffic; only with traffic routing. `replicas` beats `weight`. */
export interface CanaryScale {
  readonly replicas?: number | undefined;
  readonly weight?: number | undefined;
  /** Back to the size that follows from setWeight. */
  readonly matchTrafficWeight?: boolean | undefined;
}

/** What one AnalysisRun measures. */
export interface AnalysisSpec {
  readonly metrics: readonly MetricSpec[];
}

export interface BackgroundAnalysisSpec extends AnalysisSpec {
  /** Index of the step with which the run starts; 0: with the update. */
  readonly startingStep: number;
}

/** How far a ReplicaSet must have come for a step to complete before all its pods are available. Negative: not set. */
export interface ReplicaProgressThreshold {
  readonly type: "Percent" | "Pods";
  readonly value: number;
}

export interface TrafficRouting {
  /** What "all traffic" is called by the router; 100 for nearly all. */
  readonly maxTrafficWeight: number;
}

/** `spec.strategy.canary`, as far as it is carried out here. */
export interface CanarySpec {
  readonly steps: readonly CanaryStep[];
  /** Pods beyond `replicas`, rounded up. Ignored with traffic routing. */
  readonly maxSurge: CountOrPercent;
  /** Pods that may be missing, rounded down; both 0 means 1. Ignored with traffic routing. */
  readonly maxUnavailable: CountOrPercent;
  /** Null: the share of traffic is the share of pods. */
  readonly trafficRouting: TrafficRouting | null;
  /** stableService and canaryService are set; a router needs them. */
  readonly services: boolean;
  /** Shrinks the stable ReplicaSet as the canary grows; only with traffic routing. */
  readonly dynamicStableScale: boolean;
  /** Smallest size of a ReplicaSet that is not empty; only with traffic routing. */
  readonly minPodsPerReplicaSet: number;
  readonly replicaProgressThreshold: ReplicaProgressThreshold | null;
  readonly scaleDownDelay: Micros | null;
  readonly abortScaleDownDelay: Micros | null;
  readonly scaleDownDelayRevisionLimit: number | null;
  readonly analysis: BackgroundAnalysisSpec | null;
}

/** `spec.strategy.blueGreen`. */
export interface BlueGreenSpec {
  /** previewService is set, beside the activeService. */
  readonly previewService: boolean;
  readonly autoPromotionEnabled: boolean;
  /** Pause between a ready preview and the switch, whole seconds in µs; 0: none. */
  readonly autoPromotion: Micros;
  /** Pods of the preview until it is promoted; null: all. */
  readonly previewReplicas: number | null;
  readonly scaleDownDelay: Micros | null;
  readonly abortScaleDownDelay: Micros | null;
  readonly scaleDownDelayRevisionLimit: number | null;
  readonly prePromotionAnalysis: AnalysisSpec | null;
  readonly postPromotionAnalysis: AnalysisSpec | null;
}

/** The spec of a Rollout beside its pod template. Durations are whole seconds, in µs. */
export interface ArgoSpec {
  readonly strategy: { readonly canary: CanarySpec } | { readonly blueGreen: BlueGreenSpec };
  readonly minReady: Micros;
  readonly progressDeadline: Micros;
  readonly progressDeadlineAbort: boolean;
  /** Going back at most this many revisions skips steps and analyses; null: it never does. */
  readonly rollbackWindow: number | null;
  /** Old ReplicaSets that are kept, empty, for a way back. */
  readonly revisionHistoryLimit: number;
}
