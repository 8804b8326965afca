import type { App } from "./app.ts";

/** Texts follow the moving picture at most this often, ms. */
const TEXT_MS = 100;
/** The text alternative follows this often while the picture moves, ms. */
const FACTS_MS = 5000;

/** Tells the store where the player is: at once when it rests or jumps, now and then while it plays. */
export function keepClockTexts({ store, player }: App): void {
  let toldAt = 0;
  let factsToldAt = 0;
  player.subscribe((change) => {
    const now = performance.now();
    if (change === "tick" && now - toldAt < TEXT_MS) return;
    toldAt = now;
    const facts = !player.playing || now - factsToldAt >= FACTS_MS;
    if (facts) factsToldAt = now;
    store.setState({
      shownAt: player.instant,
      playing: player.playing,
      speed: player.speed,
      ...(facts ? { factsAt: player.instant } : {}),
    });
  });
}
