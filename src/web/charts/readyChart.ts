import { type SVGTemplateResult, svg } from "lit-html";
import { combine, type Steps, spansWhere, valueAt } from "../../record/spans.ts";
import type { LaneModel } from "../lanes/laneModel.ts";
import { countScale, frame, plotSurface, timeScale } from "./frame.ts";
import { stepBand, stepPath } from "./path.ts";
import type { Scale } from "./scale.ts";

/** Ready pods by version, one on top of the other; the pods that the traffic needs; hatched where there are too few. */
export function readyChart(
  model: LaneModel,
  size: { width: number; height: number; most: number; ghost: LaneModel | undefined },
): SVGTemplateResult {
  const { width, height, most, ghost } = size;
  const { run } = model.lane;
  const x = timeScale(run.window, width);
  const y = countScale(most, height);
  const total = totalReady(model);
  const short = spansWhere(
    combine([total, model.needed], ([have = 0, need = 0]) => (have < need ? 1 : 0)),
    (value) => value === 1,
  );
  const ticks = [0, run.desiredReplicas]
    .filter((value) => value <= most)
    .map((value) => ({ y: y(value), label: String(value) }));
  return svg`<svg class="chart" width=${width} height=${height} aria-hidden="true">
    ${frame({ width, height, x, span: run.window, ticks })}
    ${run.versions.map(({ role }, version) => svg`<path class="area ${role}" d=${layer(model, version, { x, y })} />`)}
    ${short.map(({ start, end }) => svg`<rect class="short" x=${x(start)} y="0" width=${Math.max(1, x(end) - x(start))} height=${height} />`)}
    ${ghost === undefined ? null : svg`<path class="ghost" d=${stepLine(totalReady(ghost), { x, y })} />`}
    <path class="needed" d=${stepLine(model.needed, { x, y })} />
    ${plotSurface(width, height)}
  </svg>`;
}

function totalReady({ ready }: LaneModel): Steps {
  return combine(ready, (values) => values.reduce((sum, value) => sum + value, 0));
}

/** The band of one version: it stands on the versions before it. */
function layer({ ready, lane }: LaneModel, version: number, { x, y }: { x: Scale; y: Scale }): string {
  const below = (at: number): number => ready.slice(0, version).reduce((sum, steps) => sum + valueAt(steps, at), 0);
  const own = ready[version];
  if (own === undefined) return "";
  const times = [...new Set(ready.slice(0, version + 1).flatMap(({ at }) => at))].sort((a, b) => a - b);
  times.push(lane.run.window.end);
  return stepBand(times.map((at) => ({ x: x(at), base: y(below(at)), y: y(below(at) + valueAt(own, at)) })));
}

function stepLine(steps: Steps, { x, y }: { x: Scale; y: Scale }): string {
  const times = [...steps.at, steps.end];
  return stepPath(times.map((at) => ({ x: x(at), y: y(valueAt(steps, at)) })));
}
