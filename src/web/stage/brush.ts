import type { Palette } from "../palette.ts";

/** A canvas to paint on, with the colours and textures of the theme. */
export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  /** [version role]: fill of a ready pod, colour and texture. */
  readonly fill: Readonly<Record<"old" | "new", string | CanvasPattern>>;
  readonly hatch: string | CanvasPattern;
}

const TILE = 6;

export function createBrush(context: CanvasRenderingContext2D, palette: Palette): Brush {
  const dotted = pattern(context, (tile) => {
    tile.fillStyle = palette.new;
    tile.fillRect(0, 0, TILE, TILE);
    tile.fillStyle = palette.paper;
    tile.beginPath();
    tile.arc(TILE / 2, TILE / 2, 0.9, 0, 2 * Math.PI);
    tile.fill();
  });
  const hatch = pattern(context, (tile) => {
    tile.strokeStyle = palette.draining;
    tile.lineWidth = 1.4;
    tile.beginPath();
    for (const offset of [-TILE, 0, TILE]) {
      tile.moveTo(offset, TILE);
      tile.lineTo(offset + TILE, 0);
    }
    tile.stroke();
  });
  return { context, palette, fill: { old: palette.old, new: dotted ?? palette.new }, hatch: hatch ?? palette.draining };
}

/** A repeating tile, drawn at twice its size so that it stays sharp on dense screens. */
function pattern(
  context: CanvasRenderingContext2D,
  draw: (tile: CanvasRenderingContext2D) => void,
): CanvasPattern | null {
  const canvas = document.createElement("canvas");
  canvas.width = TILE * 2;
  canvas.height = TILE * 2;
  const tile = canvas.getContext("2d");
  if (tile === null) return null;
  tile.scale(2, 2);
  draw(tile);
  const made = context.createPattern(canvas, "repeat");
  made?.setTransform(new DOMMatrix([0.5, 0, 0, 0.5, 0, 0]));
  return made;
}
