/** Less is better in every coordinate: whether `a` is nowhere worse than `b` and somewhere better. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => value <= (b[i] as number)) && a.some((value, i) => value < (b[i] as number));
}

/** Positions of those that no other dominates, in order; equal ones all stay. Never empty: a circle stays whole. */
export function frontOf<T>(all: readonly T[], isBetter: (a: T, b: T) => boolean): readonly number[] {
  const front = all.flatMap((one, index) =>
    all.some((other) => other !== one && isBetter(other, one)) ? [] : [index],
  );
  return front.length > 0 ? front : all.map((_, index) => index);
}
