import { Kernel } from "../../src/kernel/kernel.ts";
import { HOUR, MINUTE, SECOND } from "../../src/kernel/time.ts";
import type { MonitoringSpec } from "../../src/observe/spec.ts";
import { createWatch, type Watch } from "../../src/observe/watch.ts";
import type { EventKind } from "../../src/record/events.ts";
import { OUTCOME_COUNT, OUTCOMES } from "../../src/record/run.ts";

/** Counts so far at a time, s. They may have fractions: a fluid instead of requests. */
export interface Flow {
  readonly requests: (seconds: number) => number;
  readonly errors: (seconds: number) => number;
}

/** A constant rate of requests, of which a share fails that changes once. */
export function flowOf(
  rate: number,
  share: { readonly before: number; readonly after: number; readonly at: number },
): Flow {
  return {
    requests: (t) => rate * t,
    errors: (t) => rate * (share.before * Math.min(t, share.at) + share.after * Math.max(0, t - share.at)),
  };
}

export const NOTHING: Flow = { requests: () => 0, errors: () => 0 };

const minutes = (span: number) => ({ law: "deterministic" as const, value: span * MINUTE });

/** Scrapes every 5 s and evaluates every 5 s, over 30 s, above 2 %, at once. */
export function monitoringOf(change: Partial<MonitoringSpec> = {}): MonitoringSpec {
  return {
    scrapeInterval: 5 * SECOND,
    scrapePhase: 0,
    evaluationInterval: 5 * SECOND,
    evaluationPhase: 0,
    window: 30 * SECOND,
    errorRatioAbove: 0.02,
    holdFor: 0,
    minRequests: 0,
    onAlert: "rollBack",
    reaction: { law: "deterministic", value: 0 },
    countersStart: "atZero",
    rules: null,
    burnRate: null,
    alertmanager: null,
    onCall: {
      acknowledge: minutes(5),
      acknowledgeOutOfHours: minutes(20),
      decide: minutes(10),
      act: minutes(2),
      escalateAfter: null,
      localTime: 14 * HOUR,
      workingHours: { from: 9 * HOUR, to: 18 * HOUR },
    },
    ...change,
  };
}

export interface Observed {
  readonly kernel: Kernel<EventKind>;
  readonly watch: Watch;
}

/** Monitoring of two versions, each with a flow of its own; nobody is without a version. */
export function observe(spec: MonitoringSpec, flows: { readonly old: Flow; readonly new: Flow }): Observed {
  const kernel = new Kernel<EventKind>("observe");
  const watch = createWatch({
    kernel,
    spec,
    versions: ["v1", "v2"],
    readCounters({ byVersion }) {
      const t = kernel.now / SECOND;
      for (const [version, flow] of [flows.old, flows.new].entries()) {
        byVersion[version * OUTCOME_COUNT + OUTCOMES.indexOf("ok")] = flow.requests(t) - flow.errors(t);
        byVersion[version * OUTCOME_COUNT + OUTCOMES.indexOf("error")] = flow.errors(t);
      }
    },
  });
  return { kernel, watch };
}
