import tychei from "seedrandom/lib/tychei.js";
import { exp, log } from "./math.ts";
import { EXPONENTIAL, HALF_NORMAL } from "./ziggurat.ts";

/**
 * One named source of chance. Every purpose has its own (`arrivals`, `demand`, …), so that what one purpose draws never
 * shifts another: the world is the same under every strategy.
 *
 * The generator is Tyche-i (Neves & Araujo 2011) as seeded by the `seedrandom` package. The step is repeated here over
 * an Int32Array because the package's closure keeps its state in an object: a quarter slower in browsers. Where the
 * paper rotates d a last time the package takes bits of c; so does this, and equal draws are tested.
 */
export class Stream {
  private readonly state: Int32Array;

  constructor(seed: string) {
    const { a, b, c, d } = tychei(seed, { state: true }).state();
    this.state = Int32Array.of(a, b, c, d);
  }

  /** 32 random bits as a signed integer. */
  bits(): number {
    const { state } = this;
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    b = ((b << 25) | (b >>> 7)) ^ c;
    c = (c - d) | 0;
    d = ((d << 24) | (d >>> 8)) ^ a;
    a = (a - b) | 0;
    b = ((b << 20) | (b >>> 12)) ^ c;
    c = (c - d) | 0;
    d = (d << 16) ^ (c >>> 16) ^ a;
    a = (a - b) | 0;
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
    return a;
  }

  /** Uniform in the open interval (0, 1), on a grid of 2^32 points. */
  uniform(): number {
    return ((this.bits() >>> 0) + 0.5) / 4294967296;
  }

  /** As many uniform draws at once: the state stays in registers, which halves the cost of a draw. */
  fillUniform(into: Float64Array): void {
    const { state } = this;
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    for (let i = 0; i < into.length; i++) {
      b = ((b << 25) | (b >>> 7)) ^ c;
      c = (c - d) | 0;
      d = ((d << 24) | (d >>> 8)) ^ a;
      a = (a - b) | 0;
      b = ((b << 20) | (b >>> 12)) ^ c;
      c = (c - d) | 0;
      d = (d << 16) ^ (c >>> 16) ^ a;
      a = (a - b) | 0;
      into[i] = ((a >>> 0) + 0.5) / 4294967296;
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
  }

  /** As many draws as `exponential` would give. */
  fillExponential(into: Float64Array): void {
    const { scale, accept } = EXPONENTIAL;
    for (let i = 0; i < into.length; i++) {
      const draw = this.bits();
      const position = draw >>> 8;
      into[i] = (position + 0.5) * (scale[draw & 255] as number);
      if (position >= (accept[draw & 255] as number)) into[i] = this.rareExponential(draw & 255, into[i] as number);
    }
  }

  /** As many draws as `normal` would give. */
  fillNormal(into: Float64Array): void {
    const { scale, accept } = HALF_NORMAL;
    for (let i = 0; i < into.length; i++) {
      const draw = this.bits();
      const position = draw >>> 8;
      into[i] = (position + 0.5) * (scale[draw & 255] as number);
      if (position >= (accept[draw & 127] as number)) into[i] = this.rareNormal(draw & 127, into[i] as number);
    }
  }

  /** Exponential with mean 1. */
  exponential(): number {
    const draw = this.bits();
    const layer = draw & 255;
    const position = draw >>> 8;
    const x = (position + 0.5) * (EXPONENTIAL.scale[layer] as number);
    return position < (EXPONENTIAL.accept[layer] as number) ? x : this.rareExponential(layer, x);
  }

  /** Normal with mean 0 and variance 1. */
  normal(): number {
    const draw = this.bits();
    const layer = draw & 127;
    const position = draw >>> 8;
    const x = (position + 0.5) * (HALF_NORMAL.scale[draw & 255] as number);
    return position < (HALF_NORMAL.accept[layer] as number) ? x : this.rareNormal(layer, x);
  }

  /** The wedge beside a layer or the tail: about one draw in a hundred. */
  private rareExponential(layer: number, x: number): number {
    // Without memory, the tail is the whole law again, shifted.
    if (layer === 0) return EXPONENTIAL.tail + this.exponential();
    const low = EXPONENTIAL.density[layer] as number;
    const high = EXPONENTIAL.density[layer + 1] as number;
    return low + this.uniform() * (high - low) < exp(-x) ? x : this.exponential();
  }

  /** The sign of x stays in the tail; a value that is drawn anew brings its own. */
  private rareNormal(layer: number, x: number): number {
    if (layer === 0) return x < 0 ? -this.normalTail() : this.normalTail();
    const low = HALF_NORMAL.density[layer] as number;
    const high = HALF_NORMAL.density[layer + 1] as number;
    if (low + this.uniform() * (high - low) < exp(-0.5 * x * x)) return x;
    return this.normal();
  }

  /** Marsaglia 1964. */
  private normalTail(): number {
    const { tail } = HALF_NORMAL;
    for (;;) {
      const beyond = -log(this.uniform()) / tail;
      const y = -log(this.uniform());
      if (y + y > beyond * beyond) return tail + beyond;
    }
  }
}

/** The stream that belongs to this seed and purpose. The same names give the same draws, on every engine. */
export function stream(seed: string, name: string): Stream {
  return new Stream(`${seed}/${name}`);
}
