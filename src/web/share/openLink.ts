import type { App } from "../app.ts";
import { rehearseText } from "../editor/ownText.ts";
import { readLink } from "./link.ts";

/**
 * Rehearses what the page's address holds, if it holds anything.
 * @returns whether it did; else the page goes on as it would without
 */
export async function openLink(app: App, hash: string): Promise<boolean> {
  if (!hash.startsWith("#s=")) return false;
  const shared = await readLink(hash);
  if (shared === null) {
    app.store.setState({ trouble: { kind: "badLink" } });
    return false;
  }
  app.player.setSpeed(shared.speed);
  const stop = app.store.subscribe(
    ({ result }) => result,
    (result) => {
      const first = result?.comparison.lanes[0]?.run;
      if (first === undefined) return;
      stop();
      // After the page has begun to play it, as it does with its first result.
      queueMicrotask(() => {
        app.player.pause();
        app.player.seek(first.window.start + shared.at);
      });
      if (shared.digest !== "" && shared.digest !== first.digest) app.store.setState({ trouble: { kind: "otherRun" } });
    },
  );
  rehearseText(app, shared.text);
  return true;
}
