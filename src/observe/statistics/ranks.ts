export interface Ranks {
  /** [value] its rank from 1 on; equal values share the mean of theirs. */
  readonly of: Float64Array;
  /** Σ (t³ − t) over the groups of t equal values. */
  readonly ties: number;
}

export function ranks(values: readonly number[]): Ranks {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number));
  const of = new Float64Array(values.length);
  let ties = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let i = from; i < to; i++) of[order[i] as number] = (from + 1 + to) / 2;
    const equal = to - from;
    ties += equal * equal * equal - equal;
    from = to;
  }
  return { of, ties };
}
