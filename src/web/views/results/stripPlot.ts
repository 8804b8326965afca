import { scaleLinear } from "d3";
import { type SVGTemplateResult, svg } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import type { Spread } from "./rows.ts";

export interface Strip {
  readonly spread: Spread;
  /** Position of the seed that is marked. */
  readonly shown: number;
  /** Shared by all lanes of the column. */
  readonly range: readonly [number, number];
  onPick(seed: number): void;
}

/** Size of a strip, px. */
export const STRIP = { width: 88, height: 18 } as const;
const { width: WIDTH, height: HEIGHT } = STRIP;
const EDGE = 4;
const MIDDLE = HEIGHT / 2;
const RADIUS = { few: 2.4, many: 1.5 } as const;
/** Up to so many dots lie on one line. */
const FEW = 20;
/** Heights that dots beyond a few are spread over, so that they do not hide each other; a prime, and a step through it. */
const ROWS = 7;
const ROW_STEP = 3;
const ROW_HEIGHT = 1.8;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where the dot of each seed lies; null where there is none. */
export function dotPlaces(
  values: readonly (number | null)[],
  [low, high]: readonly [number, number],
): readonly (Place | null)[] {
  const x = scaleLinear(high > low ? [low, high] : [low - 1, low + 1], [EDGE, WIDTH - EDGE]);
  const row = (seed: number): number => (values.length <= FEW ? 0 : ((seed * ROW_STEP) % ROWS) - Math.floor(ROWS / 2));
  return values.map((value, seed) => (value === null ? null : { x: x(value), y: MIDDLE + row(seed) * ROW_HEIGHT }));
}

/** One dot per seed, the one on show filled. A click takes the nearest dot's seed. */
export function stripPlot({ spread, shown, range, onPick }: Strip): SVGTemplateResult {
  const places = dotPlaces(spread.values, range);
  const full = places[shown];
  const pick = (event: MouseEvent): void => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    const scale = WIDTH / box.width;
    const seed = nearest(places, { x: (event.clientX - box.x) * scale, y: (event.clientY - box.y) * scale });
    if (seed >= 0) onPick(seed);
  };
  return svg`<svg class="strip" data-dots=${places.filter((place) => place !== null).length} viewBox="0 0 ${WIDTH} ${HEIGHT}" width=${WIDTH} height=${HEIGHT} aria-hidden="true" @click=${pick}>
    ${guard([spread, range], () => ground(spread, range, places))}
    ${full == null ? null : svg`<circle class="dot shown" cx=${full.x} cy=${full.y} r="3.2" />`}
  </svg>`;
}

function ground(
  { values, median }: Spread,
  range: readonly [number, number],
  places: readonly (Place | null)[],
): SVGTemplateResult {
  const [low, high] = dotPlaces([median?.low ?? null, median?.high ?? null], range);
  return svg`<rect class="ground" width=${WIDTH} height=${HEIGHT} />
    <line class="rail" x1=${EDGE} x2=${WIDTH - EDGE} y1=${MIDDLE} y2=${MIDDLE} />
    ${low == null || high == null ? null : svg`<line class="interval" x1=${low.x} x2=${high.x} y1=${MIDDLE} y2=${MIDDLE} />`}
    <path class="dot" d=${dots(places, values.length <= FEW ? RADIUS.few : RADIUS.many)} />`;
}

/** All dots as one shape: two hundred in each of fifty cells would be too many elements. */
function dots(places: readonly (Place | null)[], r: number): string {
  const circle = ({ x, y }: Place): string => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  return places.map((place) => (place === null ? "" : circle(place))).join("");
}

/** Position of the place closest to `wanted`, −1 when there is none. */
export function nearest(places: readonly (Place | null)[], wanted: Place): number {
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, place] of places.entries()) {
    if (place === null) continue;
    const away = Math.hypot(place.x - wanted.x, place.y - wanted.y);
    if (away >= distance) continue;
    best = index;
    distance = away;
  }
  return best;
}
