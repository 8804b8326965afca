import type { LaneModel } from "./lanes/laneModel.ts";
import type { PageState, PageStore, Result } from "./store.ts";

/** How long the result before a change stays to be seen, ms. */
const STAYS_MS = 3000;

/**
 * What stays as a thin outline when a result takes the place of another. Further changes while it is to be seen, as of a
 * slider that is dragged, leave it where it was when the first of them began. Another scenario is no before to this after.
 */
export function ghostAfter({ ghost, result }: PageState, next: Result): Result | null {
  const before = ghost ?? result;
  return before?.comparison.scenario.name === next.comparison.scenario.name ? before : null;
}

/** Takes the outline away after a while. */
export function keepGhost(store: PageStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.subscribe(
    ({ result }) => result,
    () => {
      clearTimeout(timer);
      if (store.getState().ghost !== null) timer = setTimeout(() => store.setState({ ghost: null }), STAYS_MS);
    },
  );
}

/** The lane of the same strategy before the change, over the same span; undefined: there is none. */
export function ghostOf(ghost: Result | null, { lane }: LaneModel): LaneModel | undefined {
  const { start, end } = lane.run.window;
  return ghost?.lanes.find(({ lane: { strategy, run } }) => {
    return strategy === lane.strategy && run.window.start === start && run.window.end === end;
  });
}
