import { FINE_BINS, latencyQuantile } from "../record/latency.ts";
import type { PooledLatency } from "./types.ts";

/** The latencies of many runs in one histogram: adding is exact, so neither order nor division matters. */
export class LatencyPool {
  /** Counts beyond 2³² − 1 have room. */
  private readonly bins = new Float64Array(FINE_BINS);

  /** @param pairs [bin, count, bin, count, …] */
  add(pairs: Uint32Array): void {
    for (let i = 0; i < pairs.length; i += 2) {
      const bin = pairs[i] as number;
      this.bins[bin] = (this.bins[bin] as number) + (pairs[i + 1] as number);
    }
  }

  quantiles(): PooledLatency {
    const at = (p: number): number | null => {
      const micros = latencyQuantile(this.bins, p);
      return micros === null ? null : micros / 1000;
    };
    return {
      requests: this.bins.reduce((sum, count) => sum + count, 0),
      p50: at(0.5),
      p90: at(0.9),
      p99: at(0.99),
      p999: at(0.999),
    };
  }
}
