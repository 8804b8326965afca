import type { Micros } from "../../kernel/time.ts";
import type { Span } from "../../record/run.ts";
import type { LaneModel } from "../lanes/laneModel.ts";
import type { Palette } from "../palette.ts";
import type { Brush } from "./brush.ts";
import { type Hit, hitOn, type Point } from "./hit.ts";
import { layOutStage, type Rect, type StageLayout } from "./stageLayout.ts";
import { paintStage } from "./stagePainter.ts";
import { createSurface } from "./surface.ts";

/** The instant to paint, and how. */
export interface Moment {
  readonly at: Micros;
  readonly span: Span;
  readonly speed: number;
  readonly particles: boolean;
  readonly readyLabel: (count: number) => string;
  /** The part of the run that is selected; null: the whole. */
  readonly range: Span | null;
}

/** The moving picture of all lanes: stages, and the time cursor through every chart. */
export interface Picture {
  setLanes(lanes: readonly LaneModel[]): void;
  setPalette(palette: Palette): void;
  /** Looks up again where the lanes and charts are; after every change of the page's layout. */
  layOut(): void;
  paint(moment: Moment): void;
  /** What is drawn at a point of the viewport; null: no lane's stage is there. */
  hit(point: Point, moment: Moment): { readonly lane: number; readonly hit: Hit } | null;
}

interface Places {
  readonly stages: readonly { readonly model: LaneModel; readonly layout: StageLayout }[];
  readonly plots: readonly Rect[];
}

/**
 * @param host holds, for each lane, an element `[data-stage="index"]`, and any number of `[data-plot]` whose width is
 * the run's window
 */
export function createPicture(canvas: HTMLCanvasElement, host: HTMLElement, palette: Palette): Picture {
  const surface = createSurface(canvas, palette);
  let lanes: readonly LaneModel[] = [];
  let places: Places = { stages: [], plots: [] };

  return {
    setLanes(next) {
      lanes = next;
      this.layOut();
    },
    setPalette: (next) => surface.setPalette(next),
    layOut() {
      if (!surface.measure()) {
        places = { stages: [], plots: [] };
        return;
      }
      const stages = lanes.flatMap((model, index) => {
        const element = host.querySelector(`[data-stage="${index}"]`);
        const box = element === null ? null : surface.place(element);
        return box === null ? [] : [{ model, layout: layOutStage(box, model.lane.run, model.slots) }];
      });
      const plots = [...host.querySelectorAll("[data-plot]")].flatMap((element) => surface.place(element) ?? []);
      places = { stages, plots };
    },
    hit({ x, y }, moment) {
      const origin = canvas.getBoundingClientRect();
      const point = { x: x - origin.x, y: y - origin.y };
      const stage = places.stages.find(({ layout }) => holds(layout.box, point));
      if (stage === undefined) return null;
      return { lane: lanes.indexOf(stage.model), hit: hitOn(stage.model, stage.layout, { point, ...moment }) };
    },
    paint(moment) {
      const brush = surface.clear();
      for (const { model, layout } of places.stages) paintStage(brush, model, { layout, ...moment });
      const length = moment.span.end - moment.span.start;
      if (length <= 0) return;
      const share = (moment.at - moment.span.start) / length;
      if (moment.range !== null) shade(brush, { plots: places.plots, range: moment.range, span: moment.span });
      brush.context.fillStyle = brush.palette.ink;
      for (const plot of places.plots)
        brush.context.fillRect(plot.x + plot.width * share - 0.5, plot.y, 1, plot.height);
    },
  };
}

/** What is not selected stands back. */
function shade(
  { context, palette }: Brush,
  { plots, range, span }: { readonly plots: readonly Rect[]; readonly range: Span; readonly span: Span },
): void {
  const share = (at: number): number => Math.min(1, Math.max(0, (at - span.start) / (span.end - span.start)));
  const [from, to] = [share(range.start), share(range.end)];
  context.save();
  context.fillStyle = palette.paper;
  context.globalAlpha = 0.72;
  for (const { x, y, width, height } of plots) {
    context.fillRect(x, y, width * from, height);
    context.fillRect(x + width * to, y, width * (1 - to), height);
  }
  context.restore();
}

function holds({ x, y, width, height }: Rect, point: Point): boolean {
  return point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;
}
