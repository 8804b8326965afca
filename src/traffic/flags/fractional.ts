import { murmur3 } from "../../kernel/hash.ts";

/** A variant with its whole weight, ≥ 0. */
export interface WeightedVariant<Variant = string> {
  readonly variant: Variant;
  readonly weight: number;
}

/** flagd refuses rules whose weights add up to more. */
const WEIGHT_SUM_MAX = 2_147_483_647;

/**
 * flagd's `fractional` (`core/pkg/evaluator/fractional.go:distributeValue`): bucket = ⌊hash · Σ weights / 2^32⌋, and the
 * first variant whose cumulated weight is above it. Growing the first variant moves nobody back; moving the boundaries
 * of later ones moves users between variants.
 * @returns undefined when the weights are all 0 or too large
 */
export function fractional<Variant>(key: string, variants: readonly WeightedVariant<Variant>[]): Variant | undefined {
  const weights = variants.map(({ weight }) => Math.max(0, weight));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0 || whole > WEIGHT_SUM_MAX) return undefined;
  const bucket = bucketOf(murmur3(key), whole);
  let end = 0;
  return variants.find((_, index) => {
    end += weights[index] as number;
    return bucket < end;
  })?.variant;
}

/** ⌊hash · whole / 2^32⌋ in whole numbers: the product has up to 63 bits, so the hash is taken in two halves. */
function bucketOf(hash: number, whole: number): number {
  const high = (hash >>> 16) * whole;
  const low = (hash & 0xffff) * whole;
  return Math.floor((high + Math.floor(low / 65536)) / 65536);
}

/**
 * As flagd did until 2025 and still documents: ⌊|hash as a signed number| / (2^31 − 1) · 100⌋ percent against cumulated
 * percentages. It deals out users anew: an upgrade reshuffles a running release.
 */
export function legacyFractional<Variant>(
  key: string,
  variants: readonly WeightedVariant<Variant>[],
): Variant | undefined {
  const whole = variants.reduce((sum, { weight }) => sum + weight, 0);
  const bucket = (Math.abs(murmur3(key) | 0) / WEIGHT_SUM_MAX) * 100;
  let end = 0;
  return variants.find(({ weight }) => {
    end += whole === 0 ? 0 : (100 * weight) / whole;
    return bucket < end;
  })?.variant;
}
