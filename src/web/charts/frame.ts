import { type SVGTemplateResult, svg } from "lit-html";
import { SECOND, toSeconds } from "../../kernel/time.ts";
import type { Span } from "../../record/run.ts";
import { valueAt } from "../../record/spans.ts";
import { formatClock } from "../format.ts";
import type { LaneModel } from "../lanes/laneModel.ts";
import { linearScale, logScale, rootScale, type Scale } from "./scale.ts";

/** Room for the labels of the value axis, left of the plot, px. */
const GUTTER = 40;
/** Room for half a time label at the right, px. */
export const MARGIN_RIGHT = 6;

/** Value axes are shared by all lanes, or the lanes could not be compared. */
export interface SharedScales {
  readonly podsMost: number;
  readonly badShareMost: number;
  readonly latency: readonly [low: number, high: number];
}

export function sharedScales(lanes: readonly LaneModel[]): SharedScales {
  const podsMost = Math.max(1, ...lanes.map(mostReady));
  const badShareMost = Math.max(
    0.01,
    ...lanes.flatMap(({ badShare, lane }) => [greatest(badShare.value), mostSeen(lane.run.monitoring.service)]),
  );
  const tails = lanes.map(({ latencyTail }) => greatest(latencyTail.value)).filter((value) => value > 0);
  const medians = lanes.flatMap(
    ({ latencyMedian }) => latencyMedian.value.filter((value) => value !== null && value > 0) as number[],
  );
  const low = medians.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = tails.reduce((most, value) => Math.max(most, value), 0);
  return { podsMost, badShareMost, latency: high > low ? [low / 1.3, high * 1.3] : [1000, 1_000_000] };
}

/** Axes that hold what both hold: while a slider is held they may grow, but what stands on them does not jump. */
export function widest(a: SharedScales, b: SharedScales): SharedScales {
  return {
    podsMost: Math.max(a.podsMost, b.podsMost),
    badShareMost: Math.max(a.badShareMost, b.badShareMost),
    latency: [Math.min(a.latency[0], b.latency[0]), Math.max(a.latency[1], b.latency[1])],
  };
}

/** Ready pods of all versions never stand higher than the sum of each version's most. */
function mostReady({ ready, needed }: LaneModel): number {
  const times = ready.flatMap(({ at }) => at);
  const total = (at: number): number => ready.reduce((sum, steps) => sum + valueAt(steps, at), 0);
  return Math.max(greatest(needed.value), ...times.map(total));
}

function mostSeen(seen: readonly { readonly errorRatio: number | null }[]): number {
  return greatest(seen.map(({ errorRatio }) => errorRatio));
}

function greatest(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

/** Across a chart: µs of the run's clock to px. */
export function timeScale({ start, end }: Span, width: number): Scale {
  return linearScale([start, end], [GUTTER, width - MARGIN_RIGHT]);
}

export function countScale(most: number, height: number): Scale {
  return linearScale([0, most], [height - 1, 3]);
}

/** Square root: 1 % stands at a tenth of the height and 100 % at the top, so that an outage does not hide a bug. */
export function shareScale(most: number, height: number): Scale {
  return rootScale([0, most], [height - 1, 3]);
}

export function latencyScale([low, high]: readonly [number, number], height: number): Scale {
  const scale = logScale([low, high], [height - 1, 3]);
  return (value) => scale(Math.min(high, Math.max(low, value)));
}

const TICK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];
const LABEL_ROOM = 64;

/** Instants for the time axis: round numbers of seconds, far enough apart for their labels. */
export function timeTicks(
  { start, end }: Span,
  width: number,
): readonly { readonly at: number; readonly label: string }[] {
  const most = Math.max(2, Math.floor(width / LABEL_ROOM));
  const length = toSeconds(end - start);
  const step = TICK_STEPS.find((candidate) => length / candidate <= most) ?? length;
  const ticks = [];
  for (let second = 0; second <= length; second += step) {
    ticks.push({ at: start + second * SECOND, label: formatClock(second) });
  }
  return ticks;
}

export interface ValueTick {
  readonly y: number;
  readonly label: string;
}

const TICK_ROOM = 10;

/** Leaves out labels that would touch the one before. */
export function spaced(ticks: readonly ValueTick[]): readonly ValueTick[] {
  const chosen: ValueTick[] = [];
  for (const tick of ticks) {
    const last = chosen[chosen.length - 1];
    if (last === undefined || Math.abs(tick.y - last.y) >= TICK_ROOM) chosen.push(tick);
  }
  return chosen;
}

export interface FrameSpec {
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly span: Span;
  readonly ticks: readonly ValueTick[];
}

/** Ground of a chart: hairlines, value labels, and the surface that takes the pointer and the time cursor. */
export function frame({ width, height, x, span, ticks }: FrameSpec): SVGTemplateResult {
  const right = width - MARGIN_RIGHT;
  return svg`
    ${timeTicks(span, right - GUTTER).map((tick) => svg`<line class="grid" x1=${x(tick.at)} x2=${x(tick.at)} y1="0" y2=${height} />`)}
    ${ticks.map(
      (tick) => svg`<line class="grid" x1=${GUTTER} x2=${right} y1=${tick.y} y2=${tick.y} />
        <text class="tick" x=${GUTTER - 4} y=${Math.min(height - 1, Math.max(8, tick.y + 3))} text-anchor="end">${tick.label}</text>`,
    )}`;
}

/** The last thing in a chart, so that it takes the pointer. */
export function plotSurface(width: number, height: number): SVGTemplateResult {
  return svg`<rect class="plot" data-plot x=${GUTTER} y="0" width=${Math.max(0, width - GUTTER - MARGIN_RIGHT)} height=${height} />`;
}
