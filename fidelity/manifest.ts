import { fromSeconds, type Micros, SECOND } from "../src/kernel/time.ts";
import { judge } from "../src/rollout/controllers/argo/analysis/condition.ts";
import { type Measurement, type MetricSpec, metric } from "../src/rollout/controllers/argo/analysis/metric.ts";
import type {
  AnalysisSpec,
  ArgoSpec,
  BlueGreenSpec,
  CanarySpec,
  CanaryStep,
} from "../src/rollout/controllers/argo/spec.ts";

/** The part of a Rollout manifest that the traces use. */
export interface RolloutManifest {
  readonly metadata?: { readonly name?: string };
  readonly spec: {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly progressDeadlineSeconds?: number;
    readonly progressDeadlineAbort?: boolean;
    readonly revisionHistoryLimit?: number;
    readonly rollbackWindow?: { readonly revisions: number };
    readonly strategy: { readonly canary?: CanaryManifest; readonly blueGreen?: BlueGreenManifest };
  };
}

interface DelayManifest {
  readonly scaleDownDelaySeconds?: number;
  readonly abortScaleDownDelaySeconds?: number;
  readonly scaleDownDelayRevisionLimit?: number;
}

export interface AnalysisManifest {
  readonly templates?: readonly { readonly templateName: string }[];
  readonly startingStep?: number;
  readonly dryRun?: readonly { readonly metricName: string }[];
}

export interface StepManifest {
  readonly setWeight?: number;
  readonly setCanaryScale?: {
    readonly replicas?: number;
    readonly weight?: number;
    readonly matchTrafficWeight?: boolean;
  };
  readonly pause?: { readonly duration?: number | string };
  readonly analysis?: AnalysisManifest;
  readonly setHeaderRoute?: { readonly name: string };
  readonly setMirrorRoute?: { readonly name: string };
}

export interface CanaryManifest extends DelayManifest {
  readonly steps?: readonly StepManifest[];
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
  readonly canaryService?: string;
  readonly stableService?: string;
  readonly trafficRouting?: { readonly maxTrafficWeight?: number };
  readonly dynamicStableScale?: boolean;
  readonly minPodsPerReplicaSet?: number;
  readonly replicaProgressThreshold?: { readonly type: "Percent" | "Pods"; readonly value: number };
  readonly analysis?: AnalysisManifest;
}

interface BlueGreenManifest extends DelayManifest {
  readonly activeService: string;
  readonly previewService?: string;
  readonly autoPromotionEnabled?: boolean;
  readonly autoPromotionSeconds?: number;
  readonly previewReplicaCount?: number;
  readonly prePromotionAnalysis?: AnalysisManifest;
  readonly postPromotionAnalysis?: AnalysisManifest;
}

export interface MetricManifest {
  readonly name: string;
  readonly interval?: string;
  readonly initialDelay?: string;
  readonly count?: number | string;
  readonly failureLimit?: number | string;
  readonly inconclusiveLimit?: number | string;
  readonly consecutiveErrorLimit?: number | string;
  readonly consecutiveSuccessLimit?: number | string;
  readonly successCondition?: string;
  readonly failureCondition?: string;
}

/** Finds the metrics of an AnalysisTemplate by its name. */
export type MetricsOf = (template: string) => readonly MetricSpec[];

export function argoSpec({ spec }: RolloutManifest, metricsOf: MetricsOf): ArgoSpec {
  const { canary, blueGreen } = spec.strategy;
  return {
    strategy:
      blueGreen === undefined
        ? { canary: canarySpec(canary ?? {}, metricsOf) }
        : { blueGreen: blueGreenSpec(blueGreen, metricsOf) },
    minReady: (spec.minReadySeconds ?? 0) * SECOND,
    progressDeadline: (spec.progressDeadlineSeconds ?? 600) * SECOND,
    progressDeadlineAbort: spec.progressDeadlineAbort ?? false,
    rollbackWindow: spec.rollbackWindow?.revisions ?? null,
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
  };
}

export function canarySpec(canary: CanaryManifest, metricsOf: MetricsOf): CanarySpec {
  const analysis = analysisSpec(canary.analysis, metricsOf);
  const { trafficRouting } = canary;
  return {
    steps: (canary.steps ?? []).map((step) => canaryStep(step, metricsOf)),
    maxSurge: canary.maxSurge ?? "25",
    maxUnavailable: canary.maxUnavailable ?? "25",
    trafficRouting: trafficRouting === undefined ? null : { maxTrafficWeight: trafficRouting.maxTrafficWeight ?? 100 },
    services: canary.canaryService !== undefined,
    dynamicStableScale: canary.dynamicStableScale ?? false,
    minPodsPerReplicaSet: canary.minPodsPerReplicaSet ?? 0,
    replicaProgressThreshold: canary.replicaProgressThreshold ?? null,
    analysis: analysis && { ...analysis, startingStep: canary.analysis?.startingStep ?? 0 },
    ...delays(canary),
  };
}

