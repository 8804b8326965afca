import { log } from "../kernel/math.ts";
import { type Stream, stream } from "../kernel/streams.ts";
import type { Micros } from "../kernel/time.ts";
import { OUTCOME_COUNT, OUTCOMES } from "../record/run.ts";
import type { CounterReading } from "../traffic/plane.ts";
import { instanceLabels } from "./instance.ts";
import { Labels, METRIC_NAME } from "./promql/labels.ts";
import type { Target } from "./scrape.ts";

/** The counter of conversions that the business exposes, by `version`. */
export const CONVERSIONS = "conversions_total";

/** Converted or not, it was an answer. */
const GOOD = ["ok", "slow"].map((outcome) => OUTCOMES.indexOf(outcome as (typeof OUTCOMES)[number]));

export interface ConversionsTargetOptions {
  /** Null or absent: there is one cluster. */
  readonly cluster?: string | null;
  readonly seed: string;
  readonly interval: Micros;
  readonly phase: Micros;
  /** Names and chances of conversion of a good answer, 0–1, by position in the run's versions. */
  readonly versions: readonly { readonly name: string; readonly conversionShare: number }[];
  readCounters(into: CounterReading): void;
}

/**
 * Good answers that reach the goal of the business: a purchase, a sign-up. Each does so by itself with a chance of its
 * version, so that it is enough to draw how many did when they are counted.
 */
export function conversionsTarget({ seed, versions, ...options }: ConversionsTargetOptions): Target {
  const reading: CounterReading = { byVersion: new Float64Array((versions.length + 1) * OUTCOME_COUNT) };
  const counters = versions.map(({ name, conversionShare }, version) => ({
    labels: Labels.of([
      [METRIC_NAME, CONVERSIONS],
      ["version", name],
    ]),
    share: conversionShare,
    source: stream(seed, `conversions/${version}`),
    answers: 0,
    converted: 0,
  }));
  return {
    interval: options.interval,
    phase: options.phase,
    labels: instanceLabels("business", "business", options.cluster ?? null),
    scrape(expose) {
      options.readCounters(reading);
      for (const [version, counter] of counters.entries()) {
        const answers = GOOD.reduce((sum, at) => sum + (reading.byVersion[version * OUTCOME_COUNT + at] as number), 0);
        counter.converted += hits(answers - counter.answers, counter);
        counter.answers = Math.max(counter.answers, answers);
        expose(counter.labels, counter.converted);
      }
      return true;
    },
  };
}

/** Successes of `tries` independent tries: from one to the next by geometric leaps. */
function hits(tries: number, { share, source }: { readonly share: number; readonly source: Stream }): number {
  if (share <= 0) return 0;
  const perTry = log(1 - share);
  let count = 0;
  let at = -1;
  for (;;) {
    at += 1 + Math.floor(log(source.uniform()) / perTry);
    if (!(at < tries)) return count;
    count++;
  }
}
