import {
  changeWithin,
  limitedByRules,
  noteScaleEvent,
  type ScaleEvent,
  scaleLimit,
} from "../../../src/cluster/autoscaler/scaleLimits.ts";
import {
  type ScalingRules,
  type WrittenRules,
  withDefaultRules,
} from "../../../src/cluster/autoscaler/scalingRules.ts";
import { stabilize } from "../../../src/cluster/autoscaler/stabilization.ts";
import { adapter } from "../../adapter.ts";
import { seconds, since } from "./times.ts";

interface GivenPolicy {
  readonly type: "Pods" | "Percent";
  readonly value: number;
  readonly periodSeconds: number;
}

export interface GivenRules {
  readonly stabilizationWindowSeconds?: number | null;
  readonly selectPolicy?: ScalingRules["select"] | null;
  readonly policies?: readonly GivenPolicy[] | null;
  readonly tolerance?: string | null;
}

const policyOf = ({ type, value, periodSeconds }: GivenPolicy) => ({ type, value, period: seconds(periodSeconds) });

export function writtenRules(given: GivenRules | null): WrittenRules | null {
  if (given === null) return null;
  const { stabilizationWindowSeconds, selectPolicy, policies, tolerance } = given;
  return {
    stabilization: typeof stabilizationWindowSeconds === "number" ? seconds(stabilizationWindowSeconds) : null,
    select: selectPolicy ?? null,
    policies: policies?.map(policyOf) ?? null,
    tolerance: typeof tolerance === "string" ? Number(tolerance) : null,
  };
}

interface GivenEvent {
  readonly replicaChange: number;
  readonly timestamp: string;
  readonly outdated: boolean;
}

const eventsOf = (given: readonly GivenEvent[], now: string): ScaleEvent[] =>
  given.map(({ replicaChange, timestamp, outdated }) => ({
    change: replicaChange,
    at: since(now)(timestamp),
    isOutdated: outdated,
  }));

interface GivenDefaults {
  readonly pods: number;
  readonly podsPeriodSeconds: number;
  readonly percent: number;
  readonly percentPeriodSeconds: number;
  readonly stabilizationSeconds: number | null;
  readonly selectPolicy: ScalingRules["select"] | null;
  readonly tolerance?: string | null;
}

/** The harness leaves a policy out by writing zeros. */
function defaulted(direction: "up" | "down", given: GivenDefaults): ScalingRules {
  const policies: GivenPolicy[] = [
    { type: "Pods", value: given.pods, periodSeconds: given.podsPeriodSeconds },
    { type: "Percent", value: given.percent, periodSeconds: given.percentPeriodSeconds },
  ];
  const named = policies.filter(({ value, periodSeconds }) => value !== 0 || periodSeconds !== 0);
  const { stabilizationSeconds: stabilizationWindowSeconds, selectPolicy, tolerance = null } = given;
  const rules = { stabilizationWindowSeconds, selectPolicy, tolerance, policies: named.length === 0 ? null : named };
  return withDefaultRules(direction, writtenRules(rules));
}

const defaultsAnswer = ({ policies, stabilization, select }: ScalingRules) => ({
  expectedPolicies: policies.map(({ type, value, period }) => ({ type, value, periodSeconds: period / seconds(1) })),
  expectedStabilization: stabilization === null ? null : stabilization / seconds(1),
  expectedSelectPolicy: select,
});

interface GivenUp {
  readonly rateUpPods: number;
  readonly rateUpPodsPeriodSeconds: number;
  readonly rateUpPercent: number;
  readonly rateUpPercentPeriodSeconds: number;
  readonly stabilizationSeconds: number | null;
  readonly selectPolicy: ScalingRules["select"] | null;
}

interface GivenDown {
  readonly rateDownPods: number;
  readonly rateDownPodsPeriodSeconds: number;
  readonly rateDownPercent: number;
  readonly rateDownPercentPeriodSeconds: number;
  readonly stabilizationSeconds: number | null;
  readonly selectPolicy: ScalingRules["select"] | null;
}

