/**
 * Chances of error adjusted for having asked several questions at once (Holm 1979), in the order given: the smallest times
 * their number m, the next times m − 1, …, none below an earlier one. 0.01, 0.04, 0.03 become 0.03, 0.06, 0.06.
 */
export function holm(chances: readonly number[]): readonly number[] {
  const order = chances
    .map((_, index) => index)
    .sort((a, b) => (chances[a] as number) - (chances[b] as number) || a - b);
  const adjusted = new Array<number>(chances.length).fill(0);
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.min(1, Math.max(least, (chances.length - rank) * (chances[index] as number)));
    adjusted[index] = least;
  }
  return adjusted;
}
