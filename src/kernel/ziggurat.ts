import { exp, log } from "./math.ts";

/**
 * The tables of the ziggurat method (Marsaglia & Tsang 2000): a falling density is covered by layers of equal area,
 * so that a draw is nearly always one look-up, one comparison and one product.
 *
 * Layer i reaches from 0 to `edge[i]`; all of it left of `edge[i + 1]` lies under the density. Layer and position
 * come from different bits of the draw (Doornik 2005: sharing them is what the original method gets wrong).
 */
export interface Ziggurat {
  /** Where the tail begins. */
  readonly tail: number;
  /**
   * [i]: width of layer i, for a position of 24 bits; the same again, negative, for a law that reaches both ways: a
   * sign by look-up costs nothing, a branch on a coin costs a draw.
   */
  readonly scale: Float64Array;
  /** [i]: positions below this are accepted at once. */
  readonly accept: Int32Array;
  /** [i]: density at the right edge of layer i. */
  readonly density: Float64Array;
}

interface Shape {
  readonly layers: number;
  readonly tail: number;
  /** Area of a layer. */
  readonly area: number;
  readonly density: (x: number) => number;
  /** The x at which the density has this value. */
  readonly inverse: (y: number) => number;
}

/** Positions in a layer, one per value of the draw's upper 24 bits. */
const POSITIONS = 16_777_216;

export const EXPONENTIAL = build({
  layers: 256,
  tail: 7.69711747013105,
  area: 0.003949659822581557,
  density: (x) => exp(-x),
  inverse: (y) => -log(y),
});

/** The right half of the normal law, unnormalised. */
export const HALF_NORMAL = build({
  layers: 128,
  tail: 3.442619855899,
  area: 9.91256303526217e-3,
  density: (x) => exp(-0.5 * x * x),
  inverse: (y) => Math.sqrt(-2 * log(y)),
});

function build({ layers, tail, area, density, inverse }: Shape): Ziggurat {
  const edge = new Float64Array(layers + 1);
  // The lowest layer is the box below density(tail) plus the tail: as wide as a box of the same area.
  edge[0] = area / density(tail);
  edge[1] = tail;
  for (let i = 2; i < layers; i++) {
    const before = edge[i - 1] as number;
    edge[i] = inverse(area / before + density(before));
  }
  const scale = new Float64Array(2 * layers);
  const accept = new Int32Array(layers);
  const height = new Float64Array(layers + 1);
  for (let i = 0; i < layers; i++) {
    const width = edge[i] as number;
    scale[i] = width / POSITIONS;
    scale[layers + i] = -width / POSITIONS;
    accept[i] = Math.floor(((edge[i + 1] as number) / width) * POSITIONS);
    height[i] = density(width);
  }
  height[layers] = 1;
  return { tail, scale, accept, density: height };
}
