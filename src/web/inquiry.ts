import type { Question } from "../experiment/explain.ts";
import type { App } from "./app.ts";

/** What somebody asked about a lane: one thing of its run, or what is going on there now, wherever the clock is. */
export interface Inquiry {
  /** Position in the result's lanes. */
  readonly lane: number;
  readonly question: Question | { readonly about: "now" };
}

/** Opens the answer, or turns it to another question. */
export function ask({ store }: App, inquiry: Inquiry): void {
  store.setState({ inquiry });
}

/** Closes the answer, disarms what a click would do, and shows the whole run again. */
export function dismiss({ store }: App): void {
  store.setState({ inquiry: null, killing: false, range: null });
}

/** Asks what is going on in the lane that is open, else in the first that is on; an open answer is closed instead. */
export function askNow(app: App): void {
  const { inquiry, openLane, lanesOff, result } = app.store.getState();
  const firstOn = (result?.lanes ?? []).findIndex((_, index) => !lanesOff.includes(index));
  if (inquiry !== null) dismiss(app);
  else ask(app, { lane: openLane ?? Math.max(0, firstOn), question: { about: "now" } });
}
