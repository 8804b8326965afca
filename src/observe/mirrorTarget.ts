import type { Micros } from "../kernel/time.ts";
import { OUTCOME_COUNT, OUTCOMES } from "../record/run.ts";
import type { CounterReading } from "../traffic/plane.ts";
import { instanceLabels } from "./instance.ts";
import { Labels, METRIC_NAME } from "./promql/labels.ts";
import { CODE_OF } from "./proxyTarget.ts";
import type { Target } from "./scrape.ts";

/** The counter of mirrored copies that the proxy exposes, by `code`. They are in no other counter. */
export const MIRRORED_REQUESTS = "http_mirrored_requests_total";

const CODES = [...new Set(Object.values(CODE_OF))];

/** What the proxy counts of the answers that it throws away. */
export function mirrorTarget(options: {
  /** Null or absent: there is one cluster. */
  readonly cluster?: string | null;
  readonly interval: Micros;
  readonly phase: Micros;
  readonly versions: number;
  readCounters(into: CounterReading): void;
}): Target {
  const columns = () => new Float64Array((options.versions + 1) * OUTCOME_COUNT);
  const mirrored = columns();
  const reading: CounterReading = { byVersion: columns(), mirrored };
  const labels = CODES.map((code) =>
    Labels.of([
      [METRIC_NAME, MIRRORED_REQUESTS],
      ["code", code],
    ]),
  );
  const counts = new Float64Array(CODES.length);
  return {
    interval: options.interval,
    phase: options.phase,
    labels: instanceLabels("mirror", "proxy", options.cluster ?? null),
    scrape(expose) {
      options.readCounters(reading);
      counts.fill(0);
      for (const [cell, count] of mirrored.entries()) {
        const at = CODES.indexOf(CODE_OF[OUTCOMES[cell % OUTCOME_COUNT] as (typeof OUTCOMES)[number]]);
        counts[at] = (counts[at] as number) + count;
      }
      for (const [at, count] of counts.entries()) expose(labels[at] as Labels, count);
      return true;
    },
  };
}
