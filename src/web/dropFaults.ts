import type { NodeSpec } from "../cluster/types.ts";
import type { Micros } from "../kernel/time.ts";
import type { PodRecord } from "../record/run.ts";
import type { App } from "./app.ts";
import { addFault, killPod } from "./faults.ts";
import type { Find } from "./stage/hit.ts";

/** A press that moves less than this is a click, px. */
const SLACK = 6;

/**
 * Lets a fault be dragged from the palette to where it shall strike: onto the timeline for its time, onto a pod for that
 * pod, or for a fault of machines the pod's node, at the time on show.
 */
export function dropFaults(app: App, page: HTMLElement, find: Find): void {
  page.addEventListener("pointerdown", (down) => {
    const button = down.target instanceof Element ? down.target.closest<HTMLElement>("[data-fault]") : null;
    const kind = button?.dataset.fault;
    if (button === null || kind === undefined || down.button !== 0) return;
    let carried: HTMLElement | null = null;
    const move = (event: PointerEvent): void => {
      if (carried === null && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < SLACK) return;
      carried ??= page.appendChild(copyOf(button));
      carried.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
    };
    const end = (event: PointerEvent): void => {
      button.removeEventListener("pointermove", move);
      button.removeEventListener("pointerup", end);
      button.removeEventListener("pointercancel", end);
      if (carried === null) return;
      carried.remove();
      // The click that follows would add the fault once more.
      button.addEventListener("click", (click) => click.stopImmediatePropagation(), { once: true, capture: true });
      if (event.type === "pointerup") drop(app, { kind, find, x: event.clientX, y: event.clientY });
    };
    button.setPointerCapture(down.pointerId);
    button.addEventListener("pointermove", move);
    button.addEventListener("pointerup", end);
    button.addEventListener("pointercancel", end);
  });
}

function copyOf(button: HTMLElement): HTMLElement {
  const copy = document.createElement("div");
  copy.className = "carried-fault";
  copy.textContent = button.textContent;
  copy.setAttribute("aria-hidden", "true");
  return copy;
}

interface Drop {
  readonly kind: string;
  readonly find: Find;
  readonly x: number;
  readonly y: number;
}

function drop(app: App, { kind, find, x, y }: Drop): void {
  const { result } = app.store.getState();
  const time = timeUnder(app, x, y);
  const found = find({ x, y });
  if (time !== null) addFault(app, { kind, at: time });
  else if (result !== null && found !== null) {
    const pod = found.hit.what === "pod" ? result.lanes[found.lane]?.lane.run.pods[found.hit.pod] : undefined;
    strike(app, { kind, pod, nodes: result.comparison.scenario.cluster.nodes });
  }
}

/** At the time on show: this pod, its node, or whatever the fault strikes by itself. */
function strike(
  app: App,
  { kind, pod, nodes }: { kind: string; pod: PodRecord | undefined; nodes: readonly NodeSpec[] },
): void {
  if (pod !== undefined && kind === "podKill") {
    killPod(app, pod.name);
    return;
  }
  const place = nodes.findIndex(({ name }) => name === pod?.node);
  const parameters: Record<string, number> = kind === "nodeFailure" && place >= 0 ? { node: place + 1 } : {};
  app.player.pause();
  addFault(app, { kind, at: app.player.at - app.player.span.start, parameters });
}

/** The time at a point of the timeline, µs from the start of the window; null: the timeline is not there. */
function timeUnder({ player }: App, x: number, y: number): Micros | null {
  const plots = document.querySelectorAll("#timeline [data-plot], #timeline .drop");
  for (const plot of plots) {
    const box = plot.getBoundingClientRect();
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
    return ((x - box.left) / box.width) * (player.span.end - player.span.start);
  }
  return null;
}
