import type { Micros } from "../../../kernel/time.ts";
import type { Invocation } from "../invocation.ts";
import type { Samples } from "../series.ts";
import type { ValueType } from "../syntax.ts";
import type { Vector } from "../value.ts";

/** A function of the query language. */
export interface FunctionDefinition {
  /** Types of the arguments. */
  readonly takes: readonly ValueType[];
  /** The last so many may be left out. */
  readonly optional?: number;
  /** The last may come more than once. */
  readonly repeats?: boolean;
  readonly gives: "scalar" | "vector";
  call(invocation: Invocation): number | Vector;
}

export const SECOND_IN_MICROS: Micros = 1_000_000;

/** A function of each series' samples in a range, which is argument `argument`; undefined: no result for this series. */
export function overRange(
  takes: readonly ValueType[],
  of: (samples: Samples, invocation: Invocation) => number | undefined,
): FunctionDefinition {
  const argument = takes.indexOf("matrix");
  return {
    takes,
    gives: "vector",
    call: (invocation) =>
      invocation.matrix(argument).flatMap(({ labels, samples }) => {
        const value = of(samples, invocation);
        return value === undefined ? [] : [{ labels: labels.withoutName, value }];
      }),
  };
}

/** A function of each value of a vector, its first argument. */
export function ofEach(
  takes: readonly ValueType[],
  of: (value: number, invocation: Invocation) => number,
  optional = 0,
): FunctionDefinition {
  return {
    takes,
    optional,
    gives: "vector",
    call: (invocation) =>
      invocation.vector(0).map(({ labels, value }) => ({ labels: labels.withoutName, value: of(value, invocation) })),
  };
}
