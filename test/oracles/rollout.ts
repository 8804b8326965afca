import type { IntOrPercent } from "../../src/cluster/intOrPercent.ts";
import type { PodTemplate } from "../../src/cluster/types.ts";
import { assert } from "../../src/kernel/assert.ts";
import { fnv1a64 } from "../../src/kernel/hash.ts";
import type { Law } from "../../src/kernel/law.ts";
import { MINUTE, SECOND } from "../../src/kernel/time.ts";
import type { PodRecord } from "../../src/record/run.ts";
import { resolveFenceposts } from "../../src/rollout/controllers/deployment/fenceposts.ts";
import { countOver, exactly, lifeOf, type RolloutOptions, type RolloutStage, rolloutStage } from "../cluster/stage.ts";
import {
  type Estimate,
  estimate,
  type OracleAdapter,
  type OracleCase,
  type Results,
  replicationSeed,
} from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";

/** Longer than any rollout of a case. */
const HORIZON = 24 * 60 * MINUTE;
/** Replications at most: enough for every case's standard error, few enough for a test. */
const REPLICATIONS = 1500;

/** `3`, `"3"` or `"25%"`. */
function countIn(oracle: OracleCase, name: string): IntOrPercent {
  const value = oracle.params[name];
  return typeof value === "string" && value.endsWith("%") ? value : numberIn(oracle, name);
}

/** A start-up time as cases write it: `12`, "exponential mean 10 s", "5 s + exponential mean 10 s". */
interface StartUp {
  readonly fixed: number;
  readonly boot: Law;
}

function startUpOf(oracle: OracleCase): StartUp {
  const value = oracle.params.pod_ready_after_s ?? oracle.params.pod_ready_after;
  if (typeof value === "number") return { fixed: 0, boot: exactly(value) };
  const match = /^(?:([\d.]+) s \+ )?exponential mean ([\d.]+) s$/.exec(String(value));
  assert(match !== null, `${oracle.id}: start-up cannot be read: ${JSON.stringify(value)}`);
  return { fixed: Number(match[1] ?? 0), boot: { law: "exponential", mean: Number(match[2]) * SECOND } };
}

const booting = (boot: Law): Partial<PodTemplate> => ({ behaviour: { boot, neverReady: false, crashAfter: null } });

/** Rolls out at time 0 and plays until nothing moves any more. */
function rollOut(options: RolloutOptions, until = HORIZON): RolloutStage & { readonly pods: readonly PodRecord[] } {
  const set = rolloutStage(options);
  set.deployment.apply(set.next);
  set.kernel.run(until);
  return { ...set, pods: set.cluster.podRecords(until) };
}

/** When the last old pod was gone and the last new one became available, s. */
function durationOf(pods: readonly PodRecord[]): number {
  const ends = pods.map((pod) => (pod.version === 0 ? lifeOf(pod, HORIZON).end : (pod.available[0]?.start ?? HORIZON)));
  return Math.max(...ends) / SECOND;
}

function least(pods: readonly PodRecord[], until: number): number {
  const steps = countOver(pods.flatMap(({ available }) => available)).filter(({ at }) => at < until);
  return Math.min(...steps.map(({ count }) => count));
}

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
    return { mean_duration_s: estimate(durations), var_duration_s2: varianceOf(durations) };
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