function blueGreenSpec(blueGreen: BlueGreenManifest, metricsOf: MetricsOf): BlueGreenSpec {
  return {
    previewService: blueGreen.previewService !== undefined,
    autoPromotionEnabled: blueGreen.autoPromotionEnabled ?? true,
    autoPromotion: (blueGreen.autoPromotionSeconds ?? 0) * SECOND,
    previewReplicas: blueGreen.previewReplicaCount ?? null,
    prePromotionAnalysis: analysisSpec(blueGreen.prePromotionAnalysis, metricsOf),
    postPromotionAnalysis: analysisSpec(blueGreen.postPromotionAnalysis, metricsOf),
    ...delays(blueGreen),
  };
}

function delays(manifest: DelayManifest) {
  const span = (seconds: number | undefined): Micros | null => (seconds === undefined ? null : seconds * SECOND);
  return {
    scaleDownDelay: span(manifest.scaleDownDelaySeconds),
    abortScaleDownDelay: span(manifest.abortScaleDownDelaySeconds),
    scaleDownDelayRevisionLimit: manifest.scaleDownDelayRevisionLimit ?? null,
  };
}

function analysisSpec(manifest: AnalysisManifest | undefined, metricsOf: MetricsOf): AnalysisSpec | null {
  if (manifest === undefined) return null;
  const { templates = [], dryRun = [] } = manifest;
  const isDry = (name: string) => dryRun.some(({ metricName }) => metricName === name || metricName === ".*");
  const metrics = templates.flatMap(({ templateName }) => metricsOf(templateName));
  return { metrics: metrics.map((one) => ({ ...one, dryRun: isDry(one.name) })) };
}

function canaryStep(step: StepManifest, metricsOf: MetricsOf): CanaryStep {
  const { setWeight, setCanaryScale } = step;
  // No Rollout may have both in one step; upstream's own tests do.
  if (setWeight !== undefined && setCanaryScale !== undefined) return { setWeight, setCanaryScale };
  if (setWeight !== undefined) return { setWeight };
  if (setCanaryScale !== undefined) return { setCanaryScale };
  if (step.analysis !== undefined) return { analysis: analysisSpec(step.analysis, metricsOf) ?? { metrics: [] } };
  if (step.setHeaderRoute !== undefined) return { setHeaderRoute: step.setHeaderRoute };
  if (step.setMirrorRoute !== undefined) return { setMirrorRoute: step.setMirrorRoute };
  const duration = step.pause?.duration;
  return { pause: duration === undefined ? null : span(duration) };
}

/** A metric whose provider answers with `next` one after another; "error" is an error of the provider. */
export function metricSpec(
  manifest: MetricManifest,
  next: () => number | "error",
  measured: (measurement: Measurement) => void = () => {},
): MetricSpec {
  const number = (written: number | string | undefined, otherwise: number) => Number(written ?? otherwise);
  return metric({
    name: manifest.name,
    interval: manifest.interval === undefined ? null : span(manifest.interval),
    initialDelay: manifest.initialDelay === undefined ? 0 : span(manifest.initialDelay),
    count: manifest.count === undefined ? null : Number(manifest.count),
    failureLimit: number(manifest.failureLimit, 0),
    inconclusiveLimit: number(manifest.inconclusiveLimit, 0),
    consecutiveErrorLimit: number(manifest.consecutiveErrorLimit, 4),
    consecutiveSuccessLimit: number(manifest.consecutiveSuccessLimit, 0),
    measure() {
      const value = next();
      const measurement: Measurement =
        value === "error"
          ? { verdict: "Error", value: "provider error" }
          : { verdict: judge(manifest, value).verdict, value: String(value) };
      measured(measurement);
      return measurement;
    },
  });
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** A number or digits are seconds; otherwise Go's way of writing durations. */
function span(written: number | string): Micros {
  if (typeof written === "number" || /^\d+$/.test(written)) return fromSeconds(Number(written));
  const parts = [...written.matchAll(/([\d.]+)(h|ms|m|s)/g)];
  return fromSeconds(parts.reduce((sum, [, value, unit]) => sum + Number(value) * (UNITS[unit ?? "s"] ?? 0), 0));
}
