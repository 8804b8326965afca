import { fnv1a64 } from "../../src/kernel/hash.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { resolveFenceposts } from "../../src/rollout/controllers/deployment/fenceposts.ts";
import { countOver, exactly, lifeOf } from "../cluster/stage.ts";
import {
  type Estimate,
  estimate,
  type OracleAdapter,
  type OracleCase,
  type Results,
  replicationSeed,
} from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";

import { booting, countIn, durationOf, HORIZON, least, rollOut, rollOutInOrder, startUpOf } from "./rollingOut.ts";

/** Replications at most: enough for every case's standard error, few enough for a test. */
const REPLICATIONS = 1500;

const rolling: OracleAdapter = {
  name: "cluster and Deployment",
  family: /^R-ROLL-\d+$/,
  run(oracle) {
    if (!hasParameters(oracle, ["replicas", "maxSurge", "maxUnavailable", "pod_ready_after_s"])) return undefined;
    const replicas = numberIn(oracle, "replicas");
    const maxSurge = countIn(oracle, "maxSurge");
    const maxUnavailable = countIn(oracle, "maxUnavailable");
    const fenceposts = resolveFenceposts(maxSurge, maxUnavailable, replicas);
    const { pods } = rollOut({
      replicas,
      strategy: { type: "RollingUpdate", maxSurge, maxUnavailable },
      minReady: Number(oracle.params.minReadySeconds ?? 0),
      next: booting(startUpOf(oracle).boot),
    });
    const duration = durationOf(pods);
    const lives = pods.map((pod) => lifeOf(pod, duration * SECOND));
    const podSeconds =
      lives.reduce((sum, { start, end }) => sum + Math.min(end, duration * SECOND) - start, 0) / SECOND;
    return {
      resolved_surge: fenceposts?.surge ?? Number.NaN,
      resolved_unavailable: fenceposts?.unavailable ?? Number.NaN,
      rollout_duration_s: duration,
      min_available_pods: least(pods, duration * SECOND),
      max_total_pods: Math.max(...countOver(lives).map(({ count }) => count)),
      pod_seconds_during_rollout: podSeconds,
      surge_overhead_pod_seconds: podSeconds - replicas * duration,
    };
  },
};

/** Plays a case once per seed that follows from it. */
function replicate(oracle: OracleCase, play: (seed: string) => number): number[] {
  const asked = oracle.expect.map(({ check }) => (check.kind === "statistical" ? check.replications : 1));
  const count = Math.min(REPLICATIONS, Math.max(...asked));
  return Array.from({ length: count }, (_, i) => play(fnv1a64(replicationSeed(oracle, i))));
}

/** A sample variance and its standard error by the fourth moment. */
function varianceOf(samples: readonly number[]): Estimate {
  const reps = samples.length;
  const mean = samples.reduce((sum, x) => sum + x, 0) / reps;
  const squares = samples.map((x) => (x - mean) * (x - mean));
  const { value, se } = estimate(squares);
  return { value: (value * reps) / (reps - 1), se, reps };
}

/** A sample quantile and its standard error over twenty batches. */
function quantileOf(samples: readonly number[], p: number): Estimate {
  const batches = 20;
  const size = Math.floor(samples.length / batches);
  const quantile = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    const at = p * (sorted.length + 1) - 1;
    const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
    return low + (at - Math.floor(at)) * (high - low);
  };
  const { se } = estimate(Array.from({ length: batches }, (_, i) => quantile(samples.slice(i * size, (i + 1) * size))));
  return { value: quantile(samples), se, reps: samples.length };
}

const rollingWithChance: OracleAdapter = {
  name: "cluster and Deployment",
  family: /^R-ROLL-EXP-\d+$/,
  run(oracle) {
    const maxSurge = countIn(oracle, "maxSurge");
    const maxUnavailable = countIn(oracle, "maxUnavailable");
    const { fixed, boot } = startUpOf(oracle);
    const durations = replicate(oracle, (seed) => {
      const { pods } = rollOut({
        seed,
        replicas: numberIn(oracle, "replicas"),
        strategy: { type: "RollingUpdate", maxSurge, maxUnavailable },
        spec: { sandbox: exactly(fixed) },
        next: booting(boot),
      });
      return durationOf(pods);
    });
    const ordered = replicate(oracle, (seed) => {
      const set = {
        seed,
        replicas: numberIn(oracle, "replicas"),
        spec: { sandbox: exactly(fixed) },
        next: booting(boot),
      };
      return durationOf(rollOutInOrder(set));
    });
    return {
      mean_duration_s: estimate(durations),
      var_duration_s2: varianceOf(durations),
      statefulset_ordered_mean_duration_s: estimate(ordered),
    };
  },
};

