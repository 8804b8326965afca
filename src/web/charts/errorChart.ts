import { area, curveStepAfter, line } from "d3";
import { type SVGTemplateResult, svg } from "lit-html";
import type { Seen } from "../../record/monitoringRecord.ts";
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
  size: { width: number; height: number; most: number; language: Language; ghost: LaneModel | undefined },
): SVGTemplateResult {
  const { width, height, most, language, ghost } = size;
  const { run } = model.lane;
  const x = timeScale(run.window, width);
  const scale = shareScale(most, height);
  // The result before a change may have stood higher than the axis goes.
  const y: Scale = (share) => scale(Math.min(share, most));
  const inside = ({ at }: { at: number }): boolean => at >= run.window.start && at < run.window.end;
  const limit = y(Math.min(most, run.monitoring.threshold));
  return svg`<svg class="chart" width=${width} height=${height} aria-hidden="true">
    ${frame({ width, height, x, span: run.window, ticks: shareTicks(most, { y, language }) })}
    <path class="felt" d=${feltArea(model.badShare, { x, y, end: run.window.end })} />
    ${ghost === undefined ? null : svg`<path class="ghost" d=${feltLine(ghost.badShare, { x, y, end: run.window.end })} />`}
    <line class="limit" x1=${x(run.window.start)} x2=${x(run.window.end)} y1=${limit} y2=${limit} />
    ${seenMarks(run.monitoring.service.filter(inside), { x, y, look: "seen", above: run.monitoring.threshold })}
    ${seenMarks(run.monitoring.newVersion.filter(inside), { x, y, look: "seen new", above: run.monitoring.threshold })}
    ${plotSurface(width, height)}
  </svg>`;
}

/** From the top down: an outage is read first. */
function shareTicks(most: number, { y, language }: { y: Scale; language: Language }): readonly ValueTick[] {
  const fitting = TICKS.filter((tick) => tick <= most).reverse();
  return spaced(fitting.map((share) => ({ y: y(share), label: formatShare(share, language) })));
}

interface Felt {
  readonly at: number;
  readonly share: number | null;
}

interface Axes {
  readonly x: Scale;
  readonly y: Scale;
  readonly end: number;
}

function feltPoints({ value, start, width }: BinSeries, end: number): readonly Felt[] {
  const points = value.map((share, index): Felt => ({ at: Math.min(end, start + index * width), share }));
  return [...points, { at: end, share: points[points.length - 1]?.share ?? null }];
}

function feltLine(series: BinSeries, { x, y, end }: Axes): string {
  const shape = line<Felt>()
    .defined(({ share }) => share !== null)
    .x(({ at }) => x(at))
    .y(({ share }) => y(share ?? 0))
    .curve(curveStepAfter);
  return shape(feltPoints(series, end)) ?? "";
}

function feltArea(series: BinSeries, { x, y, end }: Axes): string {
  const shape = area<Felt>()
    .defined(({ share }) => share !== null)
    .x(({ at }) => x(at))
    .y0(y(0))
    .y1(({ share }) => y(share ?? 0))
    .curve(curveStepAfter);
  return shape(feltPoints(series, end)) ?? "";
}

interface MarkSetting {
  readonly x: Scale;
  readonly y: Scale;
  readonly look: string;
  /** Values above this are the ones that decide; they get a mark of their own. */
  readonly above: number;
}

/** What each evaluation read: a line, with a dot (a square for the new version) where it is over the limit. */
function seenMarks(seen: readonly Seen[], { x, y, look, above }: MarkSetting): SVGTemplateResult {
  const shape = line<Seen>()
    .defined(({ errorRatio }) => errorRatio !== null)
    .x(({ at }) => x(at))
    .y(({ errorRatio }) => y(errorRatio ?? 0));
  const marks = seen.filter(({ errorRatio }) => errorRatio !== null && errorRatio > above);
  const square = look !== "seen";
  return svg`<path class="${look} line" d=${shape(seen) ?? ""} />
    ${marks.map(({ at, errorRatio }) =>
      square
        ? svg`<rect class=${look} x=${x(at) - 1.6} y=${y(errorRatio ?? 0) - 1.6} width="3.2" height="3.2" />`
        : svg`<circle class=${look} cx=${x(at)} cy=${y(errorRatio ?? 0)} r="1.8" />`,
    )}`;
}
