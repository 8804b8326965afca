import type { Comparison, Lane } from "../experiment/types.ts";
import { NO_CAUSE } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import { OUTCOMES, type Run } from "../record/run.ts";
import { seriesOf } from "./json/series.ts";

/** One event of the Trace Event Format, as Perfetto and Chrome's tracing open it. Times are µs on the run's clock. */
interface TraceEvent {
  readonly name: string;
  /** M: metadata, X: from `ts` for `dur`, i: an instant, C: a counter, s and f: the ends of an arrow. */
  readonly ph: "M" | "X" | "i" | "C" | "s" | "f";
  readonly pid: number;
  readonly tid: number;
  readonly ts?: Micros;
  readonly dur?: Micros;
  readonly cat?: string;
  /** Scope of an instant: its thread. */
  readonly s?: "t";
  readonly id?: string;
  /** An arrow ends at what encloses it. */
  readonly bp?: "e";
  readonly args?: Readonly<Record<string, unknown>>;
}

const ROLLOUT = 1;
const EVENTS = 2;
/** Pods take the threads from here on. */
const PODS = 10;

/**
 * A comparison as trace events: a process for each lane; in it the rollout, what happened with arrows from cause to effect,
 * each pod with the states of its life, and counters of pods and requests.
 * @param version of Drydock
 */
export function comparisonTrace({ scenario, seed, lanes }: Comparison, version: string): string {
  const traceEvents = lanes.flatMap((lane, index) => eventsOf(lane, index + 1));
  const digests = Object.fromEntries(lanes.map(({ strategy, run }) => [strategy, run.digest]));
  const otherData = { scenario: scenario.name, seed, version, digests };
  return `${JSON.stringify({ displayTimeUnit: "ms", otherData, traceEvents })}\n`;
}

function eventsOf({ strategy, run }: Lane, pid: number): readonly TraceEvent[] {
  const named = (name: string, tid: number, text: string): TraceEvent => ({
    name,
    ph: "M",
    pid,
    tid,
    args: { name: text },
  });
  return [
    named("process_name", 0, strategy),
    { name: "process_sort_index", ph: "M", pid, tid: 0, args: { sort_index: pid } },
    named("thread_name", ROLLOUT, "rollout"),
    named("thread_name", EVENTS, "events"),
    ...run.pods.map((pod) => named("thread_name", PODS + pod.id, pod.name)),
    ...rolloutSpans(run, pid),
    ...happenings(run, pid),
    ...lives(run, pid),
    ...counters(run, pid),
  ];
}

function rolloutSpans({ rollout, window }: Run, pid: number): readonly TraceEvent[] {
  const { submittedAt, completedAt, abortedAt, rolledBackAt, result } = rollout;
  const until = Math.min(completedAt ?? window.end, abortedAt ?? window.end);
  const span = (name: string, ts: Micros, end: Micros): TraceEvent => {
    return { name, ph: "X", cat: "rollout", pid, tid: ROLLOUT, ts, dur: Math.max(0, end - ts), args: { result } };
  };
  const back = abortedAt === null ? [] : [span("going back", abortedAt, rolledBackAt ?? window.end)];
  return [span("rolling out", submittedAt, until), ...back];
}

/** Each event of the record, and an arrow from what caused it. */
function happenings({ events }: Run, pid: number): readonly TraceEvent[] {
  return events.flatMap(({ id, at, kind, subject, cause, detail }): readonly TraceEvent[] => {
    const place = { pid, tid: EVENTS, cat: "events" } as const;
    const args = { ...detail, id, subject, ...(cause === NO_CAUSE ? {} : { cause }) };
    const instant: TraceEvent = { name: kind, ph: "i", s: "t", ts: at, ...place, args };
    const root = cause === NO_CAUSE ? undefined : events[cause];
    if (root === undefined) return [instant];
    const arrow = { name: "because", id: `${pid}.${id}`, ...place };
    return [instant, { ...arrow, ph: "s", ts: root.at }, { ...arrow, ph: "f", bp: "e", ts: at }];
  });
}

function lives({ pods, versions, window }: Run, pid: number): readonly TraceEvent[] {
  return pods.flatMap(({ id, name, node, version, transitions }) =>
    transitions.flatMap(({ at, state }, index): readonly TraceEvent[] => {
      if (state === "gone") return [];
      const dur = Math.max(0, (transitions[index + 1]?.at ?? window.end) - at);
      const args = { pod: name, node, version: versions[version]?.name ?? "" };
      return [{ name: state, ph: "X", cat: "pods", pid, tid: PODS + id, ts: at, dur, args }];
    }),
  );
}

function counters(run: Run, pid: number): readonly TraceEvent[] {
  const { window, traffic } = run;
  const { at_s, available_pods, requests } = seriesOf(run);
  const counter = (name: string, index: number, args: Readonly<Record<string, number>>): TraceEvent => {
    return { name, ph: "C", pid, tid: 0, ts: window.start + index * traffic.bucket, args };
  };
  return at_s.flatMap((_, index) => {
    const decided = OUTCOMES.reduce((sum, outcome) => sum + (requests[outcome][index] ?? 0), 0);
    const good = requests.ok[index] ?? 0;
    const versions = Object.entries(available_pods).map(([version, column]) => [version, column[index] ?? 0] as const);
    return [
      counter("available pods", index, Object.fromEntries(versions)),
      counter("requests", index, { ok: good, bad: decided - good }),
    ];
  });
}
