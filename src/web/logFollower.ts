import type { App } from "./app.ts";
import { filterLog } from "./lanes/logLines.ts";
import { translator } from "./texts/index.ts";
import { LINE_HEIGHT } from "./views/log.ts";

/**
 * While the picture plays, the log keeps the last event that has passed in sight. Whoever points at the log or has the
 * focus in it reads it undisturbed.
 */
export function followPlayback({ store }: App, log: HTMLElement): void {
  let passed = -1;
  store.subscribe(
    ({ shownAt }) => shownAt,
    (at) => {
      const state = store.getState();
      if (!state.playing || log.matches(":hover, :focus-within")) return;
      const speech = { t: translator(state.language), language: state.language };
      const lines = filterLog(state, speech);
      const next = lines.findIndex(({ entry }) => entry.at > at);
      const last = (next < 0 ? lines.length : next) - 1;
      if (last === passed) return;
      passed = last;
      keepInSight(log.querySelector("[data-scrolls]"), last);
    },
  );
}

/** Two thirds down: what comes next is seen, too. */
function keepInSight(list: Element | null, line: number): void {
  if (list === null) return;
  list.scrollTop = Math.max(0, (line + 1) * LINE_HEIGHT - list.clientHeight * (2 / 3));
}
