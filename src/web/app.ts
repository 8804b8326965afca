import type { Micros } from "../kernel/time.ts";
import { changeWorld } from "./history.ts";
import type { KnobName } from "./knobs.ts";
import type { Player } from "./player.ts";
import type { PageStore } from "./store.ts";
import { NO_LANES, UNCHANGED } from "./world.ts";

/** What the views and the commands may do: look at the store and the player, and wish for another rehearsal. */
export interface App {
  readonly store: PageStore;
  readonly player: Player;
  /** Rehearses the world that the store now describes; the last wish wins. */
  rehearse(): void;
  /** Ends the run of further seeds; those that have come stay. */
  stopSeeds(): void;
}

export function setKnob(app: App, name: KnobName, value: number): void {
  changeWorld(app, { changes: { ...app.store.getState().changes, [name]: value } });
}

/** Gives a slider back to the scenario file. */
export function resetKnob(app: App, name: KnobName): void {
  const { [name]: _, ...rest } = app.store.getState().changes;
  changeWorld(app, { changes: rest });
}

export function resetAll(app: App): void {
  changeWorld(app, UNCHANGED);
}

/** Adds a lane to the comparison, or takes one out; the last one stays. */
export function toggleStrategy(app: App, name: string): void {
  const { wantedStrategies, result, strategies } = app.store.getState();
  const before = wantedStrategies ?? result?.shownStrategies ?? [];
  const after = before.includes(name) ? before.filter((other) => other !== name) : [...before, name];
  if (after.length === 0) return;
  const inOrder = strategies.map((entry) => entry.name).filter((known) => after.includes(known));
  changeWorld(app, { ...NO_LANES, wantedStrategies: inOrder });
}

export function choosePreset(app: App, preset: string): void {
  changeWorld(app, { ...UNCHANGED, ...NO_LANES, preset, ownText: null });
}

export function setSeed(app: App, seed: string): void {
  changeWorld(app, { seed });
}

/** `42` → `43`, `42.7` → `42.8`, `spring` → `spring.1`: always another seed, and always the same one. */
export function seedAfter(seed: string): string {
  const tail = /^(.*?)(\d+)$/.exec(seed);
  if (tail === null || !Number.isSafeInteger(Number(tail[2]))) return `${seed}.1`;
  return `${tail[1] ?? ""}${Number(tail[2]) + 1}`;
}

export function nextSeed(app: App): void {
  const { seed, result } = app.store.getState();
  setSeed(app, seedAfter(seed === "" ? (result?.comparison.seed ?? "1") : seed));
}

/** Pauses: whoever looks for an instant wants to see it. */
export function seekAndPause(app: App, at: Micros): void {
  app.player.pause();
  app.player.seek(at);
}

export function toggleLane(app: App, index: number): void {
  app.store.setState(({ lanesOff, result }) => {
    if (index < 0 || index >= (result?.lanes.length ?? 0)) return {};
    return { lanesOff: lanesOff.includes(index) ? lanesOff.filter((lane) => lane !== index) : [...lanesOff, index] };
  });
}
