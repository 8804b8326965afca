import type { IntOrPercent } from "../../src/cluster/intOrPercent.ts";
import type { PodTemplate } from "../../src/cluster/types.ts";
import { assert } from "../../src/kernel/assert.ts";
import type { Law } from "../../src/kernel/law.ts";
import { MINUTE, SECOND } from "../../src/kernel/time.ts";
import type { PodRecord } from "../../src/record/run.ts";
import { createStatefulSet, type StatefulSetSpec } from "../../src/rollout/controllers/statefulSet/statefulSet.ts";
import {
  countOver,
  exactly,
  lifeOf,
  type RolloutOptions,
  type RolloutStage,
  rolloutStage,
  specOf,
  stage,
  templateOf,
} from "../cluster/stage.ts";
import type { OracleCase } from "./adapter.ts";
import { numberIn } from "./parameters.ts";

/** Longer than any rollout of a case. */
export const HORIZON = 24 * 60 * MINUTE;
/** `3`, `"3"` or `"25%"`. */
export function countIn(oracle: OracleCase, name: string): IntOrPercent {
  const value = oracle.params[name];
  return typeof value === "string" && value.endsWith("%") ? value : numberIn(oracle, name);
}

/** A start-up time as cases write it: `12`, "exponential mean 10 s", "5 s + exponential mean 10 s". */
interface StartUp {
  readonly fixed: number;
  readonly boot: Law;
}

export function startUpOf(oracle: OracleCase): StartUp {
  const value = oracle.params.pod_ready_after_s ?? oracle.params.pod_ready_after;
  if (typeof value === "number") return { fixed: 0, boot: exactly(value) };
  const match = /^(?:([\d.]+) s \+ )?exponential mean ([\d.]+) s$/.exec(String(value));
  assert(match !== null, `${oracle.id}: start-up cannot be read: ${JSON.stringify(value)}`);
  return { fixed: Number(match[1] ?? 0), boot: { law: "exponential", mean: Number(match[2]) * SECOND } };
}

export const booting = (boot: Law): Partial<PodTemplate> => ({
  behaviour: { boot, neverReady: false, crashAfter: null },
});

/** Rolls out at time 0 and plays until nothing moves any more. */
export function rollOut(
  options: RolloutOptions,
  until = HORIZON,
): RolloutStage & { readonly pods: readonly PodRecord[] } {
  const set = rolloutStage(options);
  set.deployment.apply(set.next);
  set.kernel.run(until);
  return { ...set, pods: set.cluster.podRecords(until) };
}

/** A StatefulSet's rolling update, from time 0 until nothing moves any more. */
export function rollOutInOrder({
  partition = 0,
  maxUnavailable = 1,
  ...options
}: Omit<RolloutOptions, "strategy"> & Partial<StatefulSetSpec>): readonly PodRecord[] {
  const { kernel, cluster } = stage(options);
  const templates = { old: templateOf(0, options.old), new: templateOf(1, options.next) };
  const { replicas, minReady = 0 } = options;
  cluster.populate(templates.old, replicas, minReady * SECOND);
  const { watchLatency } = specOf(options.spec);
  const set = createStatefulSet(
    { kernel, cluster, watchLatency, replicas, templates },
    { partition, maxUnavailable, minReady: minReady * SECOND },
  );
  set.apply(templates.new);
  kernel.run(HORIZON);
  return cluster.podRecords(HORIZON);
}

/** When the last old pod was gone and the last new one became available, s. */
export function durationOf(pods: readonly PodRecord[]): number {
  const ends = pods.map((pod) => (pod.version === 0 ? lifeOf(pod, HORIZON).end : (pod.available[0]?.start ?? HORIZON)));
  return Math.max(...ends) / SECOND;
}

export function least(pods: readonly PodRecord[], until: number): number {
  const steps = countOver(pods.flatMap(({ available }) => available)).filter(({ at }) => at < until);
  return Math.min(...steps.map(({ count }) => count));
}
