import type { PageState } from "./store.ts";

/** What a person may change about the world that is rehearsed. A whole world is what undo brings back. */
export type World = Pick<
  PageState,
  "preset" | "ownText" | "wantedStrategies" | "changes" | "faults" | "field" | "seed"
>;

export function worldOf({ preset, ownText, wantedStrategies, changes, faults, field, seed }: PageState): World {
  return { preset, ownText, wantedStrategies, changes, faults, field, seed };
}

/** Every change makes new objects, so that the same object is the same content. */
export function differences(a: World, b: World): readonly (keyof World)[] {
  return (Object.keys(a) as (keyof World)[]).filter((name) => a[name] !== b[name]);
}

/** Nothing is changed against the file. */
export const UNCHANGED = {
  changes: {},
  faults: null,
  field: null,
  seed: "",
  wantedStrategies: null,
} as const satisfies Partial<World>;

/** What speaks of the lanes on show, for when there will be others. */
export const NO_LANES = {
  lanesOff: [],
  openLane: null,
  logLane: null,
  inquiry: null,
} as const satisfies Partial<PageState>;
