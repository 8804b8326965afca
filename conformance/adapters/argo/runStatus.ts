import { type MetricManifest, metricSpec } from "../../../fidelity/manifest.ts";
import { assessRun } from "../../../src/rollout/controllers/argo/analysis/assess.ts";
import {
  isCompleted,
  type MetricResult,
  type MetricSpec,
  NO_RESULT,
} from "../../../src/rollout/controllers/argo/analysis/metric.ts";
import { nextMeasurementAt } from "../../../src/rollout/controllers/argo/analysis/schedule.ts";
import { type Adapter, adapter, type Case, UNSUPPORTED } from "../../adapter.ts";
import { type GivenStatus, resultOf, type TableCase } from "./analysis.ts";

interface GivenRun {
  readonly spec: {
    readonly metrics: readonly MetricManifest[];
    readonly dryRun?: readonly { readonly metricName: string }[];
    readonly terminate?: boolean;
  };
  readonly status: GivenStatus & { readonly message?: string };
}

interface GivenAssessment {
  readonly run: GivenRun;
  readonly metrics: readonly MetricManifest[];
  readonly dryRunMetricsMap: Readonly<Record<string, boolean>>;
}

interface ToldRun {
  readonly phase: string;
  readonly message: string;
  readonly metrics: readonly unknown[];
}

interface Metric {
  readonly spec: MetricSpec;
  readonly result: MetricResult;
}

/** A measurement of the input that is under way has no verdict and counts nowhere; its metric is running. */
function metricsOf({ run, metrics, dryRunMetricsMap }: GivenAssessment): readonly Metric[] {
  return metrics.map((manifest) => {
    const given = run.status.metricResults?.find(({ name }) => name === manifest.name);
    const measurements = given?.measurements?.map((one) =>
      isCompleted(one.phase) ? one : { ...one, phase: "Successful" as const },
    );
    const result = resultOf(given === undefined ? undefined : { ...given, measurements: measurements ?? [] });
    const spec = { ...metricSpec(manifest, () => "error"), dryRun: dryRunMetricsMap[manifest.name] ?? false };
    return { spec, result: result ?? NO_RESULT };
  });
}

function toldBy(status: GivenStatus & { readonly phase?: string; readonly message?: string }): ToldRun {
  return {
    phase: status.phase ?? "",
    message: status.message ?? "",
    metrics: (status.metricResults ?? []).map(({ name, phase }) => ({ name, phase })),
  };
}

/** Phase and message of the run and the phases of its metrics; sums over the counters are no more than that. */
function assess(given: GivenAssessment, terminating: string | null): ToldRun {
  const metrics = metricsOf(given);
  const { phase, message, phases } = assessRun(metrics, terminating);
  const known = given.run.status.metricResults ?? [];
  const told = metrics.map(({ spec: { name } }, index) => ({ name, phase: phases[index] }));
  return { phase, message, metrics: told.filter(({ name }) => known.some((one) => one.name === name)) };
}

const assessments = adapter<GivenAssessment, ToldRun & { readonly after: { readonly run: GivenRun } }>({
  file: /^analysis\.analysis\.TestAssessRunStatus(?!With|Worst)/,
  cases: (content: { readonly cases: readonly TableCase[] }): readonly Case[] =>
    content.cases.map(({ id, in: input, out }) => ({ id, input, expected: out })),
  expected: ({ phase, message, after }) => ({ ...toldBy(after.run.status), phase, message }),
  run: (given) => assess(given, given.run.spec.terminate ? "Run Terminated" : null),
});

/** Whole looks at a run. What a provider would answer does not stand in the input: such a case is not modelled. */
const reconciliations = adapter<{ readonly origRun: GivenRun }, { readonly value: { readonly status: GivenStatus } }>({
  file: /^analysis\.analysis\.Test(AssessRunStatus(With|Worst)|ReconcileAnalysisRun|RunMeasurements|TerminateAnalysisRun)/,
  cases: (content: { readonly cases: readonly TableCase[] }): readonly Case[] =>
    content.cases.map(({ id, in: input, out }) => ({ id, input, expected: out })),
  expected: ({ value: { status } }) => toldBy(status),
  run({ origRun }) {
    const { spec, status } = origRun;
    const dryRunMetricsMap = Object.fromEntries((spec.dryRun ?? []).map(({ metricName }) => [metricName, true]));
    const given = { run: origRun, metrics: spec.metrics, dryRunMetricsMap };
    const metrics = metricsOf(given);
    const isRunning = (name: string) => {
      const result = status.metricResults?.find((one) => one.name === name);
      return !isCompleted(result?.phase || "Running") && result?.measurements?.some(({ phase }) => !isCompleted(phase));
    };
    const isBad = metrics.some(
      ({ spec: { dryRun }, result: { phase } }) => isCompleted(phase) && phase !== "Successful" && !dryRun,
    );
    const terminating = spec.terminate ? "Run Terminated" : isBad ? "" : null;
    const asks = metrics.some((one) => isRunning(one.spec.name) || (terminating === null && isDue(one)));
    return asks ? UNSUPPORTED : assess(given, terminating);
  },
});

function isDue({ spec, result }: Metric): boolean {
  return nextMeasurementAt(spec, result, 0) <= CALL_AT;
}

/** Far behind every time of an input. */
const CALL_AT = Number.MAX_SAFE_INTEGER / 2;

export const runStatus: readonly Adapter[] = [assessments, reconciliations];
