import { scaleLinear } from "d3";
import { type SVGTemplateResult, svg } from "lit-html";

export interface Strip {
  /** One value per seed; null where the measure did not apply. */
  readonly values: readonly (number | null)[];
  /** Position of the seed that is played; its dot is drawn full. */
  readonly shown: number;
  /** 95 % interval of the mean; null with too few seeds. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Shared by all lanes of the column. */
  readonly range: readonly [number, number];
  onPick(seed: number): void;
}

/** Size of a strip, px. */
export const STRIP = { width: 88, height: 16 } as const;
const { width: WIDTH, height: HEIGHT } = STRIP;
const EDGE = 4;

/** One dot per seed, the one on show filled. A click takes the nearest dot's seed. */
export function stripPlot({ values, shown, interval, range, onPick }: Strip): SVGTemplateResult {
  const [low, high] = range;
  const x = scaleLinear(high > low ? [low, high] : [low - 1, low + 1], [EDGE, WIDTH - EDGE]);
  const middle = HEIGHT / 2;
  const full = values[shown];
  const pick = (event: MouseEvent): void => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    const seed = nearest(values, x.invert(((event.clientX - box.x) / box.width) * WIDTH));
    if (seed >= 0) onPick(seed);
  };
  return svg`<svg class="strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" width=${WIDTH} height=${HEIGHT} aria-hidden="true" @click=${pick}>
    <rect class="ground" width=${WIDTH} height=${HEIGHT} />
    <line class="rail" x1=${EDGE} x2=${WIDTH - EDGE} y1=${middle} y2=${middle} />
    ${
      interval === null
        ? null
        : svg`<line class="interval" x1=${x(interval.low)} x2=${x(interval.high)} y1=${middle} y2=${middle} />`
    }
    ${values.map((value, index) =>
      value === null || index === shown ? null : svg`<circle class="dot" cx=${x(value)} cy=${middle} r="2.4" />`,
    )}
    ${full == null ? null : svg`<circle class="dot shown" cx=${x(full)} cy=${middle} r="3.2" />`}
  </svg>`;
}

/** Position of the value closest to `wanted`, −1 when there is none. */
export function nearest(values: readonly (number | null)[], wanted: number): number {
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, value] of values.entries()) {
    if (value === null || Math.abs(value - wanted) >= distance) continue;
    best = index;
    distance = Math.abs(value - wanted);
  }
  return best;
}
