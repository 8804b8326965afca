import type { Case } from "../../adapter.ts";

interface Row {
  readonly id: string;
}

/**
 * The rows of a file in which inputs and answers stand side by side: everything is input but what `answer` picks, which also
 * says which fields were the answer.
 */
export function rows<R extends Row>(answer: (row: R) => unknown): (content: never) => readonly Case[] {
  return (content) =>
    (content as { readonly cases: readonly R[] }).cases.map((row) => ({
      id: row.id,
      input: row,
      expected: answer(row),
    }));
}

export const SECOND = 1_000_000;
