import type { Sample, ScaledPod } from "../../../src/cluster/autoscaler/podGroups.ts";
import { reconcileAutoscaler, type ScalingMetric, tolerancesOf } from "../../../src/cluster/autoscaler/reconcile.ts";
import {
  perPodValueReplicas,
  podRequests,
  podsMetricReplicas,
  resourceReplicas,
  valueReplicas,
} from "../../../src/cluster/autoscaler/replicaCalculator.ts";
import { withDefaultRules } from "../../../src/cluster/autoscaler/scalingRules.ts";
import type { PodPhase } from "../../../src/cluster/podPhase.ts";
import { adapter } from "../../adapter.ts";
import { type GivenRules, writtenRules } from "./scalingBehavior.ts";
import { seconds, since } from "./times.ts";

/** Go's zero time. */
const ZERO = "0001-01-01T00:00:00Z";

interface GivenTarget {
  readonly type: "Utilization" | "Value" | "AverageValue";
  readonly averageUtilization?: number;
  readonly value?: string;
  readonly averageValue?: string;
}

interface GivenMetric {
  readonly type: string;
  readonly resource?: { readonly name: string; readonly target?: GivenTarget };
  readonly containerResource?: { readonly container: string; readonly name: string; readonly target?: GivenTarget };
  readonly pods?: { readonly metric: { readonly name: string }; readonly target: GivenTarget };
  readonly object?: { readonly metric: { readonly name: string }; readonly target: GivenTarget };
  readonly external?: { readonly metric: { readonly name: string }; readonly target: GivenTarget };
}

interface GivenPass {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly behavior: { readonly scaleUp: GivenRules | null; readonly scaleDown: GivenRules | null } | null;
  readonly metrics: readonly GivenMetric[];
  readonly pods: readonly {
    readonly name: string;
    readonly phase: PodPhase;
    readonly ready: "True" | "False";
    readonly startTime: string | null;
    readonly readyLastTransitionTime: string | null;
    readonly deleting: boolean;
    readonly containerRequestsMilli: readonly number[] | null;
  }[];
  readonly reportedLevels: readonly number[];
  readonly initialConditions: readonly { readonly type: string; readonly status: "True" | "False" }[];
  readonly priorRecommendations: readonly { readonly replicas: number; readonly timestamp: string }[] | null;
  readonly now: string;
  readonly features: { readonly HPAScaleToZero: boolean | null; readonly HPAConfigurableTolerance: boolean };
  readonly config: {
    readonly tolerance: number;
    readonly cpuInitializationPeriodSeconds: number;
    readonly initialReadinessDelaySeconds: number;
    readonly downscaleStabilizationSeconds: number;
    readonly scaleUpLimitFactor: number;
    readonly scaleUpLimitMinimum: number;
  };
}

/** A Kubernetes quantity in thousandths. */
function milli(quantity = "0"): number {
  const [, number = "0", suffix = ""] = /^([\d.]+)(m|k|M|)$/.exec(quantity) ?? [];
  return Math.round(Number(number) * ({ m: 1, "": 1000, k: 1e6, M: 1e9 }[suffix] ?? 1000));
}

/** The harness has two containers in a pod and splits a level evenly; sample i is of pod i. */
const CONTAINERS = 2;

