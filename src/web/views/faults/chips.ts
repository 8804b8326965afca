import { nothing, type SVGTemplateResult, svg } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { SECOND, toSeconds } from "../../../kernel/time.ts";
import type { Span } from "../../../record/run.ts";
import { moveFault, type PlacedFault, removeFault } from "../../faults.ts";
import { formatClock } from "../../format.ts";
import type { ViewTools } from "../../region.ts";
import { faultName } from "../../texts/names.ts";

/** Height of one row of chips, px: a target that a finger hits. */
const ROW = 26;
const CHIP = { width: 24, height: 22 } as const;

export interface ChipSetting {
  /** Where the run's window lies on the timeline, px. */
  readonly left: number;
  readonly right: number;
  readonly span: Span;
  readonly tools: ViewTools;
}

interface Placed extends PlacedFault {
  readonly at: number;
}

/** The faults of the world along the timeline: to be dragged, moved by the arrow keys, removed by Delete. */
export function faultChips(faults: readonly PlacedFault[], setting: ChipSetting): SVGTemplateResult {
  const { left, right, span, tools } = setting;
  const inTime = faults.filter((fault): fault is Placed => fault.at !== null);
  const x = (at: number): number =>
    left + (Math.min(at, span.end - span.start) / (span.end - span.start)) * (right - left);
  const rows = rowsOf(inTime.map(({ at }) => x(at)));
  const height = ROW * (Math.max(0, ...rows) + 1);
  return svg`<svg class="fault-row" width=${right + CHIP.width} height=${height} role="group" aria-label=${tools.t("faults.title")} data-fault-row>
    <text class="name" x="0" y="16" aria-hidden="true">${tools.t("faults.title")}</text>
    <rect class="drop" x=${left} y="0" width=${right - left} height=${height} rx="4" />
    ${inTime.length > 0 ? nothing : svg`<text class="hint" x=${left + 8} y="17">${tools.t("faults.empty")}</text>`}
    ${repeat(
      inTime,
      ({ index }) => index,
      (fault, place) => chip(fault, { ...setting, x: x(fault.at), y: (rows[place] ?? 0) * ROW }),
    )}
  </svg>`;
}

/** Chips that would lie on each other go into the next row: 10, 12, 60 px → rows 0, 1, 0. */
function rowsOf(places: readonly number[]): readonly number[] {
  const taken: number[][] = [];
  return places.map((place) => {
    const free = taken.findIndex((row) => row.every((other) => Math.abs(other - place) >= CHIP.width + 2));
    const row = free < 0 ? taken.length : free;
    taken[row] = [...(taken[row] ?? []), place];
    return row;
  });
}

function chip(
  { index, kind, at }: Placed,
  { x, y, left, right, span, tools }: ChipSetting & { readonly x: number; readonly y: number },
): SVGTemplateResult {
  const { app, t } = tools;
  const length = span.end - span.start;
  const drag = (down: PointerEvent): void => {
    const target = down.currentTarget as SVGGElement;
    const box = target.ownerSVGElement?.getBoundingClientRect();
    if (box === undefined || down.button !== 0) return;
    down.stopPropagation();
    target.setPointerCapture(down.pointerId);
    const grip = down.clientX - box.x - x;
    const move = (event: PointerEvent): void => {
      moveFault(app, index, ((event.clientX - box.x - grip - left) / (right - left)) * length);
    };
    const release = (): void => target.removeEventListener("pointermove", move);
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", release, { once: true });
    target.addEventListener("pointercancel", release, { once: true });
  };
  const press = (event: KeyboardEvent): void => {
    const step = (event.shiftKey ? 10 : 1) * SECOND;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => moveFault(app, index, at - step),
      ArrowRight: () => moveFault(app, index, at + step),
      Home: () => moveFault(app, index, 0),
      End: () => moveFault(app, index, length),
      Delete: () => removeFault(app, index),
      Backspace: () => removeFault(app, index),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };
  const name = faultName(kind, t);
  const time = formatClock(toSeconds(at));
  return svg`<g
    class="fault-chip"
    role="slider"
    tabindex="0"
    transform="translate(${x} ${y + ROW / 2})"
    aria-label=${name}
    aria-valuemin="0"
    aria-valuemax=${toSeconds(length)}
    aria-valuenow=${toSeconds(at)}
    aria-valuetext=${time}
    @pointerdown=${drag}
    @keydown=${press}
  >
    <title>${t("faults.chip", { fault: name, time })}</title>
    <rect x=${-CHIP.width / 2} y=${-CHIP.height / 2} width=${CHIP.width} height=${CHIP.height} rx="5" />
    <path class="bolt" d="M1.5-8-5 2h4.5L-1.5 8 5-2H.5z" />
  </g>`;
}
