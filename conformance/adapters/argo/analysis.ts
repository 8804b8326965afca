import { type MetricManifest, metricSpec } from "../../../fidelity/manifest.ts";
import { EVENT_CLASS } from "../../../src/kernel/calendar.ts";
import { Kernel } from "../../../src/kernel/kernel.ts";
import { NEVER, SECOND } from "../../../src/kernel/time.ts";
import type { EventKind } from "../../../src/record/events.ts";
import { AnalysisRun } from "../../../src/rollout/controllers/argo/analysis/analysisRun.ts";
import { assessMetric, breachOf } from "../../../src/rollout/controllers/argo/analysis/assess.ts";
import {
  isCompleted,
  type MetricResult,
  type MetricSpec,
  NO_RESULT,
  type Phase,
  type Verdict,
} from "../../../src/rollout/controllers/argo/analysis/metric.ts";
import { nextMeasurementAt } from "../../../src/rollout/controllers/argo/analysis/schedule.ts";
import { type Adapter, adapter, type Case, UNSUPPORTED } from "../../adapter.ts";

interface GivenRun {
  readonly metrics: readonly MetricManifest[];
  readonly values: Readonly<Record<string, readonly (number | "error")[]>>;
  readonly dryRun: readonly string[] | null;
  /** Seconds; what happens then is not seen any more. */
  readonly horizon: number;
  readonly terminateAt?: number;
}

interface ToldRun {
  readonly phase: Phase;
  readonly endedAt: number;
  readonly message: string;
  readonly measurements: readonly unknown[] | null;
  readonly metricResults: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[] | null;
}

const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);

/** Whole AnalysisRuns on a virtual clock, their values given over and over. */
const analysisRuns = adapter<GivenRun, ToldRun>({
  file: "analysisRuns",
  cases: (content: {
    readonly cases: readonly { readonly id: number; readonly in: GivenRun; readonly out: ToldRun }[];
  }) => content.cases.map((one) => ({ id: String(one.id), input: one.in, expected: one.out })),
  expected: ({ phase, endedAt, message, measurements, metricResults }) => ({
    phase,
    message,
    // Of a run that has not ended the file tells when it was last looked at.
    endedAt: isCompleted(phase) ? endedAt : null,
    measurements: measurements ?? [],
    results: [...(metricResults ?? [])].sort(byName).map(({ message: _message, ...result }) => result),
  }),
  run,
});

function run(given: GivenRun): unknown {
  const kernel = new Kernel<EventKind>("analysis");
  const measurements: unknown[] = [];
  const metrics = given.metrics.map((manifest) => {
    const values = given.values[manifest.name] ?? [];
    let taken = 0;
    const spec = metricSpec(
      manifest,
      () => values[taken++ % values.length] ?? "error",
      ({ verdict, value }) =>
        measurements.push({
          metric: manifest.name,
          phase: verdict,
          t: kernel.now / SECOND,
          value: verdict === "Error" ? "" : value,
        }),
    );
    return { ...spec, dryRun: given.dryRun?.includes(manifest.name) ?? false };
  });
  let endedAt: number | null = null;
  const analysis: AnalysisRun = new AnalysisRun({ kernel, name: "run", metrics, changed: () => undefined });
  const { terminateAt } = given;
  if (terminateAt !== undefined) kernel.schedule(terminateAt * SECOND, EVENT_CLASS.fault, () => analysis.terminate());
  for (let t = 0; t < given.horizon && endedAt === null; t++) {
    kernel.run(t * SECOND);
    if (isCompleted(analysis.phase)) endedAt = t;
  }
  const { phase, message } = analysis;
  return { phase, message, endedAt, measurements, results: resultsOf(analysis, metrics) };
}

/** In alphabetical order; none of a metric that was never measured. */
function resultsOf(analysis: AnalysisRun, metrics: readonly MetricSpec[]): unknown {
  return analysis.results
    .map(({ last, ...result }, index) => ({
      ...result,
      last,
      name: metrics[index]?.name ?? "",
      dryRun: metrics[index]?.dryRun,
    }))
    .filter(({ last }) => last !== null)
    .map(({ last: _last, ...result }) => result)
    .sort(byName);
}

interface GivenMeasurement {
  readonly phase: Phase;
  readonly finishedAt?: { readonly $t: number };
  readonly resumeAt?: unknown;
}

