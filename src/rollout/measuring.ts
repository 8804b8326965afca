import type { Micros } from "../kernel/time.ts";
import { durationText, errorRatioQuery, REQUESTS } from "../observe/errorRatio.ts";
import { MIRRORED_REQUESTS } from "../observe/mirrorTarget.ts";
import { QueryRefused } from "../observe/promql/refusal.ts";
import { withArguments } from "../observe/written/foreign.ts";
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
  /** A query of the scenario's own in place of the two (`provider.prometheus.query`), with `{{args.version}}` and its like. */
  readonly query: string | null;
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
  /** Whose error ratio, where there are no metrics of one's own; left out: the new version's. */
  readonly of?: "newVersion" | "mirrored";
}

type Watched = Pick<RolloutSite, "watch" | "monitoring">;

/** What Argo measures when it is told so in a file. */
export function measured(site: Watched, { metrics, ...limits }: AnalysisParameters): AnalysisSpec {
  if (metrics === null) return { metrics: [errorRatioMetric(site, limits)] };
  return { metrics: metrics.map((parameters) => customMetric(site, parameters)) };
}

/**
 * The error ratio of the new version as monitoring sees it, over monitoring's window and against its limit. Too little
 * data is no failure, or every canary without traffic would be aborted.
 */
function errorRatioMetric(
  site: Watched,
  { of = "newVersion", ...limits }: Omit<AnalysisParameters, "metrics">,
): MetricSpec {
  const successCondition = `len(result) == 0 || result[0] <= ${site.monitoring.errorRatioAbove}`;
  const ask = asked(site, { measures: "errorRatio", of, query: null });
  return metric({
    ...limits,
    name: "errorRatio",
    measure() {
      const answer = ask();
      if (typeof answer === "string") return { verdict: "Error", value: answer };
      return { verdict: judge({ successCondition }, answer).verdict, value: printed(answer) };
    },
  });
}

/** How a measure is made of the error ratio, in the language of queries. */
const SCALES = {
  errorRatio: (ratio: string) => ratio,
  errorPercent: (ratio: string) => `100 * (${ratio})`,
  successRatio: (ratio: string) => `1 - (${ratio})`,
  successPercent: (ratio: string) => `100 * (1 - (${ratio}))`,
} as const;

function customMetric(site: Watched, parameters: MetricParameters): MetricSpec {
  const { measures, answers } = parameters;
  if (measures === "nothing" && parameters.query === null) {
    return { ...parameters, measure: () => ({ verdict: "Successful", value: "not rehearsed" }) };
  }
  const ask = asked(site, parameters);
  return {
    ...parameters,
    measure() {
      const vector = ask();
      if (typeof vector === "string") return { verdict: "Error", value: vector };
      const answer: Measured = answers === "scalar" ? (vector[0] ?? Number.NaN) : vector;
      const { verdict, message } = judge(conditionsOf(parameters), answer);
      return { verdict, value: verdict === "Error" ? message : answers === "scalar" ? String(answer) : `[${vector}]` };
    },
  };
}

/** Makes the question's query ready. Its answer are the values of a vector; a text: why there is none. */
function asked(
  { watch, monitoring: { window, minRequests } }: Watched,
  { measures, of, query }: Pick<Question, "measures" | "query"> & { readonly of: Question["of"] | "mirrored" },
): () => Float64Array | string {
  const { versions, cluster = null } = watch;
  const values: Readonly<Record<string, string>> = {
    version: versions.new,
    "stable-version": versions.old,
    cluster: cluster ?? "",
    window: durationText(window),
  };
  const ratio = errorRatioQuery({
    version: of === "newVersion" ? versions.new : null,
    cluster,
    window,
    minRequests,
    counter: of === "mirrored" ? MIRRORED_REQUESTS : REQUESTS,
  });
  const usual = measures === "nothing" ? "vector(NaN)" : SCALES[measures](ratio);
  const prepared = watch.prepare(query === null ? usual : withArguments(query, (argument) => values[argument] ?? ""));
  return () => {
    try {
      return Float64Array.from(prepared.ask(), ({ value }) => value);
    } catch (error) {
      if (error instanceof QueryRefused) return error.message;
      throw error;
    }
  };
}

function printed(vector: Float64Array): string {
  return vector.length === 0 ? "no data" : vector.join();
}

function conditionsOf({ successCondition, failureCondition }: MetricParameters): Conditions {
  return {
    ...(successCondition === null ? {} : { successCondition }),
    ...(failureCondition === null ? {} : { failureCondition }),
  };
}
