import * as v from "valibot";
import { withDefault } from "../../quantity/facet.ts";
import { count, countOrPercent, number, word, yesNo } from "../../quantity/index.ts";
import { byArgo } from "../byArgo.ts";
import { strategy } from "../strategy.ts";
import {
  abortScaleDownDelaySeconds,
  backgroundAnalysis,
  progressDeadlineAbort,
  promoteAfter,
  scaleDownDelayRevisionLimit,
  scaleDownDelaySeconds,
} from "./analysis.ts";
import { canaryStepsOf } from "./argo/canarySpec.ts";
import { canarySteps } from "./argo/steps.ts";

const replicaProgressThreshold = withDefault(
  v.nullable(
    v.strictObject({
      type: word(["Percent", "Pods"], { description: { en: "What is counted.", ko: "세는 단위." } }),
      value: number({
        min: 0,
        max: 100_000,
        description: { en: "So many pods are enough for a step.", ko: "이만큼 준비되면 단계를 넘어갑니다." },
      }),
    }),
  ),
  null,
);

/** Give the new version a small share, look, and only then more. */
export const canary = strategy({
  name: "canary",
  summary: {
    en: "Gives the new version a small share of the users, watches it, and gives it more step by step.",
    ko: "새 버전에 적은 비율의 사용자만 보내 지켜보면서 단계적으로 늘립니다.",
  },
  carriedOutBy: "Argo Rollouts",
  parameters: v.strictObject({
    steps: canarySteps,
    trafficRouting: yesNo({
      default: true,
      description: {
        en: "True: a router splits by weight. False: the share of the pods is the share of the requests.",
        ko: "true이면 라우터가 비율대로 나누고, false이면 파드 수의 비율이 요청의 비율이 됩니다.",
      },
    }),
    maxSurge: countOrPercent({
      default: "25%",
      description: {
        en: "Pods beyond the wanted number; without a router only.",
        ko: "더 둘 수 있는 파드 수(라우터가 없을 때만).",
      },
    }),
    maxUnavailable: countOrPercent({
      default: "25%",
      maxPercent: 100,
      description: {
        en: "Pods that may be missing; without a router only.",
        ko: "모자라도 되는 파드 수(라우터가 없을 때만).",
      },
    }),
    analysis: backgroundAnalysis,
    scaleDownDelaySeconds,
    abortScaleDownDelaySeconds,
    scaleDownDelayRevisionLimit,
    maxTrafficWeight: count({
      min: 1,
      max: 1_000_000,
      default: 100,
      description: {
        en: "What the router calls all traffic; setWeight counts in it.",
        ko: "라우터가 전체 트래픽이라고 부르는 값. setWeight의 단위입니다.",
      },
    }),
    dynamicStableScale: yesNo({
      default: false,
      description: {
        en: "The old version gives up the pods that the new one has taken over; with a router only.",
        ko: "새 버전이 맡은 만큼 이전 버전의 파드를 줄입니다(라우터가 있을 때만).",
      },
    }),
    minPodsPerReplicaSet: count({
      min: 1,
      max: 10_000,
      default: 1,
      description: {
        en: "Least pods of a version that has any; with a router only.",
        ko: "파드가 있는 버전의 최소 파드 수(라우터가 있을 때만).",
      },
    }),
    replicaProgressThreshold,
    promoteAfter,
    progressDeadlineAbort,
  }),
  needs: ({ trafficRouting }) => (trafficRouting ? ["bothVersions", "router"] : ["bothVersions"]),
  services: ({ trafficRouting }) => (trafficRouting ? ["canary"] : []),
  *run(rollout, parameters) {
    const { analysis, trafficRouting, maxTrafficWeight, promoteAfter, progressDeadlineAbort } = parameters;
    const maxWeight = trafficRouting ? maxTrafficWeight : 100;
    const canary = {
      steps: canaryStepsOf(parameters.steps, { measuring: (one) => rollout.measured(one), maxWeight }),
      maxSurge: parameters.maxSurge,
      maxUnavailable: parameters.maxUnavailable,
      services: trafficRouting,
      trafficRouting: trafficRouting ? { maxTrafficWeight } : null,
      dynamicStableScale: trafficRouting && parameters.dynamicStableScale,
      minPodsPerReplicaSet: parameters.minPodsPerReplicaSet,
      replicaProgressThreshold: parameters.replicaProgressThreshold,
      scaleDownDelay: parameters.scaleDownDelaySeconds,
      abortScaleDownDelay: parameters.abortScaleDownDelaySeconds,
      scaleDownDelayRevisionLimit: parameters.scaleDownDelayRevisionLimit,
      analysis: analysis && {
        ...rollout.measured({ ...analysis, count: null }),
        startingStep: analysis.startingStep,
      },
    };
    yield* byArgo(rollout, { canary }, { promoteAfter, progressDeadlineAbort });
  },
});
