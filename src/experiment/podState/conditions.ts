import {
  type ConditionedPod,
  containersReadyCondition,
  type PodCondition,
  podInitializedCondition,
  podReadyCondition,
} from "../../cluster/podConditions.ts";
import type { PodPhase } from "../../cluster/podPhase.ts";
import type { Micros } from "../../kernel/time.ts";
import { isInit } from "./containers.ts";
import type { Story } from "./story.ts";

export const POD_CONDITIONS = [
  "PodReadyToStartContainers",
  "Initialized",
  "Ready",
  "ContainersReady",
  "PodScheduled",
  "DisruptionTarget",
] as const;
export type PodConditionType = (typeof POD_CONDITIONS)[number];

export interface PodConditionAt extends PodCondition {
  readonly type: PodConditionType;
  /** When its status last changed, µs. */
  readonly lastTransition: Micros;
}

const isTrue: PodCondition = { status: "True", reason: "", message: "" };
const isFalse: PodCondition = { status: "False", reason: "", message: "" };

/** The conditions now; one whose status is as before keeps the time of its last transition. */
export function conditionsOf(
  story: Story,
  { phase, before, at }: { readonly phase: PodPhase; readonly before: readonly PodConditionAt[]; readonly at: Micros },
): readonly PodConditionAt[] {
  const now = written(story, phase);
  return POD_CONDITIONS.flatMap((type) => {
    const condition = now[type];
    if (condition === undefined) return [];
    const last = before.find((other) => other.type === type);
    return [{ type, ...condition, lastTransition: last?.status === condition.status ? last.lastTransition : at }];
  });
}

/** Each by whoever writes it: the scheduler, the kubelet, the node controllers. */
function written(story: Story, phase: PodPhase): Partial<Record<PodConditionType, PodCondition>> {
  const { node, unschedulable, hasSandbox, isNodeSilent, isEvictedByTaint } = story;
  if (node === null) {
    if (unschedulable === null) return {};
    return { PodScheduled: { status: "False", reason: "Unschedulable", message: unschedulable } };
  }
  const pod = conditioned(story, phase);
  const ready = podReadyCondition(pod);
  return {
    PodReadyToStartContainers: hasSandbox ? isTrue : isFalse,
    Initialized: podInitializedCondition(pod),
    Ready: isNodeSilent ? { ...ready, status: "False" } : ready,
    ContainersReady: containersReadyCondition(pod),
    PodScheduled: isTrue,
    ...(isEvictedByTaint ? { DisruptionTarget: EVICTED_BY_TAINT } : {}),
  };
}

/** Kubernetes v1.36 `tainteviction/taint_eviction.go:addConditionAndDeletePod`. */
const EVICTED_BY_TAINT: PodCondition = {
  status: "True",
  reason: "DeletionByTaintManager",
  message: "Taint manager: deleting due to NoExecute taint",
};

function conditioned({ containers }: Story, phase: PodPhase): ConditionedPod {
  return {
    phase,
    initContainers: containers
      .filter(isInit)
      .map(({ name, kind }) => ({ name, restarts: kind === "sidecar" ? "always" : "onFailure" })),
    containers: containers.filter((other) => !isInit(other)).map(({ name }) => name),
    statuses: containers.map(({ name, ready, started, hasRun }) => ({ name, ready, started, hasStarted: hasRun })),
    readinessGates: [],
  };
}
