import { sampler } from "../../src/kernel/distributions.ts";
import { stream } from "../../src/kernel/streams.ts";
import { fromSeconds, SECOND } from "../../src/kernel/time.ts";
import { OUTCOME } from "../../src/traffic/attempt.ts";
import type { OracleAdapter, OracleCase, Results } from "./adapter.ts";
import { numberIn } from "./parameters.ts";
import { replicate } from "./replicate.ts";
import { planeFor } from "./trafficRun.ts";

/** A rolling update with surge 1 as the proxies see it: one old pod after another goes when a new one is ready. */
interface Termination {
  readonly replicas: number;
  readonly perSecond: number;
  /** From one pod to the next, s. */
  readonly interval: number;
  /** From the deletion of a pod to the close of its listener, s. */
  readonly preStop: number;
  /** From the deletion of the i-th pod until no proxy sends to it, s. */
  readonly removal: (i: number) => number;
  /** New pods receive traffic only after the same delay. */
  readonly isSymmetric: boolean;
}

/** Requests that met a closed listener. */
function lostRequests({ replicas, perSecond, interval, preStop, removal, isSymmetric }: Termination, seed: string) {
  const plane = planeFor({ seed, perSecond, meanService: 0.001, slots: 1000, seconds: (replicas + 1) * interval });
  const serving = Array.from({ length: replicas }, (_, pod) => pod);
  for (const pod of serving) plane.listen(pod, 0, 0);
  plane.setRoute([{ backend: 0, weight: 1 }], 0);
  // Only while a pod is closed and still programmed can a request be lost: no need to play the rest.
  plane.setRateFactor(0, 0);
  for (let old = 0; old < replicas; old++) {
    const deleted = fromSeconds((old + 1) * interval);
    const closed = deleted + fromSeconds(preStop);
    const removed = deleted + fromSeconds(removal(old));
    const fresh = replicas + old;
    plane.listen(fresh, 0, deleted);
    if (!isSymmetric) serving.push(fresh);
    if (closed < removed) {
      plane.setEndpoints(0, serving, deleted);
      plane.shutDown(old, "graceful", closed);
      plane.setRateFactor(1, closed);
      plane.setRateFactor(0, removed);
    }
    serving.shift();
    if (isSymmetric) serving.push(fresh);
  }
  return plane.seal().totals.requestsByOutcome[OUTCOME.refused] as number;
}

function terminating(oracle: OracleCase): Results | undefined {
  const replicas = numberIn(oracle, "replicas");
  const perSecond = numberIn(oracle, "arrival_rate_rps");
  const interval = numberIn(oracle, "pod_ready_after_s");
  const delay = numberIn(oracle, "endpoint_remove_propagation_s");
  const base: Termination = { replicas, perSecond, interval, preStop: 0, removal: () => delay, isSymmetric: false };
  /** Each quantity has replications of its own: the rarest loss needs a hundred times as many as the others. */
  const lost = (quantity: string, change: (seed: string) => Partial<Termination>, per = 1) =>
    replicate(only(oracle, quantity), (seed) => ({
      [quantity]: lostRequests({ ...base, ...change(seed) }, seed) / per,
    }));
  const exponential = (mean: number, preStop: number) => (seed: string) => {
    const delays = stream(seed, "propagation");
    const law = sampler({ law: "exponential", mean: mean * SECOND });
    // A proxy slower than the next pod would let two terminations overlap, which the case leaves out.
    return { preStop, removal: () => Math.min(interval, law.sample(delays) / SECOND) };
  };
  return Object.assign(
    {},
    ...oracle.expect.map(({ quantity }) => {
      const symmetric = numbersIn(quantity, /^lost_requests_symmetric_propagation_preStop_(\d+)s$/);
      if (symmetric !== null) return lost(quantity, () => ({ preStop: symmetric[0] ?? 0, isSymmetric: true }));
      const random = numbersIn(quantity, /^lost_requests_exponential_propagation_mean_([\d.]+)s_preStop_(\d+)s$/);
      if (random !== null) return lost(quantity, exponential(random[0] ?? 0, random[1] ?? 0));
      const fixed = numbersIn(quantity, /^lost_requests_preStop_(\d+)s$/);
      if (fixed !== null) return lost(quantity, () => ({ preStop: fixed[0] ?? 0 }));
      const share = numbersIn(quantity, /^lost_share_of_rollout_traffic_preStop_(\d+)$/);
      if (share !== null) return lost(quantity, () => ({ preStop: share[0] ?? 0 }), perSecond * replicas * interval);
      return {};
    }),
  );
}

function only(oracle: OracleCase, name: string): OracleCase {
  return { ...oracle, expect: oracle.expect.filter(({ quantity }) => quantity === name) };
}

function numbersIn(quantity: string, pattern: RegExp): number[] | null {
  return pattern.exec(quantity)?.slice(1).map(Number) ?? null;
}

export const adapters: readonly OracleAdapter[] = [{ name: "traffic plane", family: /^R-TERM-\d+$/, run: terminating }];
