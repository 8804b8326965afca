import { html, type SVGTemplateResult, svg } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { SECOND, toSeconds } from "../../kernel/time.ts";
import type { EventKind } from "../../record/events.ts";
import type { Span } from "../../record/run.ts";
import { MARGIN_RIGHT, timeTicks } from "../charts/frame.ts";
import { linearScale, type Scale } from "../charts/scale.ts";
import { placedFaults } from "../faults.ts";
import { formatDuration } from "../format.ts";
import type { LaneModel } from "../lanes/laneModel.ts";
import type { Region, ViewTools } from "../region.ts";
import type { PageState, Result } from "../store.ts";
import { strategyName } from "../texts/names.ts";
import { faultChips } from "./faults/chips.ts";

type Slice = Pick<PageState, "result" | "timelineWidth" | "lanesOff" | "faults"> & { second: number };

const TRACK = 15;
const AXIS = 15;
/** Room for the lanes' names, px. */
export const NAMES = 92;

/** One track per lane with what its rollout went through, and the scrubber under them. */
export const timeline: Region<Slice> = {
  select: ({ result, timelineWidth, lanesOff, faults, shownAt }) => ({
    result,
    faults,
    timelineWidth,
    lanesOff,
    second: Math.floor(toSeconds(shownAt - (result?.lanes[0]?.lane.run.window.start ?? 0))),
  }),
  view: ({ result, timelineWidth, lanesOff, faults, second }, tools) => {
    const { app, t, language } = tools;
    const { start, end } = app.player.span;
    const width = timelineWidth - MARGIN_RIGHT;
    return html`
      ${guard([result, timelineWidth, faults, language], () =>
        result === null || width <= NAMES
          ? null
          : faultChips(placedFaults({ result, faults }), { left: NAMES, right: width, span: { start, end }, tools }),
      )}
      ${guard([result, timelineWidth, lanesOff, language], () =>
        result === null ? null : tracks(result, { width: timelineWidth, lanesOff, tools }),
      )}
      <input
        class="scrubber"
        type="range"
        data-testid="scrubber"
        aria-label=${t("player.scrubber")}
        aria-valuetext=${formatDuration(second, language)}
        min=${start}
        max=${end}
        step=${SECOND / 10}
        @input=${(event: Event) => {
          app.player.pause();
          app.player.seek(Number((event.currentTarget as HTMLInputElement).value));
        }}
      />
    `;
  },
};

interface Setting {
  readonly width: number;
  readonly lanesOff: readonly number[];
  readonly tools: ViewTools;
}

function tracks({ lanes }: Result, { width, lanesOff, tools }: Setting): SVGTemplateResult | null {
  const span = lanes[0]?.lane.run.window;
  if (span === undefined || width <= NAMES) return null;
  const right = width - MARGIN_RIGHT;
  const x: Scale = linearScale([span.start, span.end], [NAMES, right]);
  const bottom = lanes.length * TRACK;
  return svg`<svg class="tracks" width=${width} height=${bottom + AXIS} aria-hidden="true">
    ${timeTicks(span, right - NAMES).map(
      (tick) => svg`<line class="grid" x1=${x(tick.at)} x2=${x(tick.at)} y1="0" y2=${bottom} />
        <text class="tick" x=${x(tick.at)} y=${bottom + 11} text-anchor=${anchor(tick.at, span)}>${tick.label}</text>`,
    )}
    ${lanes.map((lane, index) => track(lane, { x, y: index * TRACK, dimmed: lanesOff.includes(index), tools }))}
    <rect class="plot" data-plot x=${NAMES} y="0" width=${right - NAMES} height=${bottom} />
  </svg>`;
}

/** Labels at the ends stay within the tracks. */
function anchor(at: number, { start, end }: Span): string {
  if (at === start) return "start";
  return at === end ? "end" : "middle";
}

interface TrackSetting {
  readonly x: Scale;
  readonly y: number;
  readonly dimmed: boolean;
  readonly tools: ViewTools;
}

function track({ lane, milestones }: LaneModel, { x, y, dimmed, tools }: TrackSetting): SVGTemplateResult {
  const { rollout, window } = lane.run;
  const middle = y + TRACK / 2;
  const outEnd = Math.min(rollout.abortedAt ?? window.end, rollout.completedAt ?? window.end);
  const newEnd = rollout.abortedAt ?? window.end;
  const bar = (from: number, to: number, look: string): SVGTemplateResult =>
    svg`<rect class=${look} x=${x(from)} y=${middle - 3.5} width=${Math.max(1, x(to) - x(from))} height="7" />`;
  return svg`<g class="track" ?data-dimmed=${dimmed}>
    <text class="name" x="0" y=${middle + 4}>${strategyName(lane.strategy, tools.t)}</text>
    <line class="rail" x1=${x(window.start)} x2=${x(window.end)} y1=${middle} y2=${middle} />
    ${bar(rollout.submittedAt, outEnd, "out")}
    ${newEnd > outEnd ? bar(outEnd, newEnd, "serving") : null}
    ${rollout.abortedAt === null ? null : bar(rollout.abortedAt, rollout.rolledBackAt ?? window.end, "back")}
    ${milestones.map(({ at, kind }) => {
      if (kind === "faultStarted" && at <= rollout.submittedAt) return null;
      const draw = MARKERS[kind];
      return draw === undefined ? null : draw(x(at), middle);
    })}
  </g>`;
}

type Marker = (x: number, y: number) => SVGTemplateResult;

const tick: Marker = (x, y) => svg`<line class="marker step" x1=${x} x2=${x} y1=${y - 5} y2=${y + 5} />`;
const deploy: Marker = (x, y) => svg`<path class="marker solid" d="M${x - 4.5} ${y - 5}l9 5-9 5z" />`;
const detect: Marker = (x, y) => svg`<path class="marker hollow" d="M${x} ${y - 5}l5 5-5 5-5-5z" />`;
const abort: Marker = (x, y) => svg`<path class="marker cross" d="M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8" />`;
const whole: Marker = (x, y) => svg`<circle class="marker hollow" cx=${x} cy=${y} r="4" />`;
const done: Marker = (x, y) => svg`<circle class="marker solid" cx=${x} cy=${y} r="4" />`;
const fault: Marker = (x, y) => svg`<path class="marker fault" d="M${x - 4.5} ${y - 4}h9l-4.5 8z" />`;

/** What the tracks mark; the legend names the same shapes. */
const MARKERS: Partial<Record<EventKind, Marker>> = {
  rolloutStarted: deploy,
  rolloutStepStarted: tick,
  trafficShifted: tick,
  serviceSwitched: tick,
  mirroringChanged: tick,
  flagChanged: tick,
  alertFired: detect,
  analysisFailed: detect,
  rolloutAborted: abort,
  rollbackCompleted: whole,
  rolloutCompleted: done,
  faultStarted: fault,
  nodeFailed: fault,
};

/** For the legend: each shape with the key of its name. */
export const MARKER_LEGEND = [
  ["marker.deploy", deploy],
  ["marker.step", tick],
  ["marker.detect", detect],
  ["marker.abort", abort],
  ["marker.whole", whole],
  ["marker.done", done],
] as const;
