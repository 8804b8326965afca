import type { MetricManifest, RolloutManifest } from "./manifest.ts";

/** What is done to a Rollout, and when. */
export interface TraceAction {
  /** Second of the scenario. */
  readonly at: number;
  readonly do: string;
  readonly image?: string;
  readonly n?: number;
  readonly patch?: string;
}

/** The inputs of a recorded run. */
export interface TraceScenario {
  readonly name: string;
  readonly rollout: RolloutManifest;
  readonly analysisTemplates?: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly metrics: readonly MetricManifest[] };
  }[];
  /** What the providers answer, by metric: in turn, the last one for ever. */
  readonly metricValues?: Readonly<Record<string, readonly (number | "error")[]>>;
  /** From creation to readiness, by image; negative: never. */
  readonly startupSeconds: Readonly<Record<string, number>>;
  readonly actions: readonly TraceAction[];
  /** The last second. */
  readonly until: number;
}

/** The state at the end of a second; `t` is the second. */
export type TraceState = Readonly<Record<string, unknown>> & { readonly t: number };

export interface TraceMeasurement {
  readonly t: number;
  readonly metric: string;
  readonly phase: string;
  readonly run: string;
  readonly value: string;
}

export interface TraceEvent {
  readonly t: number;
  readonly reason: string;
  readonly message: string;
}

/** A run of the real controllers on a virtual clock: what went in, and the states of the seconds in which one changed. */
export interface Trace {
  readonly scenario: TraceScenario;
  readonly timeline: readonly TraceState[];
  readonly events?: readonly TraceEvent[] | null;
  readonly measurements?: readonly TraceMeasurement[] | null;
}

/** What is not a trace is none of ours. */
export function isTrace(content: unknown): content is Trace {
  const { scenario, timeline } = (content ?? {}) as Partial<Trace>;
  return Array.isArray(timeline) && typeof scenario === "object" && typeof scenario?.rollout === "object";
}
