import {
  findMinNextPodAvailabilityCheck,
  findMinNextPodAvailabilitySimpleCheck,
  isPodAvailable,
  nextPodAvailabilityCheck,
} from "../../../src/cluster/availability.ts";
import { type ContainerState, type ObservedInitContainer, podPhase } from "../../../src/cluster/podPhase.ts";
import { adapter } from "../../adapter.ts";
import { seconds, sinceOrNever } from "./times.ts";

interface GivenPod {
  readonly name: string | null;
  readonly ready: boolean;
  readonly readyLastTransitionTime: string | null;
}

const readiness = ({ name, ready, readyLastTransitionTime }: GivenPod, now: string) => ({
  name,
  ready,
  readySince: sinceOrNever(now)(readyLastTransitionTime),
});

const inSeconds = (span: number | null) => (span === null ? null : span / seconds(1));

const availability = [
  adapter<GivenPod & { minReadySeconds: number; now: string }>({
    file: "pod_is_available",
    run: (input) => ({ available: isPodAvailable(readiness(input, input.now), seconds(input.minReadySeconds), 0) }),
  }),
  adapter<{ pod: GivenPod; minReadySeconds: number; now: string }>({
    file: "pod_next_availability_check",
    run({ pod, minReadySeconds, now }) {
      return {
        nextCheckSeconds: inSeconds(nextPodAvailabilityCheck(readiness(pod, now), seconds(minReadySeconds), 0)),
      };
    },
  }),
  adapter<{ pods: GivenPod[]; minReadySeconds: number; now: string }>({
    file: "pod_min_next_availability_simple",
    run({ pods, minReadySeconds, now }) {
      const given = pods.map((pod) => readiness(pod, now));
      const check = findMinNextPodAvailabilitySimpleCheck(given, seconds(minReadySeconds), 0);
      return { nextCheckSeconds: inSeconds(check?.after ?? null), podName: check?.pod.name ?? null };
    },
  }),
  adapter<{
    pods: GivenPod[];
    minReadySeconds: number;
    statusEvaluationTime: string;
    statusEvaluationDelaySeconds: number;
  }>({
    file: "pod_min_next_availability_with_delay",
    run({ pods, minReadySeconds, statusEvaluationTime, statusEvaluationDelaySeconds }) {
      const given = pods.map((pod) => readiness(pod, statusEvaluationTime));
      const clock = { evaluatedAt: 0, now: seconds(statusEvaluationDelaySeconds) };
      return { nextCheckSeconds: inSeconds(findMinNextPodAvailabilityCheck(given, seconds(minReadySeconds), clock)) };
    },
  }),
];

interface GivenState {
  readonly running?: object | null;
  readonly waiting?: object | null;
  readonly terminated?: { readonly exitCode?: number } | null;
}

interface GivenStatus {
  readonly name: string;
  readonly state?: GivenState;
  readonly lastState?: GivenState;
  readonly started?: boolean;
}

interface GivenPhaseInput {
  readonly restartPolicy: "Always" | "OnFailure" | "Never";
  readonly initContainers: readonly { readonly name: string; readonly restartPolicy?: string | null }[];
  readonly containers: readonly string[];
  readonly initContainerStatuses: readonly GivenStatus[];
  readonly containerStatuses: readonly GivenStatus[];
  readonly podIsTerminal: boolean;
  readonly podHasInitialized: boolean;
}

function containerState(status: GivenStatus | undefined): ContainerState | undefined {
  if (status === undefined) return undefined;
  if (status.state?.running) return { state: "running" };
  if (status.state?.terminated) return { state: "terminated", exitCode: status.state.terminated.exitCode ?? 0 };
  const last = status.lastState?.terminated;
  return last ? { state: "waiting", lastTermination: { exitCode: last.exitCode ?? 0 } } : { state: "waiting" };
}

function phaseOf(input: GivenPhaseInput) {
  const statusOf = (statuses: readonly GivenStatus[], name: string) => statuses.find((status) => status.name === name);
  const initContainers = input.initContainers.map(({ name, restartPolicy }): ObservedInitContainer => {
    const status = statusOf(input.initContainerStatuses, name);
    const restarts = restartPolicy === "Always" ? "always" : "onFailure";
    return { status: containerState(status), restarts, started: status?.started ?? false };
  });
  const containers = input.containers.map((name) => ({
    status: containerState(statusOf(input.containerStatuses, name)),
  }));
  const { restartPolicy, podIsTerminal: isTerminal, podHasInitialized: hasInitialized } = input;
  return { phase: podPhase({ initContainers, containers, restartPolicy, isTerminal, hasInitialized }) };
}

const phases = ["pod_phase_restart_always", "pod_phase_restart_always_init", "pod_phase_restart_always_sidecar"].map(
  (file) => adapter<GivenPhaseInput>({ file, run: phaseOf }),
);

export const pod = [...availability, ...phases];
