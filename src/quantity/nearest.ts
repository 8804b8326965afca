/** Longer names are not compared: the work grows with the square of the length. */
const LENGTH_MAX = 64;

/**
 * The known name that a mistyped one most likely stands for; null when none is near. Near: at most a third of the
 * letters differ (insertion, deletion, substitution, exchange of neighbours), not counting upper and lower case.
 */
export function nearest(name: string, known: readonly string[]): string | null {
  if (name.length > LENGTH_MAX) return null;
  let best: string | null = null;
  let bestDistance = Math.floor(Math.max(3, name.length) / 3) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Optimal string alignment distance: the number of edits from `a` to `b`, an exchange of neighbours counting as one. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] as number) + 1);
      }
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}