const defaults = [
  adapter<GivenUp & { tolerance: string | null }>({
    file: "hpa_default_scale_up_rules",
    run(given) {
      const rules = defaulted("up", {
        ...given,
        pods: given.rateUpPods,
        podsPeriodSeconds: given.rateUpPodsPeriodSeconds,
        percent: given.rateUpPercent,
        percentPeriodSeconds: given.rateUpPercentPeriodSeconds,
      });
      return { ...defaultsAnswer(rules), expectedTolerance: rules.tolerance === null ? null : String(rules.tolerance) };
    },
  }),
  adapter<GivenDown>({
    file: "hpa_default_scale_down_rules",
    run: (given) =>
      defaultsAnswer(
        defaulted("down", {
          ...given,
          pods: given.rateDownPods,
          podsPeriodSeconds: given.rateDownPodsPeriodSeconds,
          percent: given.rateDownPercent,
          percentPeriodSeconds: given.rateDownPercentPeriodSeconds,
        }),
      ),
  }),
];

interface GivenConversion {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly scaleUpRules: GivenRules | null;
  readonly scaleDownRules: GivenRules | null;
  readonly scaleUpEvents: readonly GivenEvent[];
  readonly scaleDownEvents: readonly GivenEvent[];
  readonly now: string;
}

const limiting = [
  adapter<GivenConversion>({
    file: "hpa_convert_desired_behavior",
    run(given) {
      const events = { up: eventsOf(given.scaleUpEvents, given.now), down: eventsOf(given.scaleDownEvents, given.now) };
      const behavior = {
        up: withDefaultRules("up", writtenRules(given.scaleUpRules)),
        down: withDefaultRules("down", writtenRules(given.scaleDownRules)),
      };
      const { currentReplicas: current, minReplicas: min, maxReplicas: max } = given;
      return limitedByRules(given.desiredReplicas, { current, min, max, events, now: 0 }, behavior);
    },
  }),
  adapter<{
    direction: "up" | "down";
    currentReplicas: number;
    selectPolicy: ScalingRules["select"];
    policies: GivenPolicy[];
    events: GivenEvent[];
  }>({
    file: "hpa_scale_limits_min_policy",
    run({ direction, currentReplicas, selectPolicy, policies, events }) {
      const own = eventsOf(events, "2024-01-01T00:00:00Z");
      const state = { current: currentReplicas, events: { up: [], down: [], [direction]: own }, now: 0 };
      return { limit: scaleLimit(direction, state, { select: selectPolicy, policies: policies.map(policyOf) }) };
    },
  }),
  adapter<{ replicaChange: number; prevScaleEvents: GivenEvent[]; scalingRules: GivenRules | null; now: string }>({
    file: "hpa_store_scale_events",
    run({ replicaChange, prevScaleEvents, scalingRules, now }) {
      const before = eventsOf(prevScaleEvents, now);
      const rules = scalingRules === null ? null : withDefaultRules("up", writtenRules(scalingRules));
      const after = noteScaleEvent(before, { change: replicaChange, now: 0 }, rules);
      return {
        replicasChangeLast60s: changeWithin(seconds(60), before, 0),
        storedEvents: after.map(({ change, isOutdated }) => ({ replicaChange: change, outdated: isOutdated })),
      };
    },
  }),
];

interface GivenStabilization {
  readonly recommendations: readonly { readonly replicas: number; readonly timestamp: string }[];
  readonly currentReplicas: number;
  readonly prenormalizedDesiredReplicas: number;
  readonly scaleUpStabilizationWindowSeconds: number;
  readonly scaleDownStabilizationWindowSeconds: number;
  readonly now: string;
}

const stabilizing = [
  adapter<GivenStabilization, { stabilizedReplicas: number; storedRecommendations: number[] | null }>({
    file: "hpa_stabilize_recommendation_behavior",
    matches: "as told",
    expected: ({ stabilizedReplicas, storedRecommendations }) =>
      storedRecommendations === null ? { stabilizedReplicas } : { stabilizedReplicas, storedRecommendations },
    run(given) {
      const at = since(given.now);
      const { replicas, recommendations } = stabilize(
        given.recommendations.map((one) => ({ replicas: one.replicas, at: at(one.timestamp) })),
        { current: given.currentReplicas, desired: given.prenormalizedDesiredReplicas },
        {
          up: seconds(given.scaleUpStabilizationWindowSeconds),
          down: seconds(given.scaleDownStabilizationWindowSeconds),
          now: 0,
        },
      );
      return { stabilizedReplicas: replicas, storedRecommendations: recommendations.map((one) => one.replicas) };
    },
  }),
];

export const scalingBehavior = [...defaults, ...limiting, ...stabilizing];
