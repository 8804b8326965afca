/** The seed of replication `index` (0, 1, …): the scenario's own first, then `seed.1`, `seed.2`, … so that each can be replayed by name. */
export function replicationSeed(seed: string, index: number): string {
  return index === 0 ? seed : `${seed}.${index}`;
}
