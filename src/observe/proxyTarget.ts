import type { Micros } from "../kernel/time.ts";
import { FINE_BINS } from "../record/latency.ts";
import { OUTCOME_COUNT, OUTCOMES } from "../record/run.ts";
import type { CounterReading } from "../traffic/plane.ts";
import { REQUESTS } from "./errorRatio.ts";
import { instanceLabels } from "./instance.ts";
import { LatencyBuckets } from "./latencyBuckets.ts";
import { Labels, METRIC_NAME } from "./promql/labels.ts";
import type { Expose, Target } from "./scrape.ts";

/** The status a proxy notes for how an attempt ended: a late answer is an answer, who got none within his patience a 504. */
export const CODE_OF: Readonly<Record<(typeof OUTCOMES)[number], string>> = {
  ok: "200",
  slow: "200",
  error: "500",
  reset: "502",
  refused: "503",
  shed: "503",
  timeout: "504",
};

const CODES = [...new Set(Object.values(CODE_OF))];
const CODE_BY_OUTCOME = OUTCOMES.map((outcome) => CODES.indexOf(CODE_OF[outcome]));

/** What a proxy shows beyond its counters by version. */
export interface ShownByProxy {
  /** The pods there are, in order of their numbers; left out: nobody asks for requests pod by pod. */
  readonly pods?: () => readonly ScrapedPod[];
  /** Does anybody ask how long answers took? */
  readonly durations?: boolean;
}

export interface ProxyTargetOptions extends ShownByProxy {
  readonly interval: Micros;
  readonly phase: Micros;
  /** The cluster whose proxy it is, for the label `cluster`; null: there is one without a name. */
  readonly cluster: string | null;
  /** Names by position in the run's versions. */
  readonly versions: readonly string[];
  readonly countersStart: "atZero" | "whenCounted";
  /** Does it answer at present, and does it show this version? */
  answers(): boolean;
  shows(version: string): boolean;
  readCounters(into: CounterReading): void;
}

export interface ScrapedPod {
  /** Its number. */
  readonly id: number;
  readonly name: string;
  /** Position of its version. */
  readonly version: number;
  readonly isGone: boolean;
}

/**
 * The proxy in front of all pods, with what it counted of every attempt: by version and status, and without a version
 * where it found no pod to send to. Where somebody asks, by pod as well, for as long as there is the pod; and how long the
 * answers took that came.
 */
export function proxyTarget(options: ProxyTargetOptions): Target {
  const { interval, phase, cluster, versions, pods, durations } = options;
  const rows = versions.length + 1;
  const reading = {
    byVersion: new Float64Array(rows * OUTCOME_COUNT),
    ...(durations === true ? { durations: new Float64Array(versions.length * FINE_BINS) } : {}),
  };
  const byVersion = new CodeRows(options);
  const byPod = pods && new PodRows(pods, options);
  const buckets = versions.map((version) => new LatencyBuckets(version));
  const isShown = (version: number) => options.shows(versions[version] ?? "");
  return {
    interval,
    phase,
    labels: instanceLabels("proxy", "proxy", cluster),
    scrape(expose) {
      if (!options.answers()) return false;
      options.readCounters(byPod === undefined ? reading : { ...reading, byPod: byPod.room() });
      for (let row = 0; row < rows; row++) {
        const version = versions[row];
        if (version === undefined)
          byVersion.expose(expose, { key: "", labels: NOWHERE, from: row, counts: reading.byVersion });
        else if (byPod === undefined && isShown(row))
          byVersion.expose(expose, {
            key: version,
            labels: [["version", version]],
            from: row,
            counts: reading.byVersion,
          });
      }
      byPod?.expose(expose, isShown);
      if (reading.durations === undefined) return true;
      for (const [row, bucket] of buckets.entries())
        if (isShown(row)) bucket.expose(expose, reading.durations, row * FINE_BINS);
      return true;
    },
  };
}

type Pairs = readonly (readonly [name: string, value: string])[];

const NOWHERE: Pairs = [["version", ""]];

/** One row of outcomes, and under which labels it is told. */
interface Row {
  /** The same for the same labels. */
  readonly key: string;
  readonly labels: Pairs;
  /** Position among the rows of `counts`. */
  readonly from: number;
  readonly counts: Float64Array;
}

/** Tells rows of outcomes by their status. */
class CodeRows {
  private readonly countersStart: ProxyTargetOptions["countersStart"];
  private readonly known = new Map<string, readonly Labels[]>();
  private readonly sums = new Float64Array(CODES.length);

  constructor({ countersStart }: Pick<ProxyTargetOptions, "countersStart">) {
    this.countersStart = countersStart;
  }

  expose(to: Expose, { key, labels, from, counts }: Row): void {
    const { sums } = this;
    sums.fill(0);
    for (let outcome = 0; outcome < OUTCOME_COUNT; outcome++) {
      const code = CODE_BY_OUTCOME[outcome] as number;
      sums[code] = (sums[code] as number) + (counts[from * OUTCOME_COUNT + outcome] as number);
    }
    const names =
      this.known.get(key) ?? CODES.map((code) => Labels.of([[METRIC_NAME, REQUESTS], ...labels, ["code", code]]));
    this.known.set(key, names);
    for (const [code, count] of sums.entries()) {
      if (this.countersStart === "atZero" || count > 0) to(names[code] as Labels, count);
    }
  }
}

/** The same pod by pod; a pod that is gone is told no longer, and its series are over. */
class PodRows {
  private readonly pods: () => readonly ScrapedPod[];
  private readonly versions: readonly string[];
  private readonly rows: CodeRows;
  private counts = new Float64Array(0);

  constructor(pods: () => readonly ScrapedPod[], options: Pick<ProxyTargetOptions, "countersStart" | "versions">) {
    this.pods = pods;
    this.versions = options.versions;
    this.rows = new CodeRows(options);
  }

  /** Where the present counts of all pods go. */
  room(): Float64Array {
    const cells = this.pods().length * OUTCOME_COUNT;
    if (this.counts.length < cells) this.counts = new Float64Array(2 * cells);
    return this.counts;
  }

  expose(to: Expose, isShown: (version: number) => boolean): void {
    for (const { id, name, version, isGone } of this.pods()) {
      if (isGone || !isShown(version)) continue;
      const labels: Pairs = [
        ["version", this.versions[version] ?? ""],
        ["pod", name],
      ];
      this.rows.expose(to, { key: name, labels, from: id, counts: this.counts });
    }
  }
}
