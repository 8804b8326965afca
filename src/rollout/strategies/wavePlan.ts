import { assert } from "../../kernel/assert.ts";

/** Clusters by name, so many of those that are left, or a part of all (`25%`). */
export type Wave = readonly string[] | number | string;

/** What is wrong with waves: a name that no cluster has, or that stands twice, or clusters that no wave gets to. */
export type WaveFault =
  | { readonly kind: "unknown" | "repeated"; readonly name: string; readonly wave: number }
  | { readonly kind: "unreached"; readonly names: readonly string[] };

/**
 * The waves as lists of clusters. Percentages are of all clusters, rounded up; a count takes the next ones in the order of
 * the scenario that no wave before has taken and no wave names.
 *
 * Five clusters a to e and `[[c], 40%, 2]`: c; a and b; d and e.
 * @param waves null: each cluster is a wave of its own
 */
export function planWaves(waves: readonly Wave[] | null, clusters: readonly string[]): readonly (readonly string[])[] {
  if (waves === null) return clusters.map((name) => [name]);
  const named = new Set(waves.flatMap((wave) => (isList(wave) ? wave : [])));
  const free = clusters.filter((name) => !named.has(name));
  return waves
    .map((wave) => (isList(wave) ? wave : free.splice(0, countOf(wave, clusters.length))))
    .filter((names) => names.length > 0);
}

/** @see planWaves */
export function waveFaults(waves: readonly Wave[], clusters: readonly string[]): readonly WaveFault[] {
  const faults: WaveFault[] = [];
  const seen = new Set<string>();
  waves.forEach((wave, index) => {
    if (!isList(wave)) return;
    for (const name of wave) {
      if (!clusters.includes(name)) faults.push({ kind: "unknown", name, wave: index });
      else if (seen.has(name)) faults.push({ kind: "repeated", name, wave: index });
      seen.add(name);
    }
  });
  const reached = new Set(planWaves(waves, clusters).flat());
  const names = clusters.filter((name) => !reached.has(name));
  return names.length === 0 ? faults : [...faults, { kind: "unreached", names }];
}

function countOf(wave: number | string, clusters: number): number {
  if (typeof wave === "number") return wave;
  const percent = Number.parseInt(wave, 10);
  assert(percent >= 0 && percent <= 100, `a wave of ${wave}`);
  return Math.ceil((percent * clusters) / 100);
}

function isList(wave: Wave): wave is readonly string[] {
  return typeof wave === "object";
}
