import { type SVGTemplateResult, svg } from "lit-html";
import type { Seen } from "../../record/monitoringRecord.ts";
import { formatShare } from "../format.ts";
import type { LaneModel } from "../lanes/laneModel.ts";
import type { BinSeries } from "../lanes/series.ts";
import type { Language } from "../texts/index.ts";
import { frame, plotSurface, shareScale, spaced, timeScale, type ValueTick } from "./frame.ts";
import { type BandPlace, stepBand, stepPath, straightPath } from "./path.ts";
import type { Scale } from "./scale.ts";

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
    <path class="felt" d=${stepBand(feltPlaces(model.badShare, { x, y, end: run.window.end }))} />
    ${ghost === undefined ? null : svg`<path class="ghost" d=${stepPath(feltPlaces(ghost.badShare, { x, y, end: run.window.end }))} />`}
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

interface Axes {
  readonly x: Scale;
  readonly y: Scale;
  readonly end: number;
}

/** The last share holds until the end. */
function feltPlaces({ value, start, width }: BinSeries, { x, y, end }: Axes): readonly BandPlace[] {
  const place = (at: number, share: number | null): BandPlace => ({
    x: x(at),
    y: share === null ? null : y(share),
    base: y(0),
  });
  const places = value.map((share, index) => place(Math.min(end, start + index * width), share));
  return [...places, place(end, value[value.length - 1] ?? null)];
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
  const places = seen.map(({ at, errorRatio }) => ({ x: x(at), y: errorRatio === null ? null : y(errorRatio) }));
  const marks = seen.filter(({ errorRatio }) => errorRatio !== null && errorRatio > above);
  const square = look !== "seen";
  return svg`<path class="${look} line" d=${straightPath(places)} />
    ${marks.map(({ at, errorRatio }) =>
      square
        ? svg`<rect class=${look} x=${x(at) - 1.6} y=${y(errorRatio ?? 0) - 1.6} width="3.2" height="3.2" />`
        : svg`<circle class=${look} cx=${x(at)} cy=${y(errorRatio ?? 0)} r="1.8" />`,
    )}`;
}
