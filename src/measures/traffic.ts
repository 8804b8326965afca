import { MILLISECOND } from "../kernel/time.ts";
import { latencyQuantile } from "../record/latency.ts";
import type { Run } from "../record/run.ts";
import { share } from "./windows.ts";

/** How much came, how often it was tried, and how long users waited (a request that timed out waited its deadline). */
export function trafficMeasures(run: Run) {
  const { totals, latency, mirrored } = run.traffic;
  const quantile = (p: number) => {
    const micros = latencyQuantile(latency.all, p);
    return micros === null ? null : micros / MILLISECOND;
  };
  return {
    requests: totals.requests,
    attempts: totals.attempts,
    mirrored_attempts: mirrored?.attempts ?? null,
    shadow_side_effects: mirrored?.writes ?? null,
    retry_amplification: share(totals.attempts, totals.requests),
    latency_p50_ms: quantile(0.5),
    latency_p90_ms: quantile(0.9),
    latency_p99_ms: quantile(0.99),
    latency_p999_ms: quantile(0.999),
  };
}
