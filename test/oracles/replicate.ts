import { type Estimate, estimate, type OracleCase, type Results, replicationSeed } from "./adapter.ts";

/** With fewer replications a standard error is itself too uncertain to be held against a bound. */
const FEWEST = 30;
const MOST = 3000;

/**
 * Runs replications until every quantity is known as closely as its check asks, a little closer to be safe. The bound
 * is relative to what was estimated: nobody looks at the expected value.
 */
export function replicate(oracle: OracleCase, once: (seed: string) => Readonly<Record<string, number>>): Results {
  const samples = new Map<string, number[]>();
  for (let replication = 0; replication < MOST; replication++) {
    for (const [quantity, value] of Object.entries(once(replicationSeed(oracle, replication)))) {
      const known = samples.get(quantity);
      if (known === undefined) samples.set(quantity, [value]);
      else known.push(value);
    }
    if (replication + 1 >= FEWEST && isEnough(oracle, samples)) break;
  }
  return Object.fromEntries([...samples].map(([quantity, values]) => [quantity, estimate(values)]));
}

function isEnough({ expect }: OracleCase, samples: ReadonlyMap<string, number[]>): boolean {
  return expect.every(({ quantity, check }) => {
    const values = samples.get(quantity);
    if (values === undefined || check.kind !== "statistical") return true;
    const { value, se }: Estimate = estimate(values);
    return se <= 0.9 * check.max_rel_se * Math.abs(value);
  });
}
