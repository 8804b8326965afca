import { OUTCOME_COUNT } from "../../record/run.ts";

export function add(column: Int32Array, at: number, amount: number): void {
  column[at] = (column[at] as number) + amount;
}

/** The same bits: counts that are signed while they are added to. */
export function unsigned(column: Int32Array): Uint32Array {
  return new Uint32Array(column.buffer);
}

/** By outcome, of rows of outcomes. */
export function columnSums(rows: Int32Array): number[] {
  const sums = new Array<number>(OUTCOME_COUNT).fill(0);
  for (let i = 0; i < rows.length; i++) {
    sums[i % OUTCOME_COUNT] = (sums[i % OUTCOME_COUNT] as number) + (rows[i] as number);
  }
  return sums;
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}
