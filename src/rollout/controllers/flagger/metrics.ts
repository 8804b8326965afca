import type { Micros } from "../../../kernel/time.ts";
import { durationText, errorRatioQuery } from "../../../observe/errorRatio.ts";
import type { PreparedQuery } from "../../../observe/prometheus.ts";
import { QueryRefused } from "../../../observe/promql/refusal.ts";
import type { Watch } from "../../../observe/watch.ts";
import { withArguments } from "../../../observe/written/foreign.ts";
import type { MetricValue, ThresholdRange } from "./metricCheck.ts";

/** One entry of `analysis.metrics`. */
export interface FlaggerMetric extends ThresholdRange {
  readonly name: string;
  /** The range of the query, µs. */
  readonly window: Micros;
  /** The query of a MetricTemplate; null: the built-in metric of that name. */
  readonly query: string | null;
}

/** The built-in metrics by name: what they ask of monitoring about one version. */
const QUERIES: Readonly<Record<string, (version: string, window: Micros) => string>> = {
  // Percent of the answers that are no server error. One answer is enough for a value: there is no least number of them.
  "request-success-rate": (version, window) => `100 * (1 - (${errorRatioQuery({ version, window, minRequests: 1 })}))`,
};

/** Metrics made ready to be asked about either version. */
export class FlaggerMetrics {
  private readonly prepared: ReadonlyMap<string, PreparedQuery>;

  constructor(watch: Watch, metrics: readonly FlaggerMetric[]) {
    const queries = metrics.flatMap((metric) =>
      Object.values(watch.versions).map((version) => queryOf(metric, version)),
    );
    this.prepared = new Map(queries.map((query) => [query, watch.prepare(query)]));
  }

  /** What a metric is at present (`pkg/metrics/providers/prometheus.go`: the first value); null where nobody can tell. */
  measure(metric: FlaggerMetric, version: string): MetricValue {
    try {
      return this.prepared.get(queryOf(metric, version))?.ask()[0]?.value ?? null;
    } catch (error) {
      if (error instanceof QueryRefused) return null;
      throw error;
    }
  }
}

function queryOf({ name, window, query }: FlaggerMetric, version: string): string {
  if (query === null) return QUERIES[name]?.(version, window) ?? "vector(NaN)";
  const values: Readonly<Record<string, string>> = { version, interval: durationText(window) };
  return withArguments(query, (argument) => values[argument] ?? "");
}
