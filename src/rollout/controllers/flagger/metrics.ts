import type { Micros } from "../../../kernel/time.ts";
import { durationText, errorRatioQuery, labelMatchers, REQUESTS } from "../../../observe/errorRatio.ts";
import { MIRRORED_REQUESTS } from "../../../observe/mirrorTarget.ts";
import type { PreparedQuery } from "../../../observe/prometheus.ts";
import { QueryRefused } from "../../../observe/promql/refusal.ts";
import type { Sight } from "../../../observe/watch.ts";
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

/** Whose requests a built-in metric counts. The mesh counts a copy like any other request to the canary. */
type Counted = "users" | "withCopies";

interface Asked {
  readonly version: string;
  /** Null: there is one cluster. */
  readonly cluster: string | null;
  readonly window: Micros;
  readonly counted: Counted;
}

/** The built-in metrics by name: what they ask of monitoring about one version. */
const QUERIES: Readonly<Record<string, (asked: Asked) => string>> = {
  // Percent of the answers that are no server error. One answer is enough for a value: there is no least number of them.
  "request-success-rate": ({ counted, ...of }) =>
    counted === "users"
      ? `100 * (1 - (${errorRatioQuery({ ...of, minRequests: 1 })}))`
      : `100 * (1 - (${withCopies('code=~"5.."', of)}) / (${withCopies("", of)}))`,
};

/** What users and copies asked of a version, per second; copies are only ever sent to the canary. */
function withCopies(condition: string, { version, cluster, window }: Omit<Asked, "counted">): string {
  const range = `[${durationText(window)}]`;
  const selector = (of: Parameters<typeof labelMatchers>[0]) =>
    `{${[...labelMatchers(of), condition].filter((one) => one !== "").join()}}${range}`;
  const rates = [REQUESTS + selector({ version, cluster }), MIRRORED_REQUESTS + selector({ version: null, cluster })];
  return rates.map((counter) => `(sum(rate(${counter})) or vector(0))`).join(" + ");
}

/** Metrics made ready to be asked about either version. */
export class FlaggerMetrics {
  private readonly prepared: ReadonlyMap<string, PreparedQuery>;

  private readonly counted: Counted;
  private readonly cluster: string | null;

  constructor(watch: Sight, metrics: readonly FlaggerMetric[], counted: Counted) {
    this.counted = counted;
    this.cluster = watch.cluster ?? null;
    const queries = metrics.flatMap((metric) =>
      Object.values(watch.versions).map((version) => this.queryOf(metric, version)),
    );
    this.prepared = new Map(queries.map((query) => [query, watch.prepare(query)]));
  }

  /** What a metric is at present (`pkg/metrics/providers/prometheus.go`: the first value); null where nobody can tell. */
  measure(metric: FlaggerMetric, version: string): MetricValue {
    try {
      return this.prepared.get(this.queryOf(metric, version))?.ask()[0]?.value ?? null;
    } catch (error) {
      if (error instanceof QueryRefused) return null;
      throw error;
    }
  }

  private queryOf({ name, window, query }: FlaggerMetric, version: string): string {
    const { counted, cluster } = this;
    if (query === null) return QUERIES[name]?.({ version, cluster, window, counted }) ?? "vector(NaN)";
    const interval = durationText(window);
    const values: Readonly<Record<string, string>> = { version, cluster: cluster ?? "", interval };
    return withArguments(query, (argument) => values[argument] ?? "");
  }
}
