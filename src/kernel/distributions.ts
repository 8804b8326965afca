import { assert } from "./assert.ts";
import type { Law } from "./law.ts";
import { exp, log, pow } from "./math.ts";
import { normalQuantile } from "./normalQuantile.ts";
import type { Stream } from "./streams.ts";

/** Draws values of one law. Give every purpose its own stream: some laws use a varying number of draws per value. */
export interface Sampler {
  sample(stream: Stream): number;
  /** Fills the array with the values that as many `sample` calls would give. */
  fill(into: Float64Array, stream: Stream): void;
}

/** The sampler of a law. A parameter out of its range is a mistake of the caller: scenario files are checked before. */
export function sampler(law: Law): Sampler {
  switch (law.law) {
    case "deterministic":
      return constant(law.value);
    case "uniform":
      assert(law.high >= law.low, "uniform law with high < low");
      return oneByOne((stream) => law.low + stream.uniform() * (law.high - law.low));
    case "exponential":
      return exponential(law.mean);
    case "lognormal":
      return lognormal(law.median, law.sigma);
    case "gamma":
      return oneByOne(gamma(law.shape, law.mean));
    case "empirical": {
      const values = Float64Array.from(law.values);
      assert(values.length > 0, "empirical law without values");
      return oneByOne((stream) => values[Math.floor(stream.uniform() * values.length)] as number);
    }
  }
}

/** The exact mean of a law, in its own unit. */
export function meanOf(law: Law): number {
  switch (law.law) {
    case "deterministic":
      return law.value;
    case "uniform":
      return (law.low + law.high) / 2;
    case "exponential":
    case "gamma":
      return law.mean;
    case "lognormal":
      return law.median * exp((law.sigma * law.sigma) / 2);
    case "empirical":
      return law.values.reduce((sum, value) => sum + value, 0) / law.values.length;
  }
}

/**
 * The value below which a share `p` (0 < p < 1) of a law lies: the inverse of the distribution function, for the
 * empirical law x_(⌈np⌉) without interpolation. Undefined for the gamma law, which has no closed form.
 */
export function quantileOf(law: Law, p: number): number | undefined {
  assert(p > 0 && p < 1, `no quantile at ${p}`);
  switch (law.law) {
    case "deterministic":
      return law.value;
    case "uniform":
      return law.low + p * (law.high - law.low);
    case "exponential":
      return -law.mean * log(1 - p);
    case "lognormal":
      return law.median * exp(law.sigma * normalQuantile(p));
    case "gamma":
      return undefined;
    case "empirical": {
      const sorted = [...law.values].sort((a, b) => a - b);
      return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)];
    }
  }
}

function oneByOne(sample: (stream: Stream) => number): Sampler {
  return {
    sample,
    fill(into, stream) {
      for (let i = 0; i < into.length; i++) into[i] = sample(stream);
    },
  };
}

function constant(value: number): Sampler {
  return {
    sample: () => value,
    fill(into) {
      into.fill(value);
    },
  };
}

// The laws of service times have loops of their own: a call for each value costs as much as the value.

function exponential(mean: number): Sampler {
  return {
    sample: (stream) => mean * stream.exponential(),
    fill(into, stream) {
      stream.fillExponential(into);
      for (let i = 0; i < into.length; i++) into[i] = mean * (into[i] as number);
    },
  };
}

function lognormal(median: number, sigma: number): Sampler {
  return {
    sample: (stream) => median * exp(sigma * stream.normal()),
    fill(into, stream) {
      stream.fillNormal(into);
      for (let i = 0; i < into.length; i++) into[i] = median * exp(sigma * (into[i] as number));
    },
  };
}

/** Marsaglia & Tsang 2000, "A simple method for generating gamma variables". */
function gamma(shape: number, mean: number): (stream: Stream) => number {
  assert(shape > 0, "gamma law with shape ≤ 0");
  const scale = mean / shape;
  // Below shape 1: gamma(shape) = gamma(shape + 1) · U^(1/shape).
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  const standard = (stream: Stream): number => {
    for (;;) {
      const x = stream.normal();
      const cube = 1 + c * x;
      const luck = stream.uniform();
      if (cube <= 0) continue;
      const v = cube * cube * cube;
      if (log(luck) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
    }
  };
  if (shape >= 1) return (stream) => scale * standard(stream);
  return (stream) => scale * standard(stream) * pow(stream.uniform(), 1 / shape);
}
