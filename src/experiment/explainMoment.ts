import type { Micros } from "../kernel/time.ts";
import type { AlertRecord, Seen } from "../record/monitoringRecord.ts";
import { OUTCOMES, POD_STATES, type PodState, type Run } from "../record/run.ts";
import type { Entry } from "./causeChain.ts";
import { activeFaults, stateAt } from "./explainRequest.ts";

/** Events told of the time before. */
const MOMENT_EVENTS_MAX = 12;

/** What was going on at one instant. */
export interface MomentExplanation {
  readonly about: "moment";
  readonly at: Micros;
  /** How many pods of each version are in each state that any is in; those that are gone are not told. */
  readonly pods: readonly VersionPods[];
  /** Share of user traffic the router was told to give the new version, 0–1; null when no router splits by weight. */
  readonly weight: number | null;
  /** User-visible requests of the bucket of the record that holds the instant. */
  readonly requests: { readonly arrived: number; readonly bad: number; readonly bucket: Micros };
  /** The latest evaluation of the error ratio; null before the first one. */
  readonly seen: Seen | null;
  readonly alerts: readonly { readonly record: AlertRecord; readonly state: "pending" | "firing" }[];
  readonly faults: readonly Entry[];
  /** The latest events up to then, at most `MOMENT_EVENTS_MAX`, in order. */
  readonly events: readonly Entry[];
}

export interface VersionPods {
  readonly version: string;
  readonly states: readonly { readonly state: PodState; readonly count: number }[];
}

/** @param at within the run, µs on its own clock. */
export function explainMoment(run: Run, at: Micros): MomentExplanation {
  const { rollout, monitoring, events } = run;
  const until = events.findLastIndex((event) => event.at <= at) + 1;
  return {
    about: "moment",
    at,
    pods: run.versions.map(({ name }, version) => ({ version: name, states: statesOf(run, version, at) })),
    weight: rollout.weights.length === 0 ? null : (rollout.weights.findLast((told) => told.at <= at)?.weight ?? 0),
    requests: requestsAt(run, at),
    seen: monitoring.service.findLast((seen) => seen.at <= at) ?? null,
    alerts: monitoring.alerts.flatMap((record) => {
      if (record.pendingAt > at || (record.resolvedAt !== null && record.resolvedAt <= at)) return [];
      return [{ record, state: record.firingAt !== null && record.firingAt <= at ? "firing" : "pending" } as const];
    }),
    faults: activeFaults(run, at),
    events: events.slice(Math.max(0, until - MOMENT_EVENTS_MAX), until),
  };
}

function statesOf(run: Run, version: number, at: Micros): VersionPods["states"] {
  const states = run.pods.filter((pod) => pod.version === version).map((pod) => stateAt(pod, at));
  return POD_STATES.filter((state) => state !== "gone")
    .map((state) => ({ state, count: states.filter((other) => other === state).length }))
    .filter(({ count }) => count > 0);
}

function requestsAt({ window, traffic }: Run, at: Micros): MomentExplanation["requests"] {
  const bucket = Math.floor((at - window.start) / traffic.bucket);
  const arrived = traffic.arrived[bucket] ?? 0;
  const row = traffic.requests.subarray(Math.max(0, bucket) * OUTCOMES.length);
  const bad = bucket < 0 ? 0 : row.subarray(1, OUTCOMES.length).reduce((sum, count) => sum + count, 0);
  return { arrived, bad, bucket: traffic.bucket };
}
