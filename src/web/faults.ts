import type { Micros } from "../kernel/time.ts";
import { SECOND } from "../kernel/time.ts";
import { type FaultPlacement, firstTimeOf } from "../scenario/faultPlacement.ts";
import type { App } from "./app.ts";
import { changeWorld } from "./history.ts";
import type { PageState } from "./store.ts";

/** A fault of the world on show, as the page lets it be moved. */
export interface PlacedFault {
  /** Position in the list. */
  readonly index: number;
  readonly kind: string;
  /** µs from the start of the window; null: it comes by chance and has no place. */
  readonly at: Micros | null;
}

/** The faults of the world that is wished for: moved ones stand where they were moved to before they are rehearsed. */
export function placedFaults({ faults, result }: Pick<PageState, "faults" | "result">): readonly PlacedFault[] {
  const shown = result?.comparison.scenario.faults ?? [];
  const known = (index: number): PlacedFault => {
    const use = shown[index];
    return { index, kind: use?.kind ?? "", at: use === undefined ? null : firstTimeOf(use) };
  };
  if (faults === null) return shown.map((_, index) => known(index));
  return faults.map((placement, index): PlacedFault => {
    if ("added" in placement) return { index, kind: placement.added, at: placement.at };
    const { kind, at } = ownFault(placement.own, result);
    return { index, kind, at: placement.at ?? at };
  });
}

/** What the scenario's own list has at a position, before any change. */
function ownFault(own: number, result: PageState["result"]): { readonly kind: string; readonly at: Micros | null } {
  const use = result?.ownFaults[own];
  return { kind: use?.kind ?? "", at: use?.at ?? null };
}

/** Times in the run that a hand can set are whole tenths of a second. */
const GRAIN = SECOND / 10;

/** Moves one fault to a time within the window, µs from its start. */
export function moveFault(app: App, index: number, at: Micros): void {
  const { start, end } = app.player.span;
  const time = Math.round(Math.min(Math.max(0, at), end - start) / GRAIN) * GRAIN;
  change(app, (list) => list.map((placement, place) => (place === index ? { ...placement, at: time } : placement)));
}

export function removeFault(app: App, index: number): void {
  change(app, (list) => list.filter((_, place) => place !== index));
}

/** What to add; the time is µs from the start of the window. */
export interface NewFault {
  readonly kind: string;
  readonly at: Micros;
  readonly parameters?: Readonly<Record<string, string | number>>;
}

export function addFault(app: App, { kind, at, parameters = {} }: NewFault): void {
  const time = Math.max(0, Math.round(at / GRAIN) * GRAIN);
  change(app, (list) => [...list, { added: kind, at: time, parameters }]);
}

/** Kills the process of a pod at the time on show. Whatever came before then stays as it was. */
export function killPod(app: App, pod: string): void {
  app.player.pause();
  const at = app.player.at - app.player.span.start;
  addFault(app, { kind: "podKill", at, parameters: { pod } });
  app.store.setState({ remark: { about: "killed", pod, at: Math.round(at / GRAIN) * GRAIN } });
}

function change(app: App, by: (list: readonly FaultPlacement[]) => readonly FaultPlacement[]): void {
  const { faults, result } = app.store.getState();
  const own = (result?.ownFaults ?? []).map((_, index): FaultPlacement => ({ own: index, at: null }));
  changeWorld(app, { faults: by(faults ?? own) });
}
