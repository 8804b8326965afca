import { area, curveStepAfter } from "d3";
import { type SVGTemplateResult, svg } from "lit-html";
import { formatShare } from "../format.ts";
import type { LaneModel } from "../lanes/laneModel.ts";
import type { BinSeries } from "../lanes/series.ts";
import type { Language } from "../texts/index.ts";
import { frame, plotSurface, type Scale, shareScale, spaced, timeScale, type ValueTick } from "./frame.ts";

const TICKS = [0, 0.01, 0.1, 0.5, 1];

/**
 * What users felt (the area) and what monitoring saw at each evaluation (the dots, squares for the new version alone),
 * with the limit that decides. The gap between them is the lesson.
 */
export function errorChart(
  model: LaneModel,
  size: { width: number; height: number; most: number; language: Language },
): SVGTemplateResult {
  const { width, height, most, language } = size;
  const { run } = model.lane;
  const x = timeScale(run.window, width);
  const y = shareScale(most, height);
  const inside = ({ at }: { at: number }): boolean => at >= run.window.start && at < run.window.end;
  const limit = y(Math.min(most, run.monitoring.threshold));
  return svg`<svg class="chart" width=${width} height=${height} aria-hidden="true">
    ${frame({ width, height, x, span: run.window, ticks: shareTicks(most, { y, language }) })}
    <path class="felt" d=${feltArea(model.badShare, { x, y, end: run.window.end })} />
    <line class="limit" x1=${x(run.window.start)} x2=${x(run.window.end)} y1=${limit} y2=${limit} />
    ${run.monitoring.service
      .filter(inside)
      .map(({ at, errorRatio }) =>
        errorRatio === null ? null : svg`<circle class="seen" cx=${x(at)} cy=${y(errorRatio)} r="1.8" />`,
      )}
    ${run.monitoring.newVersion
      .filter(inside)
      .map(({ at, errorRatio }) =>
        errorRatio === null
          ? null
          : svg`<rect class="seen new" x=${x(at) - 1.7} y=${y(errorRatio) - 1.7} width="3.4" height="3.4" />`,
      )}
    ${plotSurface(width, height)}
  </svg>`;
}

/** From the top down: an outage is read first. */
function shareTicks(most: number, { y, language }: { y: Scale; language: Language }): readonly ValueTick[] {
  const fitting = TICKS.filter((tick) => tick <= most).reverse();
  return spaced(fitting.map((share) => ({ y: y(share), label: formatShare(share, language) })));
}

function feltArea(series: BinSeries, { x, y, end }: { x: Scale; y: Scale; end: number }): string {
  const points = series.value.map((share, index) => ({
    at: Math.min(end, series.start + index * series.width),
    share,
  }));
  points.push({ at: end, share: points[points.length - 1]?.share ?? null });
  const shape = area<{ at: number; share: number | null }>()
    .defined(({ share }) => share !== null)
    .x(({ at }) => x(at))
    .y0(y(0))
    .y1(({ share }) => y(share ?? 0))
    .curve(curveStepAfter);
  return shape(points) ?? "";
}
