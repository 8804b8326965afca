import { type SVGTemplateResult, svg } from "lit-html";
import { formatLatency } from "../format.ts";
import type { LaneModel } from "../lanes/laneModel.ts";
import type { BinSeries } from "../lanes/series.ts";
import type { Language } from "../texts/index.ts";
import { frame, latencyScale, plotSurface, spaced, timeScale } from "./frame.ts";
import { straightPath } from "./path.ts";
import type { Scale } from "./scale.ts";

/** Median and 99th percentile of what users waited, and the promise, on a logarithmic axis. */
export function latencyChart(
  model: LaneModel,
  size: {
    width: number;
    height: number;
    range: readonly [number, number];
    language: Language;
    ghost: LaneModel | undefined;
  },
): SVGTemplateResult {
  const { width, height, range, language, ghost } = size;
  const { run } = model.lane;
  const x = timeScale(run.window, width);
  const y = latencyScale(range, height);
  const ticks = spaced(powersOfTen(range).map((value) => ({ y: y(value), label: formatLatency(value, language) })));
  const promise = run.objectives.latency;
  const promised = promise >= range[0] && promise <= range[1];
  return svg`<svg class="chart" width=${width} height=${height} aria-hidden="true">
    ${frame({ width, height, x, span: run.window, ticks })}
    ${promised ? svg`<line class="limit" x1=${x(run.window.start)} x2=${x(run.window.end)} y1=${y(promise)} y2=${y(promise)} />` : null}
    ${ghost === undefined ? null : svg`<path class="ghost" d=${path(ghost.latencyTail, { x, y })} />`}
    <path class="tail" d=${path(model.latencyTail, { x, y })} />
    <path class="median" d=${path(model.latencyMedian, { x, y })} />
    ${plotSurface(width, height)}
  </svg>`;
}

function powersOfTen([low, high]: readonly [number, number]): readonly number[] {
  return [1e3, 1e4, 1e5, 1e6, 1e7, 1e8].filter((value) => value >= low && value <= high);
}

function path(series: BinSeries, { x, y }: { x: Scale; y: Scale }): string {
  const { value, start, width } = series;
  const middle = (index: number): number => x(start + (index + 0.5) * width);
  return straightPath(value.map((each, index) => ({ x: middle(index), y: each === null ? null : y(each) })));
}
