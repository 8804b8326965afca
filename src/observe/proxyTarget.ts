import type { Micros } from "../kernel/time.ts";
import { OUTCOME_COUNT, OUTCOMES } from "../record/run.ts";
import type { CounterReading } from "../traffic/plane.ts";
import { REQUESTS } from "./errorRatio.ts";
import { instanceLabels } from "./instance.ts";
import { Labels, METRIC_NAME } from "./promql/labels.ts";
import type { Target } from "./scrape.ts";

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

export interface ProxyTargetOptions {
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

/**
 * The proxy in front of all pods, with what it counted of every attempt: by version and status, and without a version
 * where it found no pod to send to.
 */
export function proxyTarget(options: ProxyTargetOptions): Target {
  const { interval, phase, cluster, versions, countersStart } = options;
  const rows = versions.length + 1;
  const reading: CounterReading = { byVersion: new Float64Array(rows * OUTCOME_COUNT) };
  const labels = Array.from({ length: rows * CODES.length }, (_, cell) => {
    const version = versions[Math.floor(cell / CODES.length)] ?? "";
    return Labels.of([
      [METRIC_NAME, REQUESTS],
      ["version", version],
      ["code", CODES[cell % CODES.length] as string],
    ]);
  });
  const counts = new Float64Array(rows * CODES.length);
  return {
    interval,
    phase,
    labels: instanceLabels("proxy", "proxy", cluster),
    scrape(expose) {
      if (!options.answers()) return false;
      options.readCounters(reading);
      counts.fill(0);
      for (let cell = 0; cell < reading.byVersion.length; cell++) {
        const row = Math.floor(cell / OUTCOME_COUNT);
        const at = row * CODES.length + (CODE_BY_OUTCOME[cell % OUTCOME_COUNT] as number);
        counts[at] = (counts[at] as number) + (reading.byVersion[cell] as number);
      }
      for (const [cell, count] of counts.entries()) {
        const version = versions[Math.floor(cell / CODES.length)];
        const isShown = version === undefined || options.shows(version);
        if (isShown && (countersStart === "atZero" || count > 0)) expose(labels[cell] as Labels, count);
      }
      return true;
    },
  };
}
