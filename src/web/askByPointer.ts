import type { App } from "./app.ts";
import { killPod } from "./faults.ts";
import { ask } from "./inquiry.ts";
import type { Find } from "./stage/hit.ts";

/** A click on a stage asks about what is drawn there, or kills the pod, when clicks are armed to. */
export function askByPointer(app: App, host: HTMLElement, find: Find): void {
  host.addEventListener("click", ({ target, clientX, clientY }) => {
    if (!(target instanceof Element) || !target.matches("[data-stage]")) return;
    const found = find({ x: clientX, y: clientY });
    if (found === null) return;
    const { lane, hit } = found;
    app.player.pause();
    const pod = hit.what === "pod" ? app.store.getState().result?.lanes[lane]?.lane.run.pods[hit.pod] : undefined;
    if (app.store.getState().killing) {
      if (pod !== undefined) killPod(app, pod.name);
      return;
    }
    if (hit.what === "request") return ask(app, { lane, question: { about: "request", index: hit.index } });
    ask(app, { lane, question: pod === undefined ? { about: "now" } : { about: "pod", pod: pod.name } });
  });
}