interface GivenResult extends Partial<Omit<MetricResult, "last" | "phase">> {
  readonly name?: string;
  readonly phase?: Phase | "";
  readonly message?: string;
  readonly measurements?: readonly GivenMeasurement[];
}

/** Seconds from the call on, moved so that no time is negative. */
const CALL = 1000 * SECOND;

/** Null: a measurement is under way, which takes no time here. */
function resultOf(given: GivenResult | undefined): MetricResult | null {
  const { measurements = [], phase, message: said = "", name: _name, ...counters } = given ?? {};
  const last = measurements.at(-1);
  if (last?.resumeAt !== undefined || (last !== undefined && !isCompleted(last.phase))) return null;
  return {
    ...NO_RESULT,
    ...counters,
    phase: phase || "Running",
    last:
      last === undefined
        ? null
        : {
            at: CALL + (last.finishedAt?.$t ?? 0) * SECOND,
            measurement: { verdict: last.phase as Verdict, value: "", message: said },
          },
  };
}

interface TableCase {
  readonly id: string;
  readonly fn: string;
  readonly in: object;
  readonly out: unknown;
}

/** Go's empty list of tasks is null. */
const calls = (content: { readonly cases: readonly TableCase[] }): readonly Case[] =>
  content.cases.map(({ id, fn, in: input, out }) => ({
    id,
    input: { ...input, fn },
    expected: fn === "generateMetricTasks" && (out as { readonly value: unknown }).value === null ? { value: [] } : out,
  }));

interface GivenAssessment {
  readonly fn: string;
  readonly metric: MetricManifest;
  readonly result: GivenResult;
  readonly terminating?: boolean;
}

const assessments = adapter<GivenAssessment>({
  file: /^analysis\.analysis\.TestAssessMetric/,
  cases: calls,
  run({ fn, metric, result: given, terminating = false }) {
    const spec = metricSpec(metric, () => "error");
    const result = resultOf(given);
    if (result === null) return UNSUPPORTED;
    if (fn === "assessMetricStatus") return { value: assessMetric(spec, result, { terminating }) };
    const breach = breachOf(spec, result);
    return { phase: breach?.phase ?? "", message: breach?.reason ?? "" };
  },
});

interface GivenStatus {
  readonly metricResults?: readonly GivenResult[];
  readonly startedAt?: { readonly $t: number };
}

interface GivenSchedule {
  readonly metrics: readonly MetricManifest[];
  readonly run: { readonly status: GivenStatus };
}

/** When the earliest metric is due, and which are due at the call. */
const schedule = adapter<GivenSchedule & { readonly fn: string }, { readonly value: unknown }>({
  file: /^analysis\.analysis\.Test(CalculateNextReconcile|GenerateMetricTasks)/,
  cases: calls,
  run({ fn, metrics, run: { status } }) {
    const { metricResults = [], startedAt } = status;
    const isEnding = metricResults.some(({ phase }) => isCompleted(phase || "Running") && phase !== "Successful");
    const due: { readonly at: number; readonly manifest: MetricManifest }[] = [];
    for (const manifest of metrics) {
      const given = metricResults.find(({ name }) => name === manifest.name);
      const result = resultOf(given);
      if (result === null || (result.last !== null && given?.measurements?.at(-1)?.finishedAt === undefined)) {
        return UNSUPPORTED;
      }
      // A delay that cannot be read never ends; what is due at once for want of a delay needs no timer.
      if (manifest.initialDelay !== undefined && !/^[\d.]/.test(manifest.initialDelay)) continue;
      if (fn !== "generateMetricTasks" && result.last === null && manifest.initialDelay === undefined) continue;
      const spec = metricSpec(manifest, () => "error");
      const at = isEnding ? NEVER : nextMeasurementAt(spec, result, CALL + (startedAt?.$t ?? 0) * SECOND);
      due.push({ manifest, at });
    }
    if (fn === "generateMetricTasks") {
      const now = due.filter(({ at }) => at <= CALL);
      return { value: now.map(({ manifest }) => ({ incompleteMeasurement: null, metric: manifest })) };
    }
    const first = Math.min(NEVER, ...due.map(({ at }) => at));
    return { value: first === NEVER ? null : { $t: (first - CALL) / SECOND } };
  },
  expected: ({ value }) => ({ value }),
});

export const analysis: readonly Adapter[] = [analysisRuns, assessments, schedule];
export { type GivenStatus, resultOf, type TableCase };
