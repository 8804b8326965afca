import * as v from "valibot";
import type { Law } from "../kernel/law.ts";
import { exp } from "../kernel/math.ts";
import { type Complaint, judge } from "./complaint.ts";
import type { Schema } from "./facet.ts";
import { duration, number, type Options } from "./schema.ts";
import { byShape, oneKeyOf } from "./shape.ts";

/** Most values that an empirical law may list. */
const EMPIRICAL_MAX = 1000;

/**
 * A law of chance for a duration: `8s` (always so), `{lognormal: {median: 8s, sigma: 0.3}}` (or `mean` instead of
 * `median`), `{exponential: {mean: 2s}}`, `{gamma: {shape: 4, mean: 2s}}`, `{uniform: {low: 1s, high: 3s}}`,
 * `{empirical: [1s, 1s, 4s]}`. `min` and `max` bound every duration in it.
 */
export function law(options: Options<unknown>): Schema<Law> {
  const span = duration({ ...bounds(options), description: options.description });
  const value = byShape(
    {
      plain: v.pipe(
        span,
        v.transform((micros): Law => ({ law: "deterministic", value: micros })),
      ),
      mapping: v.pipe(
        oneKeyOf(laws(span), { noun: "law" }),
        v.transform((choice): Law => choice.value),
      ),
    },
    { description: options.description },
  );
  return options.default === undefined ? value : v.optional(value, options.default);
}

function bounds({ min, max }: Options<unknown>): { min?: string; max?: string } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

const sigma = number({
  min: 0,
  max: 5,
  description: { en: "Standard deviation of the logarithm.", ko: "로그값의 표준편차." },
});
const shape = number({
  min: 0.01,
  max: 1000,
  description: { en: "Shape: variance = mean² / shape.", ko: "형상 모수: 분산 = 평균² / 형상." },
});

function laws(span: Schema<number>) {
  return {
    lognormal: v.pipe(
      v.strictObject({ median: v.optional(span), mean: v.optional(span), sigma }),
      v.rawCheck(
        judge(({ median, mean }) => ((median === undefined) !== (mean === undefined) ? null : MEDIAN_OR_MEAN)),
      ),
      v.transform(({ median, mean, sigma }): Law => {
        return { law: "lognormal", median: median ?? medianOf(mean ?? 0, sigma), sigma };
      }),
    ),
    exponential: v.pipe(
      v.strictObject({ mean: span }),
      v.transform(({ mean }): Law => ({ law: "exponential", mean })),
    ),
    gamma: v.pipe(
      v.strictObject({ shape, mean: span }),
      v.transform(({ shape, mean }): Law => ({ law: "gamma", shape, mean })),
    ),
    uniform: v.pipe(
      v.strictObject({ low: span, high: span }),
      v.rawCheck(judge(({ low, high }) => (low <= high ? null : LOW_ABOVE_HIGH))),
      v.transform(({ low, high }): Law => ({ law: "uniform", low, high })),
    ),
    empirical: v.pipe(
      v.array(span),
      v.rawCheck(judge((values) => (values.length >= 1 && values.length <= EMPIRICAL_MAX ? null : NO_VALUES))),
      v.transform((values): Law => ({ law: "empirical", values })),
    ),
  };
}

/**
 * The median of a lognormal law with this mean, µs: mean = median · exp(sigma²/2). 20 ms and σ 0.7 give
 * 15.654 ms. Rounded to a whole microsecond, so that it can be written down again.
 */
function medianOf(mean: number, sigma: number): number {
  return Math.floor(mean * exp(-(sigma * sigma) / 2) + 0.5);
}

const MEDIAN_OR_MEAN: Complaint = {
  code: "not-one-key",
  message: "a lognormal law needs its median or its mean, one of them",
  fix: "give median: or mean:",
};
const LOW_ABOVE_HIGH: Complaint = { code: "out-of-range", message: "low is above high", fix: "exchange the two" };
const NO_VALUES: Complaint = {
  code: "out-of-range",
  message: `an empirical law lists 1 to ${EMPIRICAL_MAX} values`,
  fix: "give at least one duration",
};
