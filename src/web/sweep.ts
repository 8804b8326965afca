import type { Measures } from "../measures/ids.ts";
import type { App } from "./app.ts";
import { KNOB_RANGES, type KnobName } from "./knobs.ts";
import { type Rehearsal, rehearsalOf } from "./simulation/messages.ts";
import type { WorkerLine } from "./simulation/workerLine.ts";
import type { PageState } from "./store.ts";

/** What every lane would come to along one slider, as far as it has been rehearsed. */
export interface Sweep {
  readonly knob: KnobName;
  readonly values: readonly number[];
  /** [value][lane]; null: not yet, or refused. */
  readonly results: readonly (readonly Measures[] | null)[];
}

/** Runs across the reach of a slider: enough to see where the ranking flips, few enough to be there in a moment. */
const STOPS = 12;
/** A slider that is only passed over starts nothing, ms. */
const RESTED_MS = 500;

/** The stops of a slider from end to end, each a value that the slider can take, none twice. */
export function stopsOf(knob: KnobName): readonly number[] {
  const range = KNOB_RANGES.find(({ name }) => name === knob);
  if (range === undefined) return [];
  const { min, max, step } = range;
  const stops = Array.from({ length: STOPS }, (_, index) => {
    const value = min + ((max - min) * index) / (STOPS - 1);
    return min + Math.round((value - min) / step) * step;
  });
  return [...new Set(stops)];
}

/** Rehearses along the slider that has the focus, for as long as nothing in the world changes. */
export function keepSweep({ store }: App, line: WorkerLine): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  const next = (of: { readonly turn: number; readonly rehearsal: Rehearsal }, index: number): void => {
    const { sweep } = store.getState();
    const value = sweep?.values[index];
    if (sweep === null || value === undefined || of.turn !== turn) return;
    const changes = { ...of.rehearsal.changes, [sweep.knob]: value };
    line.ask({ kind: "replicate", rehearsal: { ...of.rehearsal, changes }, index: 0 }, (reply) => {
      if (of.turn !== turn) return;
      const measures = reply.kind === "replicated" ? reply.lanes : null;
      const results = sweep.results.map((known, place) =>
        place === index ? measures : (store.getState().sweep?.results[place] ?? known),
      );
      store.setState({ sweep: { ...sweep, results } });
      next(of, index + 1);
    });
  };
  store.subscribe(
    ({ sweptKnob, result, working }) => ({ sweptKnob, result, working }),
    ({ sweptKnob, result, working }) => {
      clearTimeout(timer);
      turn++;
      store.setState({ sweep: null });
      if (sweptKnob === null || result === null || working) return;
      timer = setTimeout(() => {
        const values = stopsOf(sweptKnob);
        store.setState({ sweep: { knob: sweptKnob, values, results: values.map(() => null) } });
        next({ turn, rehearsal: rehearsalOf(store.getState()) }, 0);
      }, RESTED_MS);
    },
    { equalityFn: sameSubject },
  );
}

type Subject = Pick<PageState, "sweptKnob" | "result" | "working">;

function sameSubject(a: Subject, b: Subject): boolean {
  return a.sweptKnob === b.sweptKnob && a.result?.comparison === b.result?.comparison && a.working === b.working;
}
