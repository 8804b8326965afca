import {
  groupPods,
  type ReadinessDelays,
  type Sample,
  type ScaledPod,
} from "../../../src/cluster/autoscaler/podGroups.ts";
import {
  type NoProposal,
  type Proposal,
  perPodValueReplicas,
  podRequests,
  podsMetricReplicas,
  resourceReplicas,
  type Tolerances,
  valueReplicas,
} from "../../../src/cluster/autoscaler/replicaCalculator.ts";
import type { PodPhase } from "../../../src/cluster/podPhase.ts";
import { adapter } from "../../adapter.ts";
import { seconds, since } from "./times.ts";

/** Go's zero time: long before anything, and equal to itself. */
const ZERO = "0001-01-01T00:00:00Z";

interface GivenDelays {
  readonly cpuInitializationPeriodSeconds: number;
  readonly delayOfInitialReadinessStatusSeconds: number;
}

const delaysOf = (given: GivenDelays): ReadinessDelays => ({
  cpuInitialization: seconds(given.cpuInitializationPeriodSeconds),
  initialReadiness: seconds(given.delayOfInitialReadinessStatusSeconds),
});

interface GivenGroups extends GivenDelays {
  readonly resource: string;
  readonly now: string;
  readonly pods: readonly {
    readonly name: string;
    readonly phase: PodPhase;
    readonly startTime: string | null;
    readonly deleting: boolean;
    readonly readyCondition: {
      readonly status: "True" | "False" | "Unknown";
      readonly lastTransitionTime: string;
    } | null;
  }[];
  readonly metrics: Readonly<
    Record<string, { readonly value: number; readonly timestamp: string | null; readonly windowSeconds: number }>
  >;
}

function groupsOf(input: GivenGroups) {
  const at = since(input.now);
  const pods = input.pods.map(
    ({ name, phase, startTime, deleting, readyCondition }): ScaledPod => ({
      name,
      phase,
      deleting,
      startedAt: startTime === null ? null : at(startTime),
      ready:
        readyCondition === null
          ? null
          : { status: readyCondition.status, since: at(readyCondition.lastTransitionTime ?? ZERO) },
    }),
  );
  const samples = Object.entries(input.metrics).map(([name, { value, timestamp, windowSeconds }]): [string, Sample] => [
    name,
    { value, at: at(timestamp ?? ZERO), window: seconds(windowSeconds) },
  ]);
  const groups = groupPods(pods, new Map(samples), { resource: input.resource, delays: delaysOf(input), now: 0 });
  return {
    readyPodCount: groups.readyCount,
    unreadyPods: [...groups.unready].sort(),
    missingPods: [...groups.missing].sort(),
    ignoredPods: [...groups.ignored].sort(),
  };
}

/** int64 values that a double cannot hold exactly are written as text. */
type Int64 = number | string;

interface GivenCalculation extends GivenDelays {
  readonly kind: "resource" | "pods" | "object" | "objectPerPod" | "external" | "externalPerPod";
  readonly currentReplicas: number;
  readonly tolerances: Tolerances;
  readonly now: string;
  readonly pods: readonly {
    readonly name: string;
    readonly phase: PodPhase;
    readonly ready: "True" | "False";
    readonly startTime: string | null;
    readonly readyLastTransitionTime: string | null;
    readonly deleting: boolean;
    readonly containerRequestsMilli: readonly number[] | null;
  }[];
  readonly container: string;
  readonly resource?: { readonly name: string; readonly targetUtilization: number };
  readonly metric?: { readonly name: string; readonly targetMilli: Int64; readonly targetPerPodMilli: Int64 };
  readonly metrics: readonly {
    readonly pod?: string;
    readonly containerUsageMilli?: readonly number[];
    readonly valueMilli?: Int64;
    readonly timestamp: string | null;
    readonly windowSeconds?: number;
  }[];
}

/** `container2` is the second of two. */
const part = <T>(container: string, values: readonly T[]) =>
  container === "" ? values : values.slice(Number(container.slice(-1)) - 1, Number(container.slice(-1)));

function inputOf(given: GivenCalculation) {
  const at = since(given.now);
  const pods = given.pods.map(
    ({ name, phase, deleting, startTime, ready, readyLastTransitionTime }): ScaledPod => ({
      name,
      phase,
      deleting,
      startedAt: at(startTime ?? ZERO),
      ready: { status: ready, since: at(readyLastTransitionTime ?? ZERO) },
    }),
  );
  const samples = given.metrics.map(
    ({ pod = "", containerUsageMilli, valueMilli = 0, timestamp, windowSeconds = 0 }): [string, Sample] => {
      const usage =
        containerUsageMilli === undefined ? [Number(valueMilli)] : part(given.container, containerUsageMilli);
      return [
        pod,
        { value: usage.reduce((sum, one) => sum + one, 0), at: at(timestamp ?? ZERO), window: seconds(windowSeconds) },
      ];
    },
  );
  const { currentReplicas, tolerances } = given;
  return { currentReplicas, tolerances, pods, samples: new Map(samples), delays: delaysOf(given), now: 0 };
}

function calculate(given: GivenCalculation): Proposal | NoProposal {
  const input = inputOf(given);
  if (given.resource !== undefined) {
    const { name, targetUtilization: target } = given.resource;
    const pods = given.pods.map((pod) => ({
      name: pod.name,
      requests: part(given.container, pod.containerRequestsMilli ?? [null]),
    }));
    return resourceReplicas(input, { name, target, requests: podRequests(pods, name) });
  }
  const name = given.metric?.name ?? "";
  const target = Number(given.metric?.targetMilli ?? 0);
  if (given.kind === "pods") return podsMetricReplicas(input, { name, target });
  const usage = given.metrics.reduce((sum, { valueMilli }) => sum + Number(valueMilli ?? 0), 0);
  if (given.kind === "object" || given.kind === "external") return valueReplicas(input, { usage, target });
  return perPodValueReplicas(input, { usage, target: Number(given.metric?.targetPerPodMilli ?? 0) });
}

interface GivenProposal {
  readonly error: string | null;
  readonly usageMilli?: Int64;
}

export const autoscaler = [
  adapter<GivenGroups, Readonly<Record<"unreadyPods" | "missingPods" | "ignoredPods", readonly string[]>>>({
    file: "hpa_group_pods",
    run: groupsOf,
    expected: (wanted) => ({
      ...wanted,
      unreadyPods: [...wanted.unreadyPods].sort(),
      missingPods: [...wanted.missingPods].sort(),
      ignoredPods: [...wanted.ignoredPods].sort(),
    }),
  }),
  adapter<GivenCalculation, GivenProposal>({
    file: "hpa_replica_calculator",
    run(input) {
      const answer = calculate(input);
      // Only the beginning of a message is told.
      if ("error" in answer) return { error: /^(?:missing request for|[^(]*[^ (])/.exec(answer.error)?.[0] };
      const { replicas, usage, rawAverage } = answer;
      return rawAverage === undefined
        ? { replicas, usageMilli: usage, error: null }
        : { replicas, utilization: usage, rawAverageMilli: rawAverage, error: null };
    },
    expected: (wanted) =>
      wanted.usageMilli === undefined ? wanted : { ...wanted, usageMilli: Number(wanted.usageMilli) },
  }),
];
