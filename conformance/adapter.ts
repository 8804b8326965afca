import type { Matches } from "./compare.ts";

/**
 * The seam between a file of cases from elsewhere (inputs and what the real thing answered) and the product.
 *
 * An adapter translates an input for a function of the product and its answer into the form of the file. It holds no rule
 * of its own, and never sees what is expected.
 */
export interface Adapter {
  /** The file it is for: base name without `.json`; a pattern where many files have one form. */
  readonly file: string | RegExp;
  /** The answer of the product to one input, in the form of the file; `UNSUPPORTED`: this one is beyond the product. */
  run(input: never): unknown;
  /** Files of another form: their cases. Otherwise `cases` of the file is taken as it is. */
  readonly cases?: (content: never) => readonly Case[];
  /** Brings what is expected into a form that can be compared: sorts what has no order, drops what is only prose. */
  readonly expected?: (expected: never) => unknown;
  /**
   * `exactly` (the default): equal in everything. `as told`: equal in every field that the file gives. `nearly`: numbers
   * may differ by a millionth of themselves, where the file gives them rounded; `within`: by so much. It may depend on
   * what is expected, where the file says how far it is rounded.
   */
  readonly matches?: Matches | ((expected: never) => Matches);
}

export interface Case {
  readonly id: string;
  readonly input: unknown;
  readonly expected: unknown;
}

/** The product does not model this case. */
export const UNSUPPORTED = Symbol("unsupported");

/** Declares an adapter with a typed input. */
export function adapter<Input, Expected = unknown>(definition: {
  readonly file: string | RegExp;
  run(input: Input): unknown;
  readonly cases?: (content: never) => readonly Case[];
  readonly expected?: (expected: Expected) => unknown;
  readonly matches?: Matches | ((expected: Expected) => Matches);
}): Adapter {
  return definition as Adapter;
}
