import type { Comparison, Lane, MeasureSummary } from "../../experiment/types.ts";
import { type Detail, NO_CAUSE } from "../../kernel/log.ts";
import { toSeconds } from "../../kernel/time.ts";
import type { Measures } from "../../measures/ids.ts";
import type { EventKind } from "../../record/events.ts";
import type { Run } from "../../record/run.ts";
import type { FieldUse } from "../../scenario/manifests/fields.ts";
import { experimentOf, intervalOf, type JsonExperiment, type JsonInterval } from "./experiment.ts";
import { type JsonMonitoring, monitoringOf } from "./monitoring.ts";
import { type JsonRollout, rolloutOf } from "./rollout.ts";
import { type JsonSeries, seriesOf } from "./series.ts";
import { secondsInto } from "./time.ts";
import { type JsonTotals, totalsOf } from "./totals.ts";

/** Names the shape of the document; it changes when a reader of the old shape would go wrong. */
const RESULT_SCHEMA = "drydock/result/v1";

/** A comparison as plain data: `docs/json.md` explains every field. */
export interface JsonResult {
  readonly schema: typeof RESULT_SCHEMA;
  readonly engine: { readonly name: "drydock"; readonly version: string };
  readonly scenario: {
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly replicas: number;
    readonly currency: string;
  };
  readonly seed: string;
  readonly seeds: number;
  readonly strategies: Readonly<Record<string, JsonStrategy>>;
  /** With several seeds: what they say together. */
  readonly experiment?: JsonExperiment;
  /** Of a Kubernetes manifest: what became of each of its fields. */
  readonly manifest?: readonly FieldUse[];
  /** Digest of the same world without a release. */
  readonly twin: { readonly digest: string };
}

export interface JsonStrategy {
  readonly carried_out_by: string;
  readonly rollout: JsonRollout;
  readonly measures: Measures;
  /** With several seeds: beside each measure its interval, or null where no seed gave a value. */
  readonly intervals?: Readonly<Record<string, JsonInterval | null>>;
  readonly totals: JsonTotals;
  readonly events: readonly JsonEvent[];
  readonly series: JsonSeries;
  readonly monitoring: JsonMonitoring;
  readonly window: { readonly start_s: number; readonly end_s: number; readonly warmup_s: number };
  readonly digest: string;
  readonly digests: Run["digests"];
}

export interface JsonEvent {
  readonly id: number;
  readonly at_s: number;
  readonly kind: EventKind;
  readonly subject: string;
  /** Id of the event that led to this one; null for the first link of a chain. */
  readonly cause: number | null;
  readonly detail: Detail;
}

export interface JsonOptions {
  readonly engineVersion: string;
  readonly manifest?: readonly FieldUse[];
}

export function jsonResult(comparison: Comparison, { engineVersion, manifest }: JsonOptions): JsonResult {
  const { scenario, seed, lanes, twin, experiment } = comparison;
  return {
    schema: RESULT_SCHEMA,
    engine: { name: "drydock", version: engineVersion },
    scenario: {
      name: scenario.name,
      from: scenario.release.from,
      to: scenario.release.to,
      replicas: scenario.service.replicas,
      currency: scenario.prices.currency,
    },
    ...(manifest === undefined ? {} : { manifest }),
    seed,
    seeds: seedsOf(lanes[0]),
    strategies: Object.fromEntries(lanes.map((lane) => [lane.strategy, strategyOf(lane)])),
    ...(experiment === undefined ? {} : { experiment: experimentOf(experiment, lanes) }),
    twin: { digest: twin.digest },
  };
}

function seedsOf(lane: Lane | undefined): number {
  return Object.values(lane?.intervals ?? {})[0]?.seeds ?? 1;
}

function strategyOf({ run, measures, intervals }: Lane): JsonStrategy {
  return {
    carried_out_by: run.carriedOutBy,
    rollout: rolloutOf(run),
    measures,
    ...(intervals === undefined ? {} : { intervals: withGaps(measures, intervals) }),
    totals: totalsOf(run),
    events: eventsOf(run),
    series: seriesOf(run),
    monitoring: monitoringOf(run),
    window: {
      start_s: 0,
      end_s: toSeconds(run.window.end - run.window.start),
      warmup_s: toSeconds(run.window.start),
    },
    digest: run.digest,
    digests: run.digests,
  };
}

function withGaps(measures: Measures, intervals: Readonly<Record<string, MeasureSummary>>) {
  return Object.fromEntries(
    Object.keys(measures).map((id) => {
      const interval = intervals[id];
      return [id, interval === undefined ? null : intervalOf(interval)];
    }),
  );
}

function eventsOf(run: Run): readonly JsonEvent[] {
  return run.events.map(({ id, at, kind, subject, cause, detail }) => ({
    id,
    at_s: secondsInto(run, at),
    kind,
    subject,
    cause: cause === NO_CAUSE ? null : cause,
    detail,
  }));
}
