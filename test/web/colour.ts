/** Linear RGB, each 0–1. */
export type Linear = readonly [number, number, number];

/** sRGB `#rrggbb` to linear light (IEC 61966-2-1). */
export function linearOf(hex: string): Linear {
  const channel = (from: number): number => {
    const value = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** Contrast ratio of WCAG 2.2. */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = linearOf(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** CIE L*a*b*, D65. */
export function labOf([r, g, b]: Linear): readonly [number, number, number] {
  const f = (t: number): number => (t > 216 / 24_389 ? Math.cbrt(t) : (24_389 / 27 / 116) * t + 16 / 116);
  const x = f((0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47);
  const y = f(0.212_672_9 * r + 0.715_152_2 * g + 0.072_175 * b);
  const z = f((0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b) / 1.088_83);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** ΔE76. */
export function distance(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0));
}

type Matrix = readonly [Linear, Linear, Linear];

/** Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB. */
const PROTAN: Matrix = [
  [0.152286, 1.052583, -0.204868],
  [0.114503, 0.786281, 0.099216],
  [-0.003882, -0.048116, 1.051998],
];
const DEUTAN: Matrix = [
  [0.367322, 0.860646, -0.227968],
  [0.280085, 0.672501, 0.047413],
  [-0.01182, 0.04294, 0.968881],
];
const TRITAN: Matrix = [
  [1.255528, -0.076749, -0.178779],
  [-0.078411, 0.930809, 0.147602],
  [0.004733, 0.691367, 0.3039],
];

function through(matrix: Matrix): (colour: Linear) => Linear {
  const row = (weights: Linear, colour: Linear): number =>
    Math.min(
      1,
      Math.max(
        0,
        weights.reduce((sum, weight, index) => sum + weight * (colour[index] ?? 0), 0),
      ),
    );
  return (colour) => [row(matrix[0], colour), row(matrix[1], colour), row(matrix[2], colour)];
}

export const VISIONS = {
  normal: (colour: Linear) => colour,
  protan: through(PROTAN),
  deutan: through(DEUTAN),
  tritan: through(TRITAN),
} as const;
