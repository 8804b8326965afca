import { assert } from "../../kernel/assert.ts";
import { stream } from "../../kernel/streams.ts";

/** One prime per column: a model with n inputs takes 2n of them. */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53] as const;
const INPUTS_MOST = PRIMES.length / 2;

export interface SobolDesign {
  /** Inputs of the model, 1–8: screen more of them first. */
  readonly inputs: number;
  /** Base points N, ≥ 2; the model is asked N · (inputs + 2) times. */
  readonly samples: number;
  readonly seed: string;
}

/** Where the variance of a result comes from. */
export interface SobolIndices {
  readonly mean: number;
  readonly variance: number;
  /** [input]: share of the variance that would go if this input alone were known. */
  readonly first: readonly number[];
  /** [input]: share of the variance that would stay if everything else were known; above `first` by interactions. */
  readonly total: readonly number[];
}

/**
 * Which inputs a result depends on, alone and together with others (Sobol'). Two independent points A and B, and for each
 * input i the point A with i from B:
 * Sᵢ = mean(f(B) · (f(ABᵢ) − f(A)))/V (Saltelli et al. 2010), Tᵢ = mean((f(A) − f(ABᵢ))²)/2V (Jansen 1999).
 *
 * The points are Halton's, shifted at random by the seed (Cranley & Patterson 1976): they fill the cube more evenly than
 * chance does, and the error falls nearly as 1/N. f = x₁ + 2x₂: S = T = 1/5 and 4/5.
 *
 * @param model of a point of the unit cube [0, 1)^inputs; it maps each to its input's law by inversion
 */
export function sobolIndices(model: (point: Float64Array) => number, design: SobolDesign): SobolIndices {
  const { inputs, samples } = design;
  assert(inputs >= 1 && inputs <= INPUTS_MOST, `Sobol indices of ${inputs} inputs: 1–${INPUTS_MOST} can be told apart`);
  assert(samples >= 2, `${samples} points have no variance`);
  const answers = ask(model, design);
  const mean = meanOfColumns(answers);
  let squares = 0;
  for (const column of [answers.a, answers.b]) for (const y of column) squares += (y - mean) * (y - mean);
  const variance = squares / (2 * samples - 1);
  const share = (value: number) => (variance === 0 ? 0 : value / samples / variance);
  return {
    mean,
    variance,
    first: answers.mixed.map((column) => share(firstOrder(answers, column, mean))),
    total: answers.mixed.map((column) => share(totalOrder(answers.a, column))),
  };
}

interface Answers {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** [input][sample] */
  readonly mixed: readonly Float64Array[];
}

function ask(model: (point: Float64Array) => number, { inputs, samples, seed }: SobolDesign): Answers {
  const shifts = new Float64Array(2 * inputs);
  stream(seed, "sensitivity").fillUniform(shifts);
  const column = () => new Float64Array(samples);
  const answers = { a: column(), b: column(), mixed: Array.from({ length: inputs }, column) };
  const a = new Float64Array(inputs);
  const b = new Float64Array(inputs);
  for (let sample = 0; sample < samples; sample++) {
    for (let input = 0; input < inputs; input++) {
      a[input] = coordinate(sample, input, shifts);
      b[input] = coordinate(sample, inputs + input, shifts);
    }
    answers.a[sample] = model(a);
    answers.b[sample] = model(b);
    for (const [input, mixed] of answers.mixed.entries()) {
      const own = a[input] as number;
      a[input] = b[input] as number;
      mixed[sample] = model(a);
      a[input] = own;
    }
  }
  return answers;
}

function coordinate(sample: number, column: number, shifts: Float64Array): number {
  const place = radicalInverse(sample + 1, PRIMES[column] as number) + (shifts[column] as number);
  return place < 1 ? place : place - 1;
}

/** The digits of n to this base, mirrored at the point: 6 = 110₂ → 0.011₂ = 0.375. */
function radicalInverse(n: number, base: number): number {
  let value = 0;
  let digit = 1 / base;
  for (let rest = n; rest > 0; rest = Math.floor(rest / base), digit /= base) value += (rest % base) * digit;
  return value;
}

/** Without the mean, which the differences cancel only on average. */
function firstOrder({ a, b }: Answers, mixed: Float64Array, mean: number): number {
  return mixed.reduce((sum, y, i) => sum + ((b[i] as number) - mean) * (y - (a[i] as number)), 0);
}

function totalOrder(a: Float64Array, mixed: Float64Array): number {
  return mixed.reduce((sum, y, i) => sum + ((a[i] as number) - y) * ((a[i] as number) - y), 0) / 2;
}

function meanOfColumns({ a, b }: Answers): number {
  const sum = (column: Float64Array) => column.reduce((total, y) => total + y, 0);
  return (sum(a) + sum(b)) / (2 * a.length);
}
