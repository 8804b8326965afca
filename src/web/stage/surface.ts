import type { Palette } from "../palette.ts";
import { type Brush, createBrush } from "./brush.ts";
import type { Rect } from "./stageLayout.ts";

/** The one canvas that lies over all lanes. It takes no pointer and says nothing to a screen reader. */
export interface Surface {
  /** Fits the canvas to its element and forgets all measured places. @returns whether anything can be painted */
  measure(): boolean;
  /** Where an element lies on the canvas, CSS pixels; null when it is not shown. */
  place(element: Element): Rect | null;
  setPalette(palette: Palette): void;
  /** An empty canvas with the units set to CSS pixels. */
  clear(): Brush;
}

/** Beyond two device pixels per CSS pixel nobody sees the difference, but the machine feels it. */
const DENSEST = 2;

export function createSurface(canvas: HTMLCanvasElement, palette: Palette): Surface {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser gives no 2D canvas.");
  let brush = createBrush(context, palette);
  let density = 1;
  let origin = canvas.getBoundingClientRect();

  return {
    measure() {
      origin = canvas.getBoundingClientRect();
      density = Math.min(DENSEST, devicePixelRatio);
      const width = Math.round(origin.width * density);
      const height = Math.round(origin.height * density);
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      return width > 0 && height > 0;
    },
    place(element) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) return null;
      return { x: box.x - origin.x, y: box.y - origin.y, width: box.width, height: box.height };
    },
    setPalette(next) {
      brush = createBrush(context, next);
    },
    clear() {
      context.setTransform(density, 0, 0, density, 0, 0);
      context.clearRect(0, 0, origin.width, origin.height);
      return brush;
    },
  };
}