function metricsOf(input: GivenPass, behavior: Parameters<typeof tolerancesOf>[1]): ScalingMetric[] {
  const at = since(input.now);
  const pods = input.pods.map(
    ({ name, phase, deleting, startTime, ready, readyLastTransitionTime }): ScaledPod => ({
      name,
      phase,
      deleting,
      startedAt: at(startTime ?? ZERO),
      ready: { status: ready, since: at(readyLastTransitionTime ?? ZERO) },
    }),
  );
  const calculator = {
    currentReplicas: input.specReplicas,
    tolerances: tolerancesOf(input.config.tolerance, input.features.HPAConfigurableTolerance ? behavior : null),
    pods,
    delays: {
      cpuInitialization: seconds(input.config.cpuInitializationPeriodSeconds),
      initialReadiness: seconds(input.config.initialReadinessDelaySeconds),
    },
    now: 0,
  };
  const sampled = (share: number) =>
    new Map(
      input.reportedLevels.map((level, i): [string, Sample] => [
        `test-pod-${i}`,
        { value: level * share, at: 0, window: seconds(60) },
      ]),
    );
  const requests = (name: string, container?: string) => {
    const of = (all: readonly number[]) =>
      container === undefined ? all : all.slice(Number(container.slice(-1)) - 1).slice(0, 1);
    return podRequests(
      input.pods.map((pod) => ({ name: pod.name, requests: of(pod.containerRequestsMilli ?? []) })),
      name,
    );
  };
  const total = input.reportedLevels.reduce((sum, level) => sum + level, 0);
  return input.metrics.map(
    ({ type, resource, containerResource, pods: podsMetric, object, external }): ScalingMetric => {
      const used = resource ?? containerResource;
      if (used !== undefined) {
        const share = containerResource === undefined ? 1 : 1 / CONTAINERS;
        const about = {
          name: used.name,
          target: used.target?.averageUtilization ?? 0,
          requests: requests(used.name, containerResource?.container),
        };
        const isAsked = used.target?.averageUtilization !== undefined;
        const propose = () =>
          isAsked ? resourceReplicas({ ...calculator, samples: sampled(share) }, about) : { error: "no target" };
        return { failure: `FailedGet${type}Metric`, propose };
      }
      if (podsMetric !== undefined) {
        const about = { name: podsMetric.metric.name, target: milli(podsMetric.target.averageValue) };
        return {
          failure: "FailedGetPodsMetric",
          propose: () => podsMetricReplicas({ ...calculator, samples: sampled(1) }, about),
        };
      }
      const one = object ?? external;
      if (one === undefined)
        return { failure: "InvalidMetricSourceType", propose: () => ({ error: `unknown metric source type ${type}` }) };
      const usage = object === undefined ? total : (input.reportedLevels[0] ?? 0);
      const propose = () =>
        one.target.type === "Value"
          ? valueReplicas(calculator, { usage, target: milli(one.target.value) })
          : perPodValueReplicas(
              { ...calculator, currentReplicas: input.statusReplicas },
              { usage, target: milli(one.target.averageValue) },
            );
      return { failure: `FailedGet${type}Metric`, propose };
    },
  );
}

function pass(input: GivenPass) {
  const at = since(input.now);
  const behavior =
    input.behavior === null
      ? null
      : {
          up: withDefaultRules("up", writtenRules(input.behavior.scaleUp)),
          down: withDefaultRules("down", writtenRules(input.behavior.scaleDown)),
        };
  const scaledToZero = input.initialConditions.find(({ type }) => type === "ScaledToZero");
  const { desired, conditions, answers } = reconcileAutoscaler(
    {
      current: input.specReplicas,
      min: input.minReplicas,
      max: input.maxReplicas,
      metrics: metricsOf(input, behavior),
      behavior,
      recommendations:
        input.priorRecommendations?.map(({ replicas, timestamp }) => ({ replicas, at: at(timestamp) })) ?? null,
      events: { up: [], down: [] },
      ...(scaledToZero === undefined ? {} : { scaledToZero: scaledToZero.status }),
      now: 0,
    },
    {
      scaleToZero: input.features.HPAScaleToZero === true ? "on" : "off",
      downscaleStabilization: seconds(input.config.downscaleStabilizationSeconds),
      scaleUpLimit: { factor: input.config.scaleUpLimitFactor, minimum: input.config.scaleUpLimitMinimum },
    },
  );
  const first = answers[0];
  const change = desired - input.specReplicas;
  return {
    desiredReplicas: desired,
    scaleUpdated: change !== 0,
    conditions,
    cpuUtilizationPercent: first !== undefined && "usage" in first ? first.usage : null,
    reconcileAction: change === 0 ? "none" : change > 0 ? "scale_up" : "scale_down",
    reconcileError: answers.some((answer) => "error" in answer) ? "internal" : "none",
  };
}

export const autoscalerPass = [
  adapter<GivenPass, { readonly cpuUtilizationPercent: number | null }>({
    file: "hpa_reconcile",
    matches: "as told",
    // Null: upstream does not look at it.
    expected: ({ cpuUtilizationPercent, ...wanted }) =>
      cpuUtilizationPercent === null ? wanted : { ...wanted, cpuUtilizationPercent },
    run: pass,
  }),
];
