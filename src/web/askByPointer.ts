import type { App } from "./app.ts";
import { ask } from "./inquiry.ts";
import type { Hit, Point } from "./stage/hit.ts";

type Find = (point: Point) => { readonly lane: number; readonly hit: Hit } | null;

/** A click on a stage asks about what is drawn there. */
export function askByPointer(app: App, host: HTMLElement, find: Find): void {
  host.addEventListener("click", ({ target, clientX, clientY }) => {
    if (!(target instanceof Element) || !target.matches("[data-stage]")) return;
    const found = find({ x: clientX, y: clientY });
    if (found === null) return;
    const { lane, hit } = found;
    app.player.pause();
    if (hit.what === "request") return ask(app, { lane, question: { about: "request", index: hit.index } });
    const pod = hit.what === "pod" ? app.store.getState().result?.lanes[lane]?.lane.run.pods[hit.pod] : undefined;
    ask(app, { lane, question: pod === undefined ? { about: "now" } : { about: "pod", pod: pod.name } });
  });
}
