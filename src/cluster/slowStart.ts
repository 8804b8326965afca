/**
 * Makes `count` calls in batches of 1, 2, 4, 8, …: when something refuses every pod (a quota), few calls find out.
 * A batch with a failure is finished and nothing follows it. Returns how many calls were made and how many succeeded.
 * Kubernetes v1.36 `replica_set.go:slowStartBatch`.
 */
export function slowStartBatch(
  count: number,
  initialBatchSize: number,
  call: (index: number) => "ok" | "failed",
): { readonly calls: number; readonly successes: number } {
  let calls = 0;
  let successes = 0;
  for (let batch = Math.min(count, initialBatchSize); batch > 0; batch = Math.min(2 * batch, count - calls)) {
    const before = calls;
    for (; calls < before + batch; calls++) if (call(calls) === "ok") successes++;
    if (successes < calls) break;
  }
  return { calls, successes };
}
