import { SECOND } from "../kernel/time.ts";
import type { App } from "./app.ts";

/** Dragging on any chart moves the time: every plot is as wide as the run. */
export function seekByPointer({ player }: App, hosts: readonly HTMLElement[]): void {
  for (const host of hosts) {
    host.addEventListener("pointerdown", (down) => {
      const plot = down.target instanceof Element ? down.target.closest("[data-plot]") : null;
      if (plot === null || down.button !== 0) return;
      const box = plot.getBoundingClientRect();
      const seek = (event: PointerEvent): void => {
        const share = Math.min(1, Math.max(0, (event.clientX - box.x) / box.width));
        const { start, end } = player.span;
        player.seek(Math.round((start + share * (end - start)) / (SECOND / 10)) * (SECOND / 10));
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
