import type { Micros } from "../kernel/time.ts";
import { type Conditions, judge } from "./controllers/argo/analysis/condition.ts";
import type { Measured } from "./controllers/argo/analysis/expression/value.ts";
import { type MetricSpec, metric } from "./controllers/argo/analysis/metric.ts";
import type { AnalysisSpec } from "./controllers/argo/spec.ts";
import type { RolloutSite } from "./site.ts";

/** What is asked of the monitoring. */
export interface Question {
  /** `nothing`: a check that cannot be rehearsed here, and passes. */
  readonly measures: "errorRatio" | "errorPercent" | "successRatio" | "successPercent" | "nothing";
  readonly of: "newVersion" | "service";
  /** As Prometheus answers: a list of one value, empty without data; or a number, NaN without data. */
  readonly answers: "vector" | "scalar";
}

/** A metric of an analysis as a person writes it. */
export interface MetricParameters extends Question, Omit<MetricSpec, "measure"> {
  readonly successCondition: string | null;
  readonly failureCondition: string | null;
}

export interface AnalysisParameters {
  /** Between measurements, µs. */
  readonly interval: Micros;
  /** Before the first measurement, µs. */
  readonly initialDelay: Micros;
  /** Failed measurements allowed. */
  readonly failureLimit: number;
  /** Measurements after which the analysis ends; null: it lasts as long as the rollout. */
  readonly count: number | null;
  /** Metrics of one's own; null: the error ratio of the new version, by the fields above. */
  readonly metrics: readonly MetricParameters[] | null;
}

type Watched = Pick<RolloutSite, "watch" | "monitoring">;

/** What Argo measures when it is told so in a file. */
export function measured(site: Watched, { metrics, ...limits }: AnalysisParameters): AnalysisSpec {
  if (metrics === null) return { metrics: [errorRatioMetric(site, limits)] };
  return { metrics: metrics.map((parameters) => ({ ...parameters, measure: () => measure(site, parameters) })) };
}

/**
 * The error ratio of the new version as monitoring sees it, over monitoring's window and against its limit. Too little
 * data is no failure: as with the condition `len(result) == 0 || result[0] <= limit`, or every canary without traffic
 * would be aborted.
 */
function errorRatioMetric({ watch, monitoring }: Watched, limits: Omit<AnalysisParameters, "metrics">): MetricSpec {
  return metric({
    ...limits,
    name: "errorRatio",
    measure() {
      const ratio = watch.errorRatio("newVersion");
      if (ratio === null) return { verdict: "Successful", value: "no data" };
      return { verdict: ratio > monitoring.errorRatioAbove ? "Failed" : "Successful", value: String(ratio) };
    },
  });
}

const SCALES = {
  errorRatio: (ratio: number) => ratio,
  errorPercent: (ratio: number) => ratio * 100,
  successRatio: (ratio: number) => 1 - ratio,
  successPercent: (ratio: number) => (1 - ratio) * 100,
} as const;

function measure({ watch }: Watched, parameters: MetricParameters): ReturnType<MetricSpec["measure"]> {
  const { measures, of, answers } = parameters;
  if (measures === "nothing") return { verdict: "Successful", value: "not rehearsed" };
  const ratio = watch.errorRatio(of);
  const value = ratio === null ? null : SCALES[measures](ratio);
  const answer: Measured =
    answers === "scalar" ? (value ?? Number.NaN) : new Float64Array(value === null ? [] : [value]);
  const { verdict, message } = judge(conditionsOf(parameters), answer);
  const printed = answers === "scalar" ? String(answer) : `[${value ?? ""}]`;
  return verdict === "Error" ? { verdict, value: message } : { verdict, value: printed };
}

function conditionsOf({ successCondition, failureCondition }: MetricParameters): Conditions {
  return {
    ...(successCondition === null ? {} : { successCondition }),
    ...(failureCondition === null ? {} : { failureCondition }),
  };
}
