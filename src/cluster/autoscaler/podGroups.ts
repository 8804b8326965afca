import type { Micros } from "../../kernel/time.ts";
import type { PodPhase } from "../podPhase.ts";

/** A pod of the scaled workload, as the autoscaler finds it. */
export interface ScaledPod {
  readonly name: string;
  readonly phase: PodPhase;
  readonly deleting: boolean;
  /** `status.startTime`, µs; null: the kubelet has not seen it. */
  readonly startedAt: Micros | null;
  /** The Ready condition and its last transition; null: not written. */
  readonly ready: { readonly status: "True" | "False" | "Unknown"; readonly since: Micros } | null;
}

/** One sample of a pod's metric, taken at `at` over the `window` before it, µs. */
export interface Sample {
  readonly value: number;
  readonly at: Micros;
  readonly window: Micros;
}

export interface PodGroups {
  readonly readyCount: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
}

/** When the CPU of a young pod is believed (kube-controller-manager flags; 5 min and 30 s by default). */
export interface ReadinessDelays {
  readonly cpuInitialization: Micros;
  readonly initialReadiness: Micros;
}

/**
 * Sorts pods by what their samples are worth: going or failed ones are ignored, pending ones and (for CPU) those still
 * warming up are unready, others without a sample are missing.
 * Kubernetes v1.36 `podautoscaler/replica_calculator.go:groupPods`.
 */
export function groupPods(
  pods: readonly ScaledPod[],
  samples: ReadonlyMap<string, Sample>,
  about: { readonly resource: string; readonly delays: ReadinessDelays; readonly now: Micros },
): PodGroups {
  const groups = { readyCount: 0, unready: [] as string[], missing: [] as string[], ignored: [] as string[] };
  for (const pod of pods) {
    const sample = samples.get(pod.name);
    if (pod.deleting || pod.phase === "Failed") groups.ignored.push(pod.name);
    else if (pod.phase === "Pending") groups.unready.push(pod.name);
    else if (sample === undefined) groups.missing.push(pod.name);
    else if (about.resource === "cpu" && isWarmingUp(pod, sample, about)) groups.unready.push(pod.name);
    else groups.readyCount++;
  }
  return groups;
}

/** A pod within its initialisation needs one whole window since it became ready; later, only one that never was ready is left out. */
function isWarmingUp(
  { startedAt, ready }: ScaledPod,
  sample: Sample,
  { delays, now }: { readonly delays: ReadinessDelays; readonly now: Micros },
): boolean {
  if (ready === null || startedAt === null) return true;
  if (startedAt + delays.cpuInitialization > now)
    return ready.status === "False" || sample.at < ready.since + sample.window;
  return ready.status === "False" && startedAt + delays.initialReadiness > ready.since;
}