const recreate: OracleAdapter = {
  name: "cluster and Deployment",
  family: /^R-RECREATE-\d+$/,
  run(oracle) {
    const { fixed, boot } = startUpOf(oracle);
    const play = (seed: string) => {
      const { pods } = rollOut({
        seed,
        replicas: numberIn(oracle, "replicas"),
        strategy: { type: "Recreate" },
        drain: Number(oracle.params.termination_s ?? 0),
        spec: {
          sandbox: exactly(fixed),
          propagation: { add: exactly(Number(oracle.params.endpoint_propagation_s ?? 0)), remove: exactly(0) },
        },
        old: { terminationGracePeriod: HORIZON },
        next: booting(boot),
      });
      const routedFrom = pods.flatMap(({ version, routed }) =>
        version === 1 ? routed.map(({ start }) => start / SECOND) : [],
      );
      return { first: Math.min(...routedFrom), last: Math.max(...routedFrom) };
    };
    if (boot.law === "deterministic") {
      const { first, last } = play(oracle.id);
      return { downtime_s: first, mean_downtime_s: first, time_to_full_capacity_s: last };
    }
    const last: number[] = [];
    const first = replicate(oracle, (seed) => {
      const times = play(seed);
      last.push(times.last);
      return times.first;
    });
    return {
      mean_downtime_s: estimate(first),
      mean_time_to_full_capacity_s: estimate(last),
      ...byName(oracle, /^p(\d+)_downtime_s$/, (percent) => quantileOf(first, percent / 100)),
    };
  },
};

const crashing: OracleAdapter = {
  name: "cluster and Deployment",
  family: /^R-CRASH-\d+$/,
  run(oracle): Results {
    const deadline = numberIn(oracle, "progressDeadlineSeconds");
    const play = (reducedDecay: boolean) =>
      rollOut(
        {
          reducedDecay,
          replicas: numberIn(oracle, "replicas"),
          strategy: {
            type: "RollingUpdate",
            maxSurge: countIn(oracle, "maxSurge"),
            maxUnavailable: countIn(oracle, "maxUnavailable"),
          },
          progressDeadline: deadline,
          next: {
            behaviour: {
              boot: exactly(0),
              neverReady: false,
              crashAfter: exactly(numberIn(oracle, "crash_after_start_s")),
            },
            readinessProbe: {
              initialDelay: HORIZON,
              period: SECOND,
              timeout: SECOND,
              successThreshold: 1,
              failureThreshold: 3,
            },
          },
        },
        2 * HORIZON,
      );
    const restartsOf = ({ kernel, pods }: ReturnType<typeof play>) => {
      const first = pods.find(({ version }) => version === 1)?.name;
      const restarts = kernel.log.entries.filter(
        ({ kind, subject }) => kind === "containerRestarted" && subject === first,
      );
      return restarts.map(({ at }) => at / SECOND);
    };
    const classic = play(false);
    const restarts = restartsOf(classic);
    const stalled = classic.kernel.log.entries.find(({ kind }) => kind === "rolloutStalled");
    return {
      ...byName(oracle, /^restarts_within_(\d+)s$/, (within) => restarts.filter((at) => at <= within).length),
      ...byName(
        oracle,
        /^restarts_within_(\d+)s_reduced_decay_gate$/,
        (within) => restartsOf(play(true)).filter((at) => at <= within).length,
      ),
      ...byName(oracle, /^time_of_(\d+)(?:st|nd|rd|th)_restart_s$/, (nth) => restarts[nth - 1] ?? Number.NaN),
      min_available_pods: least(classic.pods, 2 * HORIZON),
      users_exposed: classic.pods.some(({ version, routed }) => version === 1 && routed.length > 0) ? Number.NaN : 0,
      // The controller looks a second after the deadline; the condition tells since when the rollout is overdue.
      deadline_condition_at_s: Number(stalled?.detail.overdueSince) / SECOND,
    };
  },
};

export const adapters: readonly OracleAdapter[] = [rolling, rollingWithChance, recreate, crashing];
