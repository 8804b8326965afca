import { type Micros, SECOND } from "../kernel/time.ts";
import type { App } from "./app.ts";
import { selectRange } from "./range.ts";

/**
 * Dragging on any chart moves the time: every plot is as wide as the run. With Shift held it selects a part of the run
 * instead.
 */
export function seekByPointer(app: App, hosts: readonly HTMLElement[]): void {
  const { player } = app;
  for (const host of hosts) {
    host.addEventListener("pointerdown", (down) => {
      const plot = down.target instanceof Element ? down.target.closest("[data-plot]") : null;
      if (plot === null || down.button !== 0) return;
      const box = plot.getBoundingClientRect();
      const timeAt = ({ clientX }: PointerEvent): Micros => {
        const share = Math.min(1, Math.max(0, (clientX - box.x) / box.width));
        const { start, end } = player.span;
        return Math.round((start + share * (end - start)) / (SECOND / 10)) * (SECOND / 10);
      };
      const from = timeAt(down);
      const seek = (event: PointerEvent): void => {
        if (down.shiftKey) selectRange(app, from, timeAt(event));
        else player.seek(timeAt(event));
      };
      player.pause();
      seek(down);
      plot.setPointerCapture(down.pointerId);
      plot.addEventListener("pointermove", seek as EventListener);
      const release = (): void => plot.removeEventListener("pointermove", seek as EventListener);
      plot.addEventListener("pointerup", release, { once: true });
      plot.addEventListener("pointercancel", release, { once: true });
    });
  }
}
