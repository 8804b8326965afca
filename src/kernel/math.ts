/**
 * Logarithm, exponential and power from + − × ÷ and bit access only. `Math.log`, `Math.exp` and `Math.pow` differ in
 * the last bit between engines (ECMAScript leaves them "implementation-approximated"), and one bit changes a run.
 *
 * The algorithms are those of fdlibm (`e_log.c`, `e_exp.c`, Sun Microsystems 1993): error below one unit in the last
 * place, the same bits everywhere.
 */

const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);
/** Where a double's sign, exponent and top mantissa bits lie: 1 on little-endian machines. */
const HIGH = highWord();

/** 2^k at [k + 1074], for every k a double can hold. */
const POWERS_OF_TWO = powersOfTwo();

/** Natural logarithm. −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const ln2High = 0.6931471803691238;
  const ln2Low = 1.9082149292705877e-10;
  let k = 0;
  let m = x;
  if (m < 2.2250738585072014e-308) {
    m *= 18014398509481984; // 2^54: subnormal
    k = -54;
  }
  bits[0] = m;
  const high = words[HIGH] as number;
  // The mantissa is taken into [√½, √2), so that what is left of the logarithm is small and changes sign at 1.
  const exponent = (high >> 20) - 1023 + (((high & 0xfffff) + 0x95f64) >> 20);
  k += exponent;
  m = timesPowerOfTwo(m, -exponent);
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const r = odd + even;
  const half = 0.5 * f * f;
  return k * ln2High - (half - (s * (half + r) + k * ln2Low) - f);
}

/** e to the power x. */
export function exp(x: number): number {
  if (!(x <= 709.782712893384)) return x > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < -745.1332191019412) return 0;
  const k = Math.floor(Math.LOG2E * x + 0.5);
  const high = x - k * 0.6931471803691238;
  const low = k * 1.9082149292705877e-10;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  return timesPowerOfTwo(1 - (low - (r * c) / (2 - c) - high), k);
}

/** x to the power y for x ≥ 0, as exp(y · log x): exact enough for laws of chance, not for large integer powers. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  return exp(y * log(x));
}

/** x · 2^k, rounded once where the result is a normal number. */
function timesPowerOfTwo(x: number, k: number): number {
  if (k > 1023) return x * 2 * (POWERS_OF_TWO[k - 1 + 1074] as number);
  if (k < -1021) return x * (POWERS_OF_TWO[k + 54 + 1074] as number) * (POWERS_OF_TWO[-54 + 1074] as number);
  return x * (POWERS_OF_TWO[k + 1074] as number);
}

function powersOfTwo(): Float64Array {
  const table = new Float64Array(1074 + 1024);
  table[1074] = 1;
  for (let k = 1; k <= 1023; k++) table[1074 + k] = 2 * (table[1073 + k] as number);
  for (let k = 1; k <= 1074; k++) table[1074 - k] = (table[1075 - k] as number) / 2;
  return table;
}

function highWord(): 0 | 1 {
  bits[0] = 1;
  return words[1] === 0x3ff00000 ? 1 : 0;
}
