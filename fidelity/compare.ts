import { equal } from "../conformance/compare.ts";
import { whatIsBeyond } from "./beyond.ts";
import { withImagesForHashes } from "./hashes.ts";
import { type Rehearsed, rehearse } from "./rehearse.ts";
import type { Trace, TraceMeasurement, TraceState } from "./trace.ts";

/** A field of a state that differs. */
export interface Difference {
  /** First second in which something differs. */
  readonly t: number;
  readonly field: string;
  readonly want: unknown;
  readonly got: unknown;
}

export type Verdict =
  | { readonly kind: "equal" }
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "differs"; readonly differences: readonly Difference[] };

/**
 * Rehearses the scenario of a trace and compares everything a timeline tells, second by second, and every measurement.
 * Answers the differences of the first second that has any. Kubernetes events are not compared: their order inside a
 * second is no behaviour, and their effects stand in the states.
 */
export function compareTrace(recorded: Trace): Verdict {
  const beyond = whatIsBeyond(recorded.scenario);
  if (beyond !== null) return { kind: "skipped", reason: `${beyond} is not part of these rehearsals` };
  const trace = withImagesForHashes(recorded);
  const differences = firstDifferences(trace, rehearse(trace.scenario));
  return differences.length === 0 ? { kind: "equal" } : { kind: "differs", differences };
}

function firstDifferences(trace: Trace, rehearsed: Rehearsed): readonly Difference[] {
  let wanted: TraceState | undefined;
  const states = new Map(trace.timeline.map((state) => [state.t, state]));
  for (const got of rehearsed.states) {
    wanted = states.get(got.t) ?? wanted;
    const inState = wanted === undefined ? [] : differencesOf(wanted, got);
    const want = measuredAt(got.t, trace.measurements ?? []);
    const measured = measuredAt(got.t, rehearsed.measurements);
    const all = equal(want, measured, "exactly")
      ? inState
      : [...inState, { t: got.t, field: "measurements", want, got: measured }];
    if (all.length > 0) return all;
  }
  return [];
}

function differencesOf(want: TraceState, got: TraceState): readonly Difference[] {
  const fields = [...new Set([...Object.keys(want), ...Object.keys(got)])].filter((field) => field !== "t").sort();
  return fields
    .filter((field) => !equal(want[field], got[field], "exactly"))
    .map((field) => ({ t: got.t, field, want: want[field], got: got[field] }));
}

/** In an order of their own: measurements of one second have none. */
function measuredAt(t: number, measurements: readonly TraceMeasurement[]): readonly TraceMeasurement[] {
  const keyOf = ({ run, metric }: TraceMeasurement) => `${run} ${metric}`;
  return measurements.filter((one) => one.t === t).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
