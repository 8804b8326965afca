import {
  type ConditionedPod,
  containersReadyCondition,
  type PodCondition,
  podInitializedCondition,
  podReadyCondition,
} from "../../../src/cluster/podConditions.ts";
import type { PodPhase } from "../../../src/cluster/podPhase.ts";
import { adapter } from "../../adapter.ts";

interface GivenStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly state?: { readonly running?: object | null; readonly terminated?: object | null };
  readonly lastState?: { readonly terminated?: object | null };
}

interface GivenPod {
  readonly spec: {
    readonly containers?: readonly { readonly name: string }[];
    readonly initContainers?: readonly { readonly name: string; readonly restartPolicy?: string | null }[];
    readonly readinessGates?: readonly { readonly conditionType: string }[];
  };
  readonly containerStatuses: readonly GivenStatus[] | null;
  readonly podPhase: PodPhase;
  readonly conditions?: readonly { readonly type: string; readonly status: "True" | "False" | "Unknown" }[] | null;
}

function podOf({ spec, containerStatuses, podPhase, conditions }: GivenPod): ConditionedPod {
  const statuses = containerStatuses?.map(({ name, ready, started, state, lastState }) => ({
    name,
    ready: ready ?? false,
    started: started ?? null,
    hasStarted: [state?.running, state?.terminated, lastState?.terminated].some(
      (one) => one !== undefined && one !== null,
    ),
  }));
  return {
    phase: podPhase,
    initContainers: (spec.initContainers ?? []).map(({ name, restartPolicy }) => ({
      name,
      restarts: restartPolicy === "Always" ? "always" : "onFailure",
    })),
    containers: (spec.containers ?? []).map(({ name }) => name),
    statuses: statuses ?? null,
    readinessGates: (spec.readinessGates ?? []).map(({ conditionType: name }) => ({
      name,
      status: conditions?.find(({ type }) => type === name)?.status ?? null,
    })),
  };
}

const ready = (file: string, type: string, condition: (pod: ConditionedPod) => PodCondition) =>
  adapter<GivenPod>({ file, run: (input) => ({ expectReady: { type, ...condition(podOf(input)) } }) });

export const conditions = [
  ready("pod_containers_ready_condition", "ContainersReady", containersReadyCondition),
  ready("pod_ready_condition", "Ready", podReadyCondition),
  adapter<GivenPod>({
    file: "pod_initialized_condition",
    matches: "as told",
    run: (input) => ({ expected: podInitializedCondition(podOf(input)) }),
  }),
];
