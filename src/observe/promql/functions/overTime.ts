import type { Samples } from "../series.ts";
import { meanOf, quantileOf, sumOf, varianceOf } from "../sum.ts";
import type { FunctionDefinition } from "./definition.ts";
import { overRange } from "./definition.ts";

const over = (of: (values: Float64Array) => number) => overRange(["matrix"], ({ values }) => of(values));

/** Functions that hand on one of the samples keep the metric's name. */
function pick(of: (samples: Samples) => number): FunctionDefinition {
  return {
    takes: ["matrix"],
    gives: "vector",
    call: (invocation) => invocation.matrix(0).map(({ labels, samples }) => ({ labels, value: of(samples) })),
  };
}

const better = (isBetter: (value: number, best: number) => boolean) => (values: Float64Array) =>
  values.reduce((best, value) => (isBetter(value, best) || Number.isNaN(best) ? value : best));

/** `…_over_time`: each series' samples in a range made one value (`promql/functions.go`). A range without samples gives nothing. */
export const overTime = {
  avg_over_time: over(meanOf),
  sum_over_time: over(sumOf),
  count_over_time: over((values) => values.length),
  present_over_time: over(() => 1),
  min_over_time: over(better((value, best) => value < best)),
  max_over_time: over(better((value, best) => value > best)),
  stddev_over_time: over((values) => Math.sqrt(varianceOf(values))),
  stdvar_over_time: over(varianceOf),
  mad_over_time: over((values) => {
    const median = quantileOf(0.5, values);
    return quantileOf(
      0.5,
      values.map((value) => Math.abs(value - median)),
    );
  }),
  quantile_over_time: overRange(["scalar", "matrix"], ({ values }, invocation) =>
    quantileOf(invocation.number(0), values),
  ),
  last_over_time: pick(({ values }) => values.at(-1) as number),
  first_over_time: pick(({ values }) => values[0] as number),
};
