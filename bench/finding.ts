/** One measured number beside what it should reach. */
export interface Finding {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: { readonly atMost: number } | { readonly atLeast: number } | null;
}

export function findingLine({ name, value, unit, goal }: Finding): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  const wanted = goal === null ? "" : "atMost" in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  const met = goal === null || ("atMost" in goal ? value <= goal.atMost : value >= goal.atLeast);
  return `${name.padEnd(58)} ${value.toFixed(digits).padStart(8)} ${unit.padEnd(11)} ${wanted.padEnd(8)} ${met ? "" : "missed"}`;
}
