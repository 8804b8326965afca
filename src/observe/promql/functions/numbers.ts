import { exp, log } from "../../../kernel/math.ts";
import type { Invocation } from "../invocation.ts";
import { Labels } from "../labels.ts";
import type { Vector } from "../value.ts";
import { type FunctionDefinition, ofEach, SECOND_IN_MICROS } from "./definition.ts";

const plain = (of: (value: number) => number): FunctionDefinition => ofEach(["vector"], (value) => of(value));

const scalar = (of: (invocation: Invocation) => number): FunctionDefinition => ({
  takes: [],
  gives: "scalar",
  call: of,
});

/** `promql/functions.go:funcClamp`: nothing when the limits contradict each other. */
const clamp: FunctionDefinition = {
  takes: ["vector", "scalar", "scalar"],
  gives: "vector",
  call(invocation) {
    const [least, most] = [invocation.number(1), invocation.number(2)];
    if (most < least) return [];
    return invocation
      .vector(0)
      .map(({ labels, value }) => ({ labels: labels.withoutName, value: Math.max(least, Math.min(most, value)) }));
  },
};

const sorted = (order: (a: number, b: number) => number): FunctionDefinition => ({
  takes: ["vector"],
  gives: "vector",
  call: (invocation) =>
    [...invocation.vector(0)].sort((a, b) => {
      if (Number.isNaN(a.value)) return Number.isNaN(b.value) ? 0 : 1;
      return Number.isNaN(b.value) ? -1 : order(a.value, b.value);
    }),
});

const toScalar: FunctionDefinition = {
  takes: ["vector"],
  gives: "scalar",
  call(invocation) {
    const vector = invocation.vector(0);
    return vector.length === 1 ? (vector[0]?.value as number) : Number.NaN;
  },
};

const toVector: FunctionDefinition = {
  takes: ["scalar"],
  gives: "vector",
  call: (invocation): Vector => [{ labels: Labels.none, value: invocation.number(0) }],
};

const timestamp: FunctionDefinition = {
  takes: ["vector"],
  gives: "vector",
  call: (invocation) =>
    invocation.vector(0).map(({ labels, at = invocation.context.at }) => ({
      labels: labels.withoutName,
      value: at / SECOND_IN_MICROS,
    })),
};

export const numbers = {
  abs: plain(Math.abs),
  ceil: plain(Math.ceil),
  floor: plain(Math.floor),
  sqrt: plain(Math.sqrt),
  sgn: plain(Math.sign),
  exp: plain(exp),
  ln: plain(log),
  log2: plain((value) => binaryLogarithm(value)),
  log10: plain((value) => decimalLogarithm(value)),
  round: ofEach(
    ["vector", "scalar"],
    (value, invocation) => {
      const inverse = 1 / (invocation.count > 1 ? invocation.number(1) : 1);
      return Math.floor(value * inverse + 0.5) / inverse;
    },
    1,
  ),
  clamp,
  clamp_min: ofEach(["vector", "scalar"], (value, invocation) => Math.max(invocation.number(1), value)),
  clamp_max: ofEach(["vector", "scalar"], (value, invocation) => Math.min(invocation.number(1), value)),
  sort: sorted((a, b) => a - b),
  sort_desc: sorted((a, b) => b - a),
  scalar: toScalar,
  vector: toVector,
  timestamp,
  time: scalar(({ context }) => context.at / SECOND_IN_MICROS),
  pi: scalar(() => Math.PI),
};

/** Exact at powers of two, as people expect of it. */
function binaryLogarithm(value: number): number {
  const near = Math.round(log(value) / Math.LN2);
  return Number.isFinite(near) && Math.abs(near) < 1000 && value === twoTo(near) ? near : log(value) / Math.LN2;
}

function twoTo(exponent: number): number {
  let result = 1;
  for (let i = 0; i < Math.abs(exponent); i++) result *= exponent < 0 ? 0.5 : 2;
  return result;
}

/** Exact at powers of ten. */
function decimalLogarithm(value: number): number {
  const near = Math.round(log(value) / Math.LN10);
  return Number.isFinite(near) && Number(`1e${near}`) === value ? near : log(value) / Math.LN10;
}
