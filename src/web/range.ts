import type { Micros } from "../kernel/time.ts";
import type { Measures } from "../measures/ids.ts";
import { wholeBuckets } from "../measures/wholeBuckets.ts";
import type { Span } from "../record/run.ts";
import type { App } from "./app.ts";
import type { PageStore, Result } from "./store.ts";

/** A selected part of the run, and the measures of each lane in it. */
export interface Part {
  readonly span: Span;
  readonly byLane: readonly Measures[];
}

/** Shows the part of the run between two instants only, in either order. */
export function selectRange({ store }: App, from: Micros, to: Micros): void {
  const { result } = store.getState();
  const run = result?.lanes[0]?.lane.run;
  if (run === undefined) return;
  const range = wholeBuckets(run, { start: Math.min(from, to), end: Math.max(from, to) });
  store.setState(({ range: before }) => (before?.start === range.start && before.end === range.end ? {} : { range }));
}

/** By keys: the part begins, or ends, at the time on show. */
export function setRangeEdge(app: App, edge: "start" | "end"): void {
  const { at, span } = app.player;
  const range = app.store.getState().range ?? span;
  selectRange(app, edge === "start" ? at : Math.min(range.start, at), edge === "end" ? at : Math.max(range.end, at));
}

export function clearRange({ store }: App): void {
  store.setState({ range: null });
}

/** A hand that still drags is not measured for, ms. */
const SETTLED_MS = 60;

/** Measures the selected part once the selection rests, and again for every result. */
export function keepPart(store: PageStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.subscribe(
    ({ result, range }) => ({ result, range }),
    ({ result, range }) => {
      clearTimeout(timer);
      if (result === null || range === null) store.setState({ part: null });
      else timer = setTimeout(() => measurePart(store, result, range), SETTLED_MS);
    },
    { equalityFn: (a, b) => a.result === b.result && a.range === b.range },
  );
}

/**
 * Another run may end before the selection begins: then there is no part any more. What measures is fetched with the
 * first selection; what has become of the page by then counts.
 */
async function measurePart(store: PageStore, result: Result, range: Span): Promise<void> {
  const { lanes, twin } = result.comparison;
  if (range.start >= twin.window.end) return store.setState({ range: null, part: null });
  const { measuresWithin } = await import("../measures/within.ts");
  const now = store.getState();
  if (now.result !== result || now.range !== range) return;
  const span = wholeBuckets(twin, range);
  store.setState({ part: { span, byLane: lanes.map(({ run }) => measuresWithin(run, twin, span)) } });
}
