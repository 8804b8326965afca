import type { App } from "./app.ts";
import type { PageState } from "./store.ts";
import { differences, NO_LANES, type World, worldOf } from "./world.ts";

/** Steps that can be taken back at most. */
const LONGEST = 100;
/** Moves of one slider that follow each other this closely are one step, ms. */
const ONE_MOVE_MS = 800;

/**
 * Changes the world and rehearses it, in such a way that the change can be undone. A slider that is dragged through twenty
 * values makes one step. Before there is any result there is nothing to go back to.
 * @param change what becomes of the world, and of what is shown of it
 */
export function changeWorld(app: App, change: Partial<PageState>): void {
  app.store.setState((state) => {
    const old = worldOf(state);
    const world = { ...old, ...worldOf({ ...state, ...change }) };
    const what = movedThing(old, world);
    const at = Date.now();
    const { lastMove, past, result } = state;
    const goesOn = what !== null && lastMove?.what === what && at - lastMove.at < ONE_MOVE_MS;
    const steps = goesOn || result === null ? past : [...past, old].slice(-LONGEST);
    return { remark: null, ...change, past: steps, future: [], lastMove: what === null ? null : { what, at } };
  });
  app.rehearse();
}

/** The one thing that was moved from one value to another; null: something else was changed. */
function movedThing(old: World, world: World): string | null {
  const changed = differences(old, world);
  const [only] = changed;
  if (changed.length !== 1) return null;
  if (only === "faults") return old.faults?.length === world.faults?.length ? "faults" : null;
  if (only === "field") return "field";
  if (only !== "changes") return null;
  const names = Object.keys({ ...old.changes, ...world.changes }) as (keyof World["changes"])[];
  const moved = names.filter((name) => old.changes[name] !== world.changes[name]);
  return moved.length === 1 ? `changes.${moved[0]}` : null;
}

/** Back to the world before the last change. */
export function undo(app: App): void {
  const state = app.store.getState();
  const { past, future } = state;
  const world = past[past.length - 1];
  if (world === undefined) return;
  restore(app, world, { past: past.slice(0, -1), future: [worldOf(state), ...future] });
}

/** The last undone change once more. */
export function redo(app: App): void {
  const state = app.store.getState();
  const { past, future } = state;
  const [world, ...rest] = future;
  if (world === undefined) return;
  restore(app, world, { past: [...past, worldOf(state)], future: rest });
}

const LANE_MAKERS: readonly (keyof World)[] = ["preset", "ownText", "wantedStrategies"];

function restore(app: App, world: World, steps: Pick<PageState, "past" | "future">): void {
  const changed = differences(worldOf(app.store.getState()), world);
  const others = changed.some((name) => LANE_MAKERS.includes(name)) ? NO_LANES : {};
  app.store.setState({ ...world, ...steps, ...others, lastMove: null, remark: null });
  app.rehearse();
}
